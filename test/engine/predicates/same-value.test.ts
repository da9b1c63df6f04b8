import { expect, test } from 'vitest';
import { sameValuePredicates } from '../../../src/engine/predicates/same-value.ts';
import { ask } from '../../asking.ts';
import { either, missing, ref, text } from '../written.ts';

function differ(One: unknown, Other: unknown): string {
  const properties = Object.fromEntries(Object.entries({ One, Other }).filter(([, value]) => value !== undefined));
  return ask(sameValuePredicates['values.differ'], properties, { with: { properties: ['One', 'Other'] } }).verdict;
}

test.each([
  ['two references to one resource', ref('Role', 'Arn'), ref('Role', 'Arn'), 'fail'],
  ['references to two resources', ref('Role', 'Arn'), ref('Else', 'Arn'), 'pass'],
  ['two equal texts', 'arn:role', 'arn:role', 'fail'],
  ['two texts', 'arn:role', 'arn:else', 'pass'],
  ['a text and a reference', 'arn:role', ref('Role', 'Arn'), 'pass'],
  ['one parameter', missing('Role'), missing('Role'), 'fail'],
  ['two parameters', missing('Role'), missing('Else'), 'unknown'],
  ['one parameter in two texts', text('role/', missing('Name')), text('role/', missing('Name')), 'fail'],
  ['two texts with one parameter', text('role/a-', missing('Name')), text('role/b-', missing('Name')), 'unknown'],
  ['a parameter and a text', missing('Role'), 'arn:role', 'unknown'],
  ['a parameter and a resource of the files', missing('Role'), ref('Role', 'Arn'), 'pass'],
  ['an import and a resource of the files', ref('Role', 'Arn'), missing('Role', 'outside-this-input'), 'pass'],
  ['what is not computed and a resource', ref('Role', 'Arn'), missing('Role', 'not-supported'), 'unknown'],
  ['equal lists', ['a', ref('B')], ['a', ref('B')], 'fail'],
  ['equal objects', { a: 1 }, { a: 1 }, 'fail'],
  ['one absent', 'arn:role', undefined, 'pass'],
  ['both absent', undefined, undefined, 'pass'],
])('%s', (_, one, other, expected) => {
  expect(differ(one, other)).toBe(expected);
});

test('a choice is compared as the scenario takes it', () => {
  const properties = { One: 'a', Other: either('IsProduction', [true, 'a'], [false, 'b']) };
  const asked = (choice: boolean) => {
    const asking = { with: { properties: ['One', 'Other'] }, choices: { IsProduction: choice } };
    const { verdict, reason } = ask(sameValuePredicates['values.differ'], properties, asking);
    return `${verdict}: ${reason}`;
  };
  expect([asked(true), asked(false)]).toEqual(['fail: One and Other name the same', 'pass: One and Other differ']);
});
