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
  readonly resource: string | null;
  readonly fingerprint: string;
}

export interface BaselineContext {
  /** A file's path as the baseline writes it. */
  relative(path: string): string;
  /** Of a path as the baseline writes it. */
  exists(path: string): boolean;
  /** Paths of the files of this scan, as reports name them. */
  readonly scanned: ReadonlySet<string>;
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
  const inFile = countBy(baseline.entries, entry => `${contentPart(entry.fingerprint)}\n${entry.file}`);
  const accepted = new Set<Evaluation>();
  const failures = evaluations.filter(({ verdict }) => verdict === 'fail');
  for (const failure of failures) {
    const key = `${contentPart(failure.fingerprint)}\n${context.relative(failure.span.file.path)}`;
    if (takeOne(inFile, key)) accepted.add(failure);
  }
  const moved = countBy(
    left(baseline.entries, inFile).filter(entry => !context.exists(entry.file)),
    entry => contentPart(entry.fingerprint),
  );
  for (const failure of failures) {
    if (!accepted.has(failure) && takeOne(moved, contentPart(failure.fingerprint))) accepted.add(failure);
  }
  const reason = `accepted in ${baseline.path}`;
  const suppression = { kind: 'baseline', origin: 'lintel', reason } as const;
  return {
    evaluations: evaluations.map(each => (accepted.has(each) ? { ...each, verdict: 'suppressed', suppression } : each)),
    diagnostics: stale(baseline, left(baseline.entries, inFile), context),
  };
}

/** The baseline that accepts every failure of a scan; of files and rules that it did not look at, what was accepted before stays. */
export function updatedBaseline(
  evaluations: readonly Evaluation[],
  before: Baseline | undefined,
  context: BaselineContext,
): string {
  const scanned = new Set([...context.scanned].map(path => context.relative(path)));
  const kept = (before?.entries ?? []).filter(
    ({ file, rule }) => context.exists(file) && !(scanned.has(file) && context.asked.has(rule)),
  );
  const current = evaluations
    .filter(({ verdict, suppression }) => verdict === 'fail' || suppression?.kind === 'baseline')
    .map(({ rule, span, resource, fingerprint }) => ({
      rule: rule.id,
      file: context.relative(span.file.path),
      resource: resource?.address ?? null,
      fingerprint,
    }));
  const lines = [...kept, ...current].map(entry => `    ${JSON.stringify(entry)}`);
  const findings = lines.length === 0 ? '[]' : `[\n${[...lines].sort().join(',\n')}\n  ]`;
  return `{\n  "schema": ${JSON.stringify(SCHEMA)},\n  "findings": ${findings}\n}\n`;
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
  return isRecord(value) && ['rule', 'file', 'fingerprint'].every(key => typeof value[key] === 'string');
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

function left(entries: readonly BaselineEntry[], inFile: ReadonlyMap<string, number>): readonly BaselineEntry[] {
  const remaining = new Map(inFile);
  return entries.filter(entry => takeOne(remaining, `${contentPart(entry.fingerprint)}\n${entry.file}`));
}

function stale(baseline: Baseline, unused: readonly BaselineEntry[], context: BaselineContext): readonly Diagnostic[] {
  const scanned = new Set([...context.scanned].map(path => context.relative(path)));
  const mended = unused.filter(({ file, rule }) => scanned.has(file) && context.asked.has(rule)).length;
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
