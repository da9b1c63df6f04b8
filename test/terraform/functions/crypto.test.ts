import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['uuidv5("dns", "example.com")', '"cfbff0d1-9375-5685-968c-48ce8b15ae17"'],
  ['uuidv5("url", "x")', '"4cd605e7-afa2-5360-b5b9-c5e9fb5c76f4"'],
  ['uuidv5("x500", "x")', '"456e503f-63e3-56c1-b807-4cd79bf8cc22"'],
  ['uuidv5("nope", "x")', ERROR],
  ['uuidv5("{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "x")', '"05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"'],
  ['uuidv5("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "x")', '"05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"'],
  ['uuidv5("6ba7b8109dad11d180b400c04fd430c8", "x")', '"05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"'],
  ['md5("é")', '"66ddcd97cfdeabb2f6fb8a999b4bc76f"'],
  ['sha1("a")', '"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"'],
  ['sha256("")', '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'],
  [
    'sha512("a")',
    '"1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75"',
  ],
  ['base64sha256("é")', '"SplVfkAzw1Od4utlRyAXytX5VX96BiWgnxw/biumnEw="'],
  ['base64sha512("")', '"z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="'],
];

describe('Hash and crypto functions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
