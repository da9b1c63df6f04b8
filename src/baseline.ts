import { UsageError } from './errors.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { contentPart, type Evaluation } from './model/finding.ts';
import { startOf } from './model/source.ts';

/** Findings that were there on the day the baseline was written, and are accepted until they are mended. */
export interface Baseline {
  /** As reports name it. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the baseline file, forward slashes. */
  readonly file: string;
  /**
   * The module or plan that was analysed, likewise, where that is another path: a shared module has findings of each.
   */
  readonly input?: string;
  readonly resource: string | null;
  readonly fingerprint: string;
}

export interface BaselineContext {
  /** A file's path as the baseline writes it. */
  relative(path: string): string;
  /** Of a path as the baseline writes it. */
  exists(path: string): boolean;
  /**
   * Whether this scan looked at the whole of an input; `file` is where the finding stood. Paths as the baseline writes
   * them.
   */
  covers(input: string, file: string): boolean;
  /** Ids of the rules that were asked. */
  readonly asked: ReadonlySet<string>;
}

const SCHEMA = 'https://lintel.dev/schemas/baseline-1.json';

/**
 * Marks the failures that the baseline accepts. Fingerprints know nothing of lines and files: an entry first looks for
 * its finding in its own file, then, where that file is gone, in any other. Says how many entries have nothing left.
 */
export function applyBaseline(
  evaluations: readonly Evaluation[],
  baseline: Baseline,
  context: BaselineContext,
): { evaluations: readonly Evaluation[]; diagnostics: readonly Diagnostic[] } {
  const inFile = countBy(baseline.entries, inFileKey);
  const accepted = new Set<Evaluation>();
  const failures = evaluations.filter(({ verdict }) => verdict === 'fail');
  for (const failure of failures) {
    const key = `${contentPart(failure.fingerprint)}\n${context.relative(failure.span.file.path)}`;
    if (takeOne(inFile, key)) accepted.add(failure);
  }
  const notInFile = counted(baseline.entries, inFile, inFileKey);
  const gone = notInFile.filter(entry => !context.exists(entry.file));
  const moved = countBy(gone, contentKey);
  for (const failure of failures) {
    if (!accepted.has(failure) && takeOne(moved, contentPart(failure.fingerprint))) accepted.add(failure);
  }
  const mended = [...notInFile.filter(entry => context.exists(entry.file)), ...counted(gone, moved, contentKey)];
  const reason = `accepted in ${baseline.path}`;
  const suppression = { kind: 'baseline', origin: 'lintel', reason } as const;
  return {
    evaluations: evaluations.map(each => (accepted.has(each) ? { ...each, verdict: 'suppressed', suppression } : each)),
    diagnostics: stale(baseline, mended, context),
  };
}

/**
 * The baseline that accepts every failure of a scan. Of inputs and rules that it did not look at as a whole, what was
 * accepted before stays.
 */
export function updatedBaseline(
  evaluations: readonly Evaluation[],
  before: Baseline | undefined,
  context: BaselineContext,
): string {
  const current = evaluations
    .filter(({ verdict, suppression }) => verdict === 'fail' || suppression?.kind === 'baseline')
    .map(evaluation => entryOf(evaluation, context));
  const unseen = (before?.entries ?? []).filter(entry => !isJudged(entry, context));
  const key = (entry: BaselineEntry) => keyOf(entry, entry.input);
  const again = new Set(counted(unseen, countBy(current, key), key));
  const kept = unseen.filter(entry => !again.has(entry));
  const lines = [...kept, ...current].map(entry => `    ${JSON.stringify(entry)}`);
  const findings = lines.length === 0 ? '[]' : `[\n${[...lines].sort().join(',\n')}\n  ]`;
  return `{\n  "schema": ${JSON.stringify(SCHEMA)},\n  "findings": ${findings}\n}\n`;
}

function entryOf({ rule, span, input, resource, fingerprint }: Evaluation, context: BaselineContext): BaselineEntry {
  const file = context.relative(span.file.path);
  const analysed = context.relative(input.path);
  return {
    rule: rule.id,
    file,
    ...(analysed === file ? {} : { input: analysed }),
    resource: resource?.address ?? null,
    // What tells alike ones apart depends on what else is scanned.
    fingerprint: contentPart(fingerprint),
  };
}

/** What a scan would find again if it were still there. */
function isJudged({ rule, file, input = file }: BaselineEntry, context: BaselineContext): boolean {
  return context.asked.has(rule) && context.covers(input, file);
}

function keyOf({ fingerprint, file }: BaselineEntry, input = ''): string {
  return `${contentPart(fingerprint)}\n${file}\n${input}`;
}

/** A file that is no baseline is the user's mistake. */
export function readBaseline(text: string, path: string): Baseline {
  const wrong = () => new UsageError(`${path}: this is no baseline file; --update-baseline writes one`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw wrong();
  }
  const findings = isRecord(content) ? content['findings'] : undefined;
  if (!Array.isArray(findings) || !findings.every(isEntry)) throw wrong();
  return { path, entries: findings };
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isRecord(value) || !['undefined', 'string'].includes(typeof value['input'])) return false;
  return ['rule', 'file', 'fingerprint'].every(key => typeof value[key] === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function countBy(entries: readonly BaselineEntry[], keyOf: (entry: BaselineEntry) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
  return counts;
}

function takeOne(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count > 0) counts.set(key, count - 1);
  return count > 0;
}

/** As many entries of each key as are counted. */
function counted(
  entries: readonly BaselineEntry[],
  counts: ReadonlyMap<string, number>,
  key: (entry: BaselineEntry) => string,
): readonly BaselineEntry[] {
  const remaining = new Map(counts);
  return entries.filter(entry => takeOne(remaining, key(entry)));
}

function contentKey({ fingerprint }: BaselineEntry): string {
  return contentPart(fingerprint);
}

function inFileKey(entry: BaselineEntry): string {
  return `${contentKey(entry)}\n${entry.file}`;
}

function stale(baseline: Baseline, left: readonly BaselineEntry[], context: BaselineContext): readonly Diagnostic[] {
  const mended = left.filter(entry => isJudged(entry, context)).length;
  if (mended === 0) return [];
  return [
    {
      code: 'baseline-stale',
      message: `${mended} ${mended === 1 ? 'finding' : 'findings'} of the baseline ${mended === 1 ? 'is' : 'are'} mended`,
      advice: 'Run with --update-baseline to take them out.',
      span: startOf({ path: baseline.path, text: '' }),
      severity: 'warning',
    },
  ];
}
