/** A line of a difference: kept, taken away or added. */
interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** A line as it is printed, given the one before it. */
export type Shown = (line: string, previous: string) => string;

const CONTEXT = 3;
/** Beyond this the middle of a change is shown as a whole, which is right if not the shortest. */
const MAX_CHANGES = 1000;

/**
 * The difference of two texts in unified format, as `patch` and `git apply` read it; empty where there is none. `shown`
 * may cover parts of a line: what is covered is left out around a change, and in a changed line is for the eye only.
 * https://www.gnu.org/software/diffutils/manual/html_node/Unified-Format.html
 */
export function unifiedDiff(path: string, before: string, after: string, shown: Shown = line => line): string {
  if (before === after) return '';
  const lines = differences(splitLines(before), splitLines(after));
  const hunks = hunksOf(lines, shown).map(({ start, end }) => hunkText(lines, start, end, shown));
  return `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}

/** Lines with their breaks, so that a change of these is one, too. */
function splitLines(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function differences(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const kept = (text: string): DiffLine => ({ sign: ' ', text });
  return [
    ...before.slice(0, start).map(kept),
    ...middle(before.slice(start, before.length - tail), after.slice(start, after.length - tail)),
    ...before.slice(before.length - tail).map(kept),
  ];
}

/**
 * The shortest way from one list to the other, by E. W. Myers, "An O(ND) Difference Algorithm and Its Variations"
 * (1986): how far each diagonal gets with so many changes, kept for the way back.
 */
function middle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const reached: Int32Array[] = [];
  let furthest = new Int32Array(2 * MAX_CHANGES + 3);
  const zero = MAX_CHANGES + 1;
  for (let changes = 0; changes <= MAX_CHANGES; changes++) {
    reached.push(furthest.slice(zero - changes - 1, zero + changes + 2));
    const next = furthest.slice();
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const down = isDown(furthest[zero + diagonal - 1]!, furthest[zero + diagonal + 1]!, diagonal, changes);
      let x = down ? furthest[zero + diagonal + 1]! : furthest[zero + diagonal - 1]! + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      next[zero + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return wayBack(before, after, reached);
    }
    furthest = next;
  }
  return [...before.map(text => ({ sign: '-' as const, text })), ...after.map(text => ({ sign: '+' as const, text }))];
}

function isDown(left: number, right: number, diagonal: number, changes: number): boolean {
  return diagonal === -changes || (diagonal !== changes && left < right);
}

function wayBack(
  before: readonly string[],
  after: readonly string[],
  reached: readonly Int32Array[],
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let changes = reached.length - 1; changes >= 0; changes--) {
    const furthest = reached[changes]!;
    const at = (diagonal: number) => furthest[diagonal + changes + 1]!;
    const diagonal = x - y;
    const down = isDown(at(diagonal - 1), at(diagonal + 1), diagonal, changes);
    const fromX = changes === 0 ? 0 : down ? at(diagonal + 1) : at(diagonal - 1);
    const fromY = changes === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1);
    const [stopX, stopY] = changes === 0 ? [0, 0] : down ? [fromX, fromY + 1] : [fromX + 1, fromY];
    while (x > stopX && y > stopY) {
      lines.push({ sign: ' ', text: before[--x]! });
      y--;
    }
    if (changes === 0) break;
    lines.push(down ? { sign: '+', text: after[--y]! } : { sign: '-', text: before[--x]! });
  }
  return lines.reverse();
}

/** Changes with the lines around them, up to one that is not shown as it is; those that touch are one. */
function hunksOf(lines: readonly DiffLine[], shown: Shown): readonly { start: number; end: number }[] {
  const isContext = (index: number) =>
    lines[index]?.sign === ' ' && shown(lines[index].text, lines[index - 1]?.text ?? '') === lines[index].text;
  const hunks: { start: number; end: number }[] = [];
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    let start = index;
    while (start > 0 && index - start < CONTEXT && isContext(start - 1)) start--;
    let end = index + 1;
    while (end <= index + CONTEXT && isContext(end)) end++;
    const last = hunks.at(-1);
    if (last && start <= last.end) last.end = end;
    else hunks.push({ start, end });
  }
  return hunks;
}

function hunkText(lines: readonly DiffLine[], start: number, end: number, shown: Shown): string {
  const before = lines.slice(0, start);
  const inside = lines.slice(start, end);
  const range = (sign: '-' | '+') => {
    const count = inside.filter(line => line.sign !== (sign === '-' ? '+' : '-')).length;
    const first = before.filter(line => line.sign !== (sign === '-' ? '+' : '-')).length + (count === 0 ? 0 : 1);
    return `${sign}${first},${count}`;
  };
  const texts = inside.map(({ sign, text }, index) => {
    const line = text.replace(/\n$/, '');
    return `${sign}${shown(line, lines[start + index - 1]?.text ?? '')}\n${text.endsWith('\n') ? '' : '\\ No newline at end of file\n'}`;
  });
  return `@@ ${range('-')} ${range('+')} @@\n${texts.join('')}`;
}
