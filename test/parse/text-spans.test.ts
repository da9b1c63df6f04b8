import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valueAt } from '../../src/parse/syntax.ts';
import { partSpans } from '../../src/parse/text-spans.ts';
import { parseYaml } from '../../src/parse/yaml.ts';
import { problems, read, textAt } from '../cloudformation/render.ts';

test.each([
  ['!Sub "a ${Nowhere} b"', '${Nowhere}'],
  ["!Sub 'a ${Nowhere} b'", '${Nowhere}'],
  ['!Sub a ${Nowhere}', '${Nowhere}'],
  ['!Sub ["${Nowhere}", {}]', '${Nowhere}'],
  ['{"Fn::Sub": "${ Nowhere }"}', '${ Nowhere }'],
  ['!Sub |\n        one\n          two ${Nowhere}\n\n        three\n', '${Nowhere}'],
  ['!Sub |-\n        ${Nowhere}', '${Nowhere}'],
  ['!Sub "a\\t${Nowhere}"', '!Sub "a\\t${Nowhere}"'],
  ['!Sub >\n        one\n        ${Nowhere}', '!Sub >\n        one\n        ${Nowhere}'],
])('a variable of %j is reported where it stands', (expression, place) => {
  const input = read(`Resources:\n  A:\n    Type: Custom::A\n    Properties:\n      A: ${expression}\n`);
  expect(problems(input)).toEqual([`template-undefined-reference: ${place}`]);
});

test('a place is that of the same letters, or none is given', () => {
  const line = fc.stringMatching(/^[ a-z${}]{0,12}$/);
  const text = fc.array(line, { minLength: 1, maxLength: 6 }).map(lines => ['x', ...lines].join('\n'));
  fc.assert(
    fc.property(text, fc.constantFrom('|', '|-', '|+', '>'), fc.nat(80), fc.nat(10), (block, style, at, length) => {
      const file = { path: 'a.yaml', text: `a: ${style}\n${block.replace(/^/gm, '   ')}\nb: 1\n` };
      const node = valueAt(parseYaml(file).documents[0]?.root, 'a');
      if (node?.kind !== 'scalar') throw new Error('no text');
      const start = Math.min(at, node.raw.length);
      const end = Math.min(start + length, node.raw.length);
      const span = partSpans(node)(start, end);
      // Between its letters a part of several lines has their indentation.
      const letters = (part: string) => part.replace(/\s+/g, ' ').trim();
      if (span) expect(letters(textAt(span))).toBe(letters(node.raw.slice(start, end)));
    }),
  );
});
