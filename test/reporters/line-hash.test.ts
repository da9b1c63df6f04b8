import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineHashes } from '../../src/reporters/sarif/line-hash.ts';

/** The definition with BigInt, slow and plain. */
function plainHashes(text: string): string[] {
  const kept: { code: bigint; line: number | undefined }[] = [];
  let line = 1;
  let isStart = true;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === ' ' || character === '\t' || (character === '\n' && text[i - 1] === '\r')) continue;
    const isBreak = character === '\r' || character === '\n';
    kept.push({ code: BigInt(isBreak ? 10 : text.charCodeAt(i)), line: isStart ? line : undefined });
    isStart = isBreak;
    if (isBreak) line++;
  }
  kept.push({ code: 65535n, line: isStart ? line : undefined });
  const counts = new Map<string, number>();
  return kept.flatMap((unit, start) => {
    if (unit.line === undefined) return [];
    let hash = 0n;
    for (let i = 0; i < 100; i++) hash = BigInt.asUintN(64, hash * 37n + (kept[start + i]?.code ?? 0n));
    const text = hash.toString(16);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return [`${text}:${counts.get(text)}`];
  });
}

describe('lineHashes', () => {
  test.each([
    ['', ['c129715d7a2bc9a3:1']],
    [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
    [
      'Lorem ipsum dolor sit amet.\n'.repeat(10),
      [
        ...[1, 2, 3, 4, 5, 6].map(count => `a7f2ff13bc495cf2:${count}`),
        'a7f2ff1481e87703:1',
        'a9cf91f7bbf1862b:1',
        '55ec222b86bcae53:1',
        'cc97dc7b1d7d8f7b:1',
        'c129715d7a2bc9a3:1',
      ],
    ],
  ])('gives what the upload action gives for %j', (text, hashes) => {
    expect(lineHashes(text)).toEqual(hashes);
  });

  test('takes every kind of line break for the same', () => {
    expect(lineHashes('a\r\nb\rc\n')).toEqual(lineHashes('a\nb\nc\n'));
  });

  test('agrees with the plain definition on any text', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'ß', '\u{1f600}', ' ', '\t', '\n', '\r', '\r\n'),
      maxLength: 300,
    });
    fc.assert(
      fc.property(text, given => {
        expect(lineHashes(given)).toEqual(plainHashes(given));
      }),
    );
  });
});
