import { expect, test } from 'vitest';
import { statementsOf } from '../../src/iam/policy.ts';
import { either, input, missing, open, represented } from '../engine/written.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
/** Any number of statements like this one. */
const likewise = either('var.more', ['not empty', ALLOW], ['empty', undefined]);

/** How many statements there are, and whether there may be others. */
function read(statement: unknown, more?: string) {
  const document = input({ It: { properties: { Statement: statement } } }).resources[0]!.properties;
  const { statements, unknown } = statementsOf(document, { assume: () => more });
  return [statements.length, unknown !== undefined];
}

test.each<[string, unknown, string | undefined, [number, boolean]]>([
  ['a list', [ALLOW, ALLOW], undefined, [2, false]],
  ['one statement', ALLOW, undefined, [1, false]],
  ['one from outside', [ALLOW, missing('Statement')], undefined, [1, true]],
  ['a list that may hold more', open([ALLOW]), undefined, [1, true]],
  ['one in which an item stands for the others', represented(ALLOW, likewise), undefined, [1, true]],
  ['the same where there are others', represented(ALLOW, likewise), 'not empty', [2, false]],
  ['the same where there are none', represented(ALLOW, likewise), 'empty', [1, false]],
])('%s', (_, statement, more, expected) => {
  expect(read(statement, more)).toEqual(expected);
});

test('elements are lists in which an item may stand for the others, too', () => {
  const Action = represented('s3:GetObject', either('var.more', ['not empty', 'sqs:*'], ['empty', undefined]));
  const document = input({ It: { properties: { Statement: { ...ALLOW, Action } } } }).resources[0]!.properties;
  const actions = (more: string) => {
    const [statement] = statementsOf(document, { assume: () => more }).statements;
    return [statement!.action!.patterns.map(({ pieces }) => pieces.join('')), statement!.action!.open];
  };
  expect(actions('not empty')).toEqual([['s3:GetObject', 'sqs:*'], false]);
  expect(actions('empty')).toEqual([['s3:GetObject'], false]);
});
