import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../src/engine/patterns.ts';
import { cpuTime } from '../cpu-time.ts';

describe('patterns', () => {
  test.each([
    ['^aurora', 'aurora-mysql', true],
    ['^aurora', 'my-aurora', false],
    ['aurora$', 'my-aurora', true],
    ['^aws$', 'aws', true],
    ['^aws$', 'awsx', false],
    ['\\.example\\.com$', 'a.example.com', true],
    ['\\.example\\.com$', 'a-example.com', false],
    ['(^|:)alias/aws/', 'arn:aws:kms:::alias/aws/s3', true],
    ['(^|:)alias/aws/', 'my-alias/aws/s3', false],
    ['(?i)password', 'MyPassWord', true],
    ['^(postgres|mysql)$', 'mysql', true],
    ['^[a-z]+\\d{2}$', 'ab12', true],
    ['(a+)+b', 'aaab', true],
    ['\\bword\\b', 'a word here', true],
    ['', 'anything', true],
  ])('%s in %s: %s', (pattern, text, found) => {
    expect(compilePattern(pattern).found(text)).toBe(found);
  });

  test('what RE2 does not know is refused', () => {
    for (const source of ['(', '(?=a)', '(a)\\1', '[z-a]', 'a**'])
      expect(() => compilePattern(source), source).toThrow();
  });

  test('answer hostile texts in linear time', () => {
    const text = `${'a'.repeat(30_000)}!`;
    const start = cpuTime();
    for (const source of ['(a+)+$', '^(a|a)*$', 'a*a*a*b', '^(a?){30}b', '[a-z]*b', 'a?a?a?a?a?a?a?a?b']) {
      expect(compilePattern(source).found(text), source).toBe(false);
    }
    expect(cpuTime() - start).toBeLessThan(20_000);
  });

  test('short ways around RE2 say what RE2 says', () => {
    const piece = constantFrom(
      'a',
      'b',
      '-',
      'A',
      '\\.',
      '.',
      '[ab]',
      '[^a-c]',
      '\\d',
      '\\w',
      '(a|b)',
      '(?:ab|c)?',
      'a?',
      'b*',
      '[bc]+',
      '$',
      '^',
      '|',
    );
    const pattern = tuple(constantFrom('', '^', '(?i)'), array(piece, { maxLength: 5 }), constantFrom('', '$')).map(
      ([start, pieces, end]) => start + pieces.join('') + end,
    );
    const text = array(constantFrom('a', 'b', 'c', 'A', '-', '.', '1', '\n', '_', 'é'), { maxLength: 8 }).map(all =>
      all.join(''),
    );
    assert(
      property(pattern, text, (source, subject) => {
        let expected: boolean;
        try {
          expected = RE2JS.compile(source).matcher(subject).find();
        } catch {
          return;
        }
        expect(compilePattern(source).found(subject), `${source} in ${JSON.stringify(subject)}`).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test('any text that is quoted is found in itself', () => {
    assert(
      property(string(), text => {
        const quoted = text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
        expect(compilePattern(quoted).found(`x${text}y`)).toBe(true);
        expect(compilePattern(`^${quoted}$`).found(text)).toBe(true);
      }),
    );
  });
});
