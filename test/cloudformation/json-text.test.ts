import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { structured } from '../../src/engine/paths.ts';
import type { Value } from '../../src/model/value.ts';
import { read, textAt } from './render.ts';

/** Each property in a JSON text as `name: text that its span points at`, depth first. */
function places(value: Value | undefined): string[] {
  const known = structured(value);
  if (known?.kind === 'list') return known.items.flatMap(places);
  if (known?.kind !== 'object') return [];
  return [...known.properties].flatMap(([name, property]) => [
    `${name}: ${textAt(property.span)}`,
    ...places(property.value),
  ]);
}

function value(expression: string): Value | undefined {
  const text = `Parameters: {Open: {Type: String}, Env: {Type: String, AllowedValues: [dev, prod]}, Size: {Type: Number, Default: 10}}
Resources:
  Queue: {Type: AWS::SQS::Queue}
  X:
    Type: Custom::X
    Properties:
      Value: ${expression}
`;
  return read(text).resources.at(-1)?.properties.properties.get('Value')?.value;
}

const POLICY = `
        {
          "Statement": [
            {"Action": "sqs:*",
             "Resource": "\${Queue.Arn}"},
            {"Action": ["a", "b"], "Size": \${Size}, "Name": "x-\${Open}-y", "Z": {"Last": "\${!Literal}"}}
          ]
        }
`;

describe('what JSON text holds stands where it is written', () => {
  test('in a literal block with variables', () => {
    expect(places(value(`!Sub |${POLICY}`))).toEqual([
      expect.stringMatching(/^Statement: "Statement": \[/),
      'Action: "Action": "sqs:*"',
      'Resource: "Resource": "${Queue.Arn}"',
      'Action: "Action": ["a", "b"]',
      'Size: "Size": ${Size}',
      'Name: "Name": "x-${Open}-y"',
      'Z: "Z": {"Last": "${!Literal}"}',
      'Last: "Last": "${!Literal}"',
    ]);
  });

  test('in a literal block without', () => {
    const block = `|\n        {\n          "A": 1,\n          "B": {"C": [true,\n            {"D": "x"}]}\n        }\n`;
    expect(places(value(block)).filter(place => !place.includes('\n'))).toEqual(['A: "A": 1', 'D: "D": "x"']);
    expect(places(value(`!Sub ${block}`)).filter(place => !place.includes('\n'))).toEqual(['A: "A": 1', 'D: "D": "x"']);
  });

  test('on one line', () => {
    expect(places(value(`'{"A": {"B": "c"}}'`))).toEqual(['A: "A": {"B": "c"}', 'B: "B": "c"']);
    expect(places(value(`!Sub ['{"A": "\${X}", "B": 1}', {X: !Ref Open}]`))).toEqual(['A: "A": "${X}"', 'B: "B": 1']);
  });

  test('each time where the text has alternatives', () => {
    const found = value(`!Sub |\n        {"A": "\${Env}",\n         "B": "\${Env}-\${Open}", "C": 1}\n`);
    const chosen = found?.kind === 'unknown' ? found.alternatives.map(({ value: one }) => places(one)) : [];
    expect(chosen).toEqual([
      ['A: "A": "${Env}"', 'B: "B": "${Env}-${Open}"', 'C: "C": 1'],
      ['A: "A": "${Env}"', 'B: "B": "${Env}-${Open}"', 'C: "C": 1'],
    ]);
  });

  test('text that is escaped or folded has no places of its own', () => {
    const whole = '!Sub "{\\"A\\": \\"${Open}\\", \\"B\\": 1}"';
    expect(places(value(whole))).toEqual([`A: ${whole}`, `B: ${whole}`]);
  });
});

test('a place of a property begins with its name', () => {
  const name = fc.stringMatching(/^[A-Za-z]{1,6}$/);
  const hole = fc.constantFrom('"${Open}"', '"x${Open}y${Queue}"', '${Size}', '"${Queue.Arn}/*"', '1', '"text"', '[]');
  const entries = fc.uniqueArray(fc.tuple(name, hole, fc.constantFrom('', ' ', '\n          ')), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(entries, chosen => {
      const text = chosen.map(([key, value, space]) => `${space}"${key}":${space}${value}`).join(',');
      const found = places(value(`!Sub |\n        {${text}, "Open": "\${Open}"}\n`));
      expect(found).toEqual(
        [...chosen.map(([key, value, space]) => `${key}: "${key}":${space}${value}`), 'Open: "Open": "${Open}"'].filter(
          (place, index, all) => index === all.length - 1 || !place.startsWith('Open: '),
        ),
      );
    }),
  );
});
