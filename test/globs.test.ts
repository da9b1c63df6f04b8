import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameGlob, pathGlob } from '../src/globs.ts';
import { cpuTime } from './cpu-time.ts';

describe('path globs', () => {
  test.each([
    ['*.tf', 'main.tf', true],
    ['*.tf', 'a/b/main.tf', true],
    ['./main.tf', 'main.tf', true],
    ['./main.tf', 'a/main.tf', false],
    ['infra/*.tf', 'infra/main.tf', true],
    ['infra/*.tf', 'infra/a/main.tf', false],
    ['infra/**/*.tf', 'infra/main.tf', true],
    ['infra/**/*.tf', 'infra/a/b/main.tf', true],
    ['infra/', 'infra/a/b.yaml', true],
    ['infra/**', 'infrastructure/a', false],
    ['{dev,test}/*.{tf,tofu}', 'test/a.tofu', true],
    ['{dev,test}/*.{tf,tofu}', 'prod/a.tf', false],
    ['a{b', 'x/a{b', true],
    ['?.tf', 'x/ü.tf', true],
    ['**/**/**/x/**/**/*.tf', 'x/a.tf', true],
    ['**/a*/**/b*/**/c*', 'a1/x/b/c', true],
    ['**/a*/**/b*/**/c*', 'a1/x/b/c/d', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(pathGlob(glob, '/repo').test(`/repo/${path}`)).toBe(expected);
    expect(pathGlob(glob, '/repo').test(`/other/${path}`)).toBe(false);
  });

  test('with many wildcards are no trap', () => {
    const started = cpuTime();
    expect(pathGlob(`${'*a'.repeat(40)}b`, '/').test(`/${'a'.repeat(4000)}`)).toBe(false);
    expect(pathGlob('**/a/'.repeat(20), '/').test(`/${'a/'.repeat(2000)}b`)).toBe(true);
    expect(pathGlob('{a,b}'.repeat(30), '/').test('/abc')).toBe(false);
    expect(cpuTime() - started).toBeLessThan(10_000);
  });

  test('that are longer than any path match none', () => {
    for (const glob of [`${'{a,b}'.repeat(6)}${'x'.repeat(900_000)}`, 'a?'.repeat(450_000)]) {
      expect(pathGlob(glob, '/').test('/aaaaaax')).toBe(false);
      expect(nameGlob(glob).test('aaaaaax')).toBe(false);
    }
    expect(pathGlob(`{a,b}${'?'.repeat(1500)}`, '/').test(`/a${'x'.repeat(1500)}`)).toBe(true);
  });
});

describe('name globs', () => {
  test.each([
    ['rds-*', 'rds-storage-encrypted', true],
    ['RDS-*', 'rds-storage-encrypted', true],
    ['*', '', true],
    ['module.*[0]', 'module.a.aws_s3_bucket.b[0]', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*a*b*c*', 'xxaxxbxxcxx', true],
    ['*a*b*c*', 'cba', false],
  ])('%s and %s: %s', (glob, name, expected) => {
    expect(nameGlob(glob).test(name)).toBe(expected);
  });

  test('mean the same with few and with many wildcards', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 4, maxLength: 5 }), letters, (parts, text) => {
        const expected = new RegExp(`^${parts.join('.*')}$`).test(text);
        expect(nameGlob(parts.join('*')).test(text)).toBe(expected);
      }),
    );
  });
});
