import { resolve } from 'node:path';
import { applyProposals } from '../fix/apply.ts';
import type { Declined } from '../fix/decline.ts';
import { type Proposal, proposeFixes } from '../fix/propose.ts';
import { itemOf } from '../fix/shared-items.ts';
import type { Evaluation, ScanResult } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import { errorsOf } from '../reporters/report.ts';
import { type ScanOptions, scan } from '../scan.ts';
import { bytesFor, editableFiles } from './editable-files.ts';
import type { FixMode } from './fix-mode.ts';
import { replaceFile } from './written-files.ts';

/** What mending has come to. */
export interface Mended {
  readonly files: readonly MendedFile[];
  /** Findings that are left, and why. */
  readonly declined: ReadonlyMap<Evaluation, Declined>;
  /** Files that could not be written, with the reason. */
  readonly problems: readonly string[];
}

export interface MendedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly fixed: readonly Evaluation[];
}

/** Attempts; each of them scans once. */
const MAX_ROUNDS = 8;

/**
 * Mends what can be mended: makes all edits in memory, scans again, and takes back those that do not help, a few times.
 * Only then files are written. `judge` is what a baseline leaves of a scan.
 */
export async function mend(
  first: ScanResult,
  options: ScanOptions,
  judge: (result: ScanResult) => ScanResult,
  mode: FixMode,
): Promise<Mended> {
  const { workingDirectory = resolve('.') } = options;
  const mayEdit = editableFiles(options);
  const refused = new Map<string, Declined>();
  const fixed: Proposal[] = [];
  let state: State = { result: first, texts: new Map() };
  const propose = () => proposeFixes({ ...state.result, mayEdit });
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const usable = propose().proposals.filter(
      ({ evaluation, fix }) => (mode.unsafe || !fix.impact) && !refused.has(findingOf(evaluation)),
    );
    const { texts, made, dropped } = applyProposals(usable);
    for (const [{ evaluation }, decline] of dropped) refused.set(findingOf(evaluation), { decline });
    if (made.length === 0) break;
    const next = await scanned({ ...options, workingDirectory }, new Map([...state.texts, ...texts]), judge);
    const useless = uselessOf(made, state.result, next.result);
    for (const [{ evaluation }, declined] of useless) refused.set(findingOf(evaluation), declined);
    if (useless.size > 0) continue;
    state = next;
    fixed.push(...made);
  }
  const { proposals, declined } = propose();
  const left = new Map(declined);
  for (const { evaluation, fix } of proposals) {
    const reason = refused.get(findingOf(evaluation)) ?? { decline: fix.impact && !mode.unsafe ? 'unsafe' : 'stays' };
    left.set(evaluation, reason);
  }
  const files = filesOf(state.texts, first, fixed);
  return { ...(mode.writes ? written(files, workingDirectory) : { files, problems: [] }), declined: left };
}

interface State {
  readonly result: ScanResult;
  /** Texts that differ from what is on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

async function scanned(
  options: ScanOptions & { readonly workingDirectory: string },
  texts: ReadonlyMap<string, string>,
  judge: (result: ScanResult) => ScanResult,
): Promise<State> {
  const overlay = new Map(options.overlay);
  for (const [path, text] of texts) overlay.set(path, bytesFor(resolve(options.workingDirectory, path), text));
  return { result: judge(await scan({ ...options, overlay, onProgress: undefined })), texts };
}

/** The edits that leave their finding, bring another one of the rule, or a mistake in the file. */
function uselessOf(made: readonly Proposal[], before: ScanResult, after: ScanResult): ReadonlyMap<Proposal, Declined> {
  const open = openOf(after);
  const openBefore = openOf(before);
  const added = new Set(
    [...open.keys()].filter(key => !openBefore.has(key)).map(key => key.slice(0, key.lastIndexOf('\n'))),
  );
  const errorsBefore = new Set(errorsOf(before).map(errorKey));
  const broken = new Set(
    errorsOf(after)
      .filter(error => !errorsBefore.has(errorKey(error)))
      .map(({ span }) => span.file.path),
  );
  const useless = new Map<Proposal, Declined>();
  for (const proposal of made) {
    const key = keyOf(proposal.evaluation);
    if (broken.has(proposal.target.file.path)) useless.set(proposal, { decline: 'unverified' });
    else if (stays(proposal.evaluation, open) || added.has(key.slice(0, key.lastIndexOf('\n'))))
      useless.set(proposal, { decline: 'stays' });
  }
  // A mistake in another file still comes from these edits.
  if (broken.size > 0 && useless.size === 0)
    for (const proposal of made) useless.set(proposal, { decline: 'unverified' });
  return useless;
}

/** What fails or has become unknown: by rule and resource, in which places. */
function openOf({ evaluations }: ScanResult): ReadonlyMap<string, readonly (string | undefined)[]> {
  const open = new Map<string, (string | undefined)[]>();
  for (const evaluation of evaluations) {
    if (evaluation.verdict === 'fail' || evaluation.verdict === 'unknown') {
      append(open, keyOf(evaluation), evaluation.path);
    }
  }
  return open;
}

/** A finding about an item of a list is gone where others of the resource are left. */
function stays(evaluation: Evaluation, open: ReturnType<typeof openOf>): boolean {
  const item = itemOf(evaluation);
  const isIn = (path: string | undefined) =>
    item === undefined || path === undefined || /^(?:$|[.[])/.test(after(path, `Properties.${item}`) ?? '-');
  return open.get(keyOf(evaluation))?.some(isIn) === true;
}

function after(text: string, start: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined;
}

function findingOf(evaluation: Evaluation): string {
  return `${keyOf(evaluation)}\n${itemOf(evaluation) ?? ''}`;
}

function keyOf({ rule, input, resource }: Evaluation): string {
  return `${rule.id}\n${input.path}\n${resource?.id ?? ''}`;
}

function errorKey({ code, message, span }: ReturnType<typeof errorsOf>[number]): string {
  return `${code}\n${span.file.path}\n${message}`;
}

function filesOf(
  texts: ReadonlyMap<string, string>,
  first: ScanResult,
  fixed: readonly Proposal[],
): readonly MendedFile[] {
  const originals = new Map(first.files.map(({ path, text }) => [path, text]));
  return [...texts]
    .map(([path, after]) => ({
      path,
      before: originals.get(path) ?? after,
      after,
      fixed: fixed.filter(({ target }) => target.file.path === path).map(({ evaluation }) => evaluation),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function written(files: readonly MendedFile[], workingDirectory: string): Pick<Mended, 'files' | 'problems'> {
  const done: MendedFile[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const outcome = replaceFile(resolve(workingDirectory, file.path), file.before, file.after);
    if (outcome === 'written') done.push(file);
    else problems.push(`${file.path} ${outcome === 'changed' ? 'has changed in the meantime' : 'cannot be written'}`);
  }
  return { files: done, problems };
}
