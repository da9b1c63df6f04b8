import { type Decline, REASONS } from '../fix/decline.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';
import { printable } from '../reporters/code-frame.ts';
import { plural } from '../reporters/report.ts';
import { covered } from '../reporters/secrecy.ts';
import type { FixMode } from './fix-mode.ts';
import type { Mended } from './fix-run.ts';

/** The edits as one difference for `git apply`; what may be a secret in the lines around is covered. */
export function differenceOf({ files }: Mended): string {
  const shown = (line: string, before: string) => covered(line, { isSecret: false, before });
  return files.map(({ path, before, after }) => unifiedDiff(path, before, after, shown)).join('');
}

/** For standard error: the files that changed, and what is left with the reasons, most frequent first. */
export function fixNotes({ files, declined, problems }: Mended, mode: FixMode, quiet: boolean): string {
  const count = files.reduce((sum, { fixed }) => sum + fixed.length, 0);
  const verb = mode.writes ? 'fixed' : 'would fix';
  const where = files.length === 0 ? '' : ` in ${plural(files.length, 'file')}`;
  const lines = [`lintel: ${verb} ${plural(count, 'finding')}${where}`];
  for (const { path, fixed } of files) lines.push(`  ${printable(path)}: ${plural(fixed.length, 'finding')}`);
  lines.push(...problems.map(problem => `lintel: not changed: ${printable(problem)}`));
  if (declined.size > 0 && !quiet) {
    lines.push(`lintel: ${mode.writes ? 'did not fix' : 'would not fix'} ${plural(declined.size, 'finding')}`);
    lines.push(...reasonLines(declined));
  }
  return lines.map(line => `${line}\n`).join('');
}

const MAX_DETAILS = 5;

function reasonLines(declined: Mended['declined']): readonly string[] {
  const reasons = new Map<Decline, { count: number; details: Set<string> }>();
  for (const { decline, detail } of declined.values()) {
    const entry = reasons.get(decline) ?? { count: 0, details: new Set() };
    reasons.set(decline, entry);
    entry.count++;
    if (detail !== undefined) entry.details.add(detail);
  }
  const order = Object.keys(REASONS);
  return [...reasons]
    .sort(([a, first], [b, second]) => second.count - first.count || order.indexOf(a) - order.indexOf(b))
    .map(([decline, { count, details }]) => {
      const listed = [...details].sort();
      const more = listed.length > MAX_DETAILS ? ', …' : '';
      const which = listed.length === 0 ? '' : ` (${listed.slice(0, MAX_DETAILS).join(', ')}${more})`;
      return `  ${count}: ${REASONS[decline]}${which}`;
    });
}
