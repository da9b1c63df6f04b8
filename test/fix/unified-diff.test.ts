import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../src/fix/unified-diff.ts';

describe('a difference in unified format', () => {
  test('has three lines around each change', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    expect(unifiedDiff('x/main.tf', before, before.replace('e', 'E'))).toBe(
      '--- a/x/main.tf\n+++ b/x/main.tf\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
    );
  });

  test('is empty where nothing changed', () => {
    expect(unifiedDiff('main.tf', 'a\n', 'a\n')).toBe('');
  });

  test('tells that the last line has no break', () => {
    expect(unifiedDiff('a', 'a', 'a\nb')).toBe(
      '--- a/a\n+++ b/a\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n',
    );
  });

  test('shows less around a change where something must not be shown, and covers it in a changed line', () => {
    const shown = (line: string) => line.replace('hunter2', '*******');
    expect(unifiedDiff('a', 'a\npassword: hunter2\nb: 1\nc\n', 'a\npassword: hunter2\nb: 2\nc\n', shown)).toBe(
      '--- a/a\n+++ b/a\n@@ -3,2 +3,2 @@\n-b: 1\n+b: 2\n c\n',
    );
    expect(unifiedDiff('a', '{p: hunter2, b: 1}', '{p: hunter2, b: 2}', shown)).toContain(
      '-{p: *******, b: 1}\n\\ No newline at end of file\n+{p: *******, b: 2}\n',
    );
  });

  test('of many lines that all differ is still right', () => {
    const [before, after] = ['a', 'b'].map(letter => `${letter}\n`.repeat(3000));
    expect(
      unifiedDiff('a', before!, after!)
        .split('\n')
        .filter(line => line === '+b').length,
    ).toBe(3000);
  });

  test('is what patch makes the second text of', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd', '');
    const text = fc
      .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
      .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
    const directory = mkdtempSync(join(tmpdir(), 'lintel-'));
    const path = join(directory, 'a');
    try {
      fc.assert(
        fc.property(text, text, (before, after) => {
          const difference = unifiedDiff('a', before, after);
          if (difference === '') return before === after;
          writeFileSync(path, before);
          execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: directory, input: difference, stdio: 'pipe' });
          return readFileSync(path, 'utf8') === after;
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
