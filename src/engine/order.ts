import type { Draft } from './run.ts';

/**
 * Sorts evaluations by input, file, start, end, rule and address, strings by code units. The order depends on nothing
 * but the evaluations, so that the same inputs give the same report.
 */
export function inOrder(drafts: readonly Draft[]): Draft[] {
  const inputs = ranks(drafts, ({ input }) => input.path);
  const files = ranks(drafts, ({ span }) => span.file.path);
  const rules = ranks(drafts, ({ rule }) => rule.id);
  const ranked = drafts.map(draft => {
    const { input, span, rule } = draft.evaluation;
    const file = inputs.get(input.path)! * files.size + files.get(span.file.path)!;
    return { draft, file, start: span.start, end: span.end * rules.size + rules.get(rule.id)! };
  });
  ranked.sort(
    (a, b) =>
      a.file - b.file || a.start - b.start || a.end - b.end || compareDetails(a.draft.evaluation, b.draft.evaluation),
  );
  return ranked.map(({ draft }) => draft);
}

function compareDetails(a: Draft['evaluation'], b: Draft['evaluation']): number {
  return (
    compareText(a.resource?.id ?? '', b.resource?.id ?? '') ||
    compareText(a.path ?? '', b.path ?? '') ||
    compareText(a.because, b.because)
  );
}

/** Comparing numbers is many times faster than comparing paths, of which there are few. */
function ranks(
  drafts: readonly Draft[],
  text: (evaluation: Draft['evaluation']) => string,
): ReadonlyMap<string, number> {
  const texts = new Set<string>();
  let last: string | undefined;
  for (const { evaluation } of drafts) {
    const one = text(evaluation);
    if (one !== last) texts.add(one);
    last = one;
  }
  return new Map([...texts].sort(compareText).map((one, rank) => [one, rank]));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
