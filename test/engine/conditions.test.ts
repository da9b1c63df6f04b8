import { array as arrayOf, check, constantFrom, letrec, oneof, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Context } from '../../src/engine/answer.ts';
import { compileCondition } from '../../src/engine/conditions.ts';
import { scenario } from '../../src/engine/scenarios.ts';
import { rootTrail } from '../../src/engine/trail.ts';
import type { Condition } from '../../src/model/rule.ts';
import { allOf, anyOf, negate, type Verdict } from '../../src/model/verdict.ts';
import { defaulted, graphOf, input, missing, open, ref, sensitive, text } from './written.ts';

function ask(properties: Record<string, unknown>, condition: Condition, parameters = {}): Answer {
  const written = input({ Thing: { properties, attributes: { DeletionPolicy: 'Retain' } } });
  const [resource] = written.resources;
  const context: Context = {
    graph: graphOf(written),
    input: written.info,
    resource,
    item: rootTrail(resource!),
    scenario: scenario(),
    memory: new Map(),
  };
  return compileCondition(condition, { ruleId: 'a-rule', parameters })(context);
}

function verdict(properties: Record<string, unknown>, condition: Condition, parameters = {}): Verdict {
  return ask(properties, condition, parameters).verdict;
}

/** Verdicts of one test over named values of the property `X`. */
function verdicts(test: object, values: Record<string, unknown>): Record<string, Verdict> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      verdict(value === undefined ? {} : { X: value }, { property: 'X', ...test }),
    ]),
  );
}

const KINDS = {
  absent: undefined,
  null: null,
  empty: '',
  text: 'abc',
  number: 7,
  truth: true,
  list: ['a', 'b'],
  emptyList: [],
  object: { A: 1 },
  template: text('ab', missing('P')),
  reference: ref('Other'),
  unknown: missing('P'),
  nullable: missing('P', 'parameter-without-default', true),
  defaulted: defaulted(true),
};

test('a type is that of the normal form, or the one that is written', () => {
  const written = input({ Thing: { type: 'AWS::EC2::Instance' } });
  const resource = { ...written.resources[0]!, writtenAs: 'aws_spot_instance_request' };
  const asked = (type: string) =>
    compileCondition(
      { type },
      { ruleId: 'a-rule', parameters: {} },
    )({
      graph: graphOf(written),
      input: written.info,
      resource,
      item: rootTrail(resource),
      scenario: scenario(),
      memory: new Map(),
    }).verdict;
  expect(['AWS::EC2::Instance', 'aws_spot_instance_request', 'aws_instance'].map(asked)).toEqual([
    'pass',
    'pass',
    'fail',
  ]);
});

describe('tests by the kind of value', () => {
  test('exists', () => {
    expect(verdicts({ exists: true }, KINDS)).toEqual({
      absent: 'fail',
      null: 'fail',
      empty: 'fail',
      text: 'pass',
      number: 'pass',
      truth: 'pass',
      list: 'pass',
      emptyList: 'pass',
      object: 'pass',
      template: 'pass',
      reference: 'pass',
      unknown: 'pass',
      nullable: 'unknown',
      defaulted: 'fail',
    });
  });

  test('equals', () => {
    expect(verdicts({ equals: true }, KINDS)).toEqual({
      absent: 'fail',
      null: 'fail',
      empty: 'fail',
      text: 'fail',
      number: 'fail',
      truth: 'pass',
      list: 'fail',
      emptyList: 'fail',
      object: 'fail',
      template: 'fail',
      reference: 'unknown',
      unknown: 'unknown',
      nullable: 'unknown',
      defaulted: 'pass',
    });
  });

  test('matches', () => {
    expect(verdicts({ matches: '^ab' }, KINDS)).toEqual({
      absent: 'fail',
      null: 'fail',
      empty: 'fail',
      text: 'pass',
      number: 'fail',
      truth: 'fail',
      list: 'fail',
      emptyList: 'fail',
      object: 'fail',
      template: 'pass',
      reference: 'unknown',
      unknown: 'unknown',
      nullable: 'unknown',
      defaulted: 'fail',
    });
  });

  test('atLeast', () => {
    expect(verdicts({ atLeast: 7 }, { ...KINDS, text: '8', small: '6.5', words: '7 days' })).toEqual({
      absent: 'fail',
      null: 'fail',
      empty: 'fail',
      text: 'pass',
      small: 'fail',
      words: 'fail',
      number: 'pass',
      truth: 'fail',
      list: 'fail',
      emptyList: 'fail',
      object: 'fail',
      template: 'unknown',
      reference: 'unknown',
      unknown: 'unknown',
      nullable: 'unknown',
      defaulted: 'fail',
    });
  });

  test('length', () => {
    expect(
      verdicts({ length: { atLeast: 2, atMost: 3 } }, { ...KINDS, open: open(['a', 'b']), openEmpty: open([]) }),
    ).toEqual({
      absent: 'fail',
      null: 'fail',
      empty: 'fail',
      text: 'pass',
      number: 'fail',
      truth: 'fail',
      list: 'pass',
      emptyList: 'fail',
      object: 'fail',
      template: 'unknown',
      reference: 'unknown',
      unknown: 'unknown',
      nullable: 'unknown',
      defaulted: 'fail',
      open: 'unknown',
      openEmpty: 'unknown',
    });
    expect(verdict({}, { property: 'X', length: { atMost: 3 } })).toBe('pass');
  });

  test('some and every', () => {
    const inner = { property: '', equals: 'a' };
    const kinds = { ...KINDS, a: 'a', open: open(['b']), partly: ['b', missing('P')], of: ['a', missing('P')] };
    expect(verdicts({ some: inner }, kinds)).toEqual({
      absent: 'fail',
      null: 'fail',
      empty: 'fail',
      text: 'fail',
      number: 'fail',
      truth: 'fail',
      list: 'pass',
      emptyList: 'fail',
      object: 'fail',
      template: 'fail',
      reference: 'unknown',
      unknown: 'unknown',
      nullable: 'unknown',
      defaulted: 'fail',
      a: 'pass',
      open: 'unknown',
      partly: 'unknown',
      of: 'pass',
    });
    expect(verdicts({ every: inner }, kinds)).toEqual({
      absent: 'pass',
      null: 'pass',
      empty: 'fail',
      text: 'fail',
      number: 'fail',
      truth: 'fail',
      list: 'fail',
      emptyList: 'pass',
      object: 'fail',
      template: 'fail',
      reference: 'unknown',
      unknown: 'unknown',
      nullable: 'unknown',
      defaulted: 'fail',
      a: 'pass',
      open: 'fail',
      partly: 'fail',
      of: 'unknown',
    });
  });

  test('absent: says what counts where nothing is there', () => {
    expect(verdicts({ equals: 'x', absent: 'pass' }, { absent: undefined, empty: '', null: null, text: 'y' })).toEqual({
      absent: 'pass',
      empty: 'pass',
      null: 'pass',
      text: 'fail',
    });
  });
});

test('values are compared as the services compare them', () => {
  const equal = (value: unknown, operand: unknown) => verdict({ X: value }, { property: 'X', equals: operand });
  expect(equal('True', true)).toBe('pass');
  expect(equal(true, 'true')).toBe('pass');
  expect(equal('7', 7)).toBe('pass');
  expect(equal('07', 7)).toBe('fail');
  expect(equal('aes256', 'AES256')).toBe('fail');
  expect(equal(['a', 1], ['a', '1'])).toBe('pass');
  expect(equal({ A: [1] }, { A: ['1'] })).toBe('pass');
  expect(equal({ A: 1, B: 2 }, { A: 1 })).toBe('fail');
  expect(equal(open({ A: 1 }), { A: 1 })).toBe('unknown');
  expect(verdict({ X: 'b' }, { property: 'X', in: ['a', 'b'] })).toBe('pass');
  expect(verdict({ X: missing('P') }, { property: 'X', in: ['a', 'b'] })).toBe('unknown');
});

test('a text known in part is decided by its known part where that is enough', () => {
  const X = text('arn:aws:', missing('P'), ':logs');
  const of = (tests: object) => verdict({ X }, { property: 'X', ...tests });
  expect(of({ startsWith: 'arn:' })).toBe('pass');
  expect(of({ startsWith: 'arn:aws:iam' })).toBe('unknown');
  expect(of({ startsWith: 'arn:gov' })).toBe('fail');
  expect(of({ endsWith: 'logs' })).toBe('pass');
  expect(of({ endsWith: 'x' })).toBe('fail');
  expect(of({ contains: 'aws' })).toBe('pass');
  expect(of({ contains: 'iam' })).toBe('unknown');
  expect(of({ equals: 'arn:aws:s3:logs' })).toBe('unknown');
  expect(of({ equals: 'arn:aws:s3' })).toBe('fail');
  expect(of({ in: ['x', 'y'] })).toBe('fail');
  expect(of({ matches: ':aw' })).toBe('pass');
  expect(of({ matches: 'logs$' })).toBe('unknown');
  expect(of({ length: { atLeast: 10 } })).toBe('pass');
  expect(of({ length: { atMost: 5 } })).toBe('fail');
});

describe('paths', () => {
  const properties = {
    A: { B: { C: 1 } },
    Listeners: [{ Protocol: 'HTTP', Ports: [1, 2] }, { Ports: [3] }, { Protocol: 'TLS' }],
    Tags: [
      { Key: 'Owner', Value: 'me' },
      { Key: 'Stage', Value: 'dev' },
    ],
    Map: { Owner: 'you' },
    Policy: '{"Statement": {"Effect": "Allow"}}',
    One: [{ Deep: 5 }],
  };
  const passes = (condition: Condition) => verdict(properties, condition);

  test('lead where they should', () => {
    expect(passes({ property: 'A.B.C', equals: 1 })).toBe('pass');
    expect(passes({ property: 'Listeners[].Protocol', equals: ['HTTP', 'TLS'] })).toBe('pass');
    expect(passes({ property: 'Listeners[].Ports', length: { atLeast: 3, atMost: 3 } })).toBe('pass');
    expect(passes({ property: 'Listeners[1].Ports[0]', equals: 3 })).toBe('pass');
    expect(passes({ property: 'Tags[Key=Owner].Value', equals: 'me' })).toBe('pass');
    expect(passes({ property: 'Tags[Key=Other].Value', exists: false })).toBe('pass');
    expect(passes({ property: 'Map[Key=Owner].Value', equals: 'you' })).toBe('pass');
    expect(passes({ property: 'X.Y|A.B.C', equals: 1 })).toBe('pass');
    expect(passes({ property: 'Policy.Statement[].Effect', equals: ['Allow'] })).toBe('pass');
    expect(passes({ property: 'One.Deep', equals: 5 })).toBe('pass');
    expect(passes({ property: 'Listeners.Protocol', exists: false })).toBe('pass');
    expect(passes({ attribute: 'DeletionPolicy', in: ['Retain', 'Snapshot'] })).toBe('pass');
    expect(passes({ argument: 'force_destroy', exists: false })).toBe('pass');
  });

  test('an item whose key is not known may be the one', () => {
    const Tags = [{ Key: missing('P'), Value: 'a' }];
    expect(verdict({ Tags }, { property: 'Tags[Key=Owner].Value', exists: true })).toBe('unknown');
    expect(verdict({ Tags: open([]) }, { property: 'Tags[Key=Owner].Value', exists: true })).toBe('unknown');
  });

  test('what is inside an unknown value is unknown', () => {
    expect(verdict({ A: missing('P') }, { property: 'A.B', exists: true })).toBe('unknown');
    expect(verdict({ A: ref('Other') }, { property: 'A.B', exists: true })).toBe('unknown');
    expect(verdict({ A: text('x', missing('P')) }, { property: 'A.B', exists: true })).toBe('unknown');
  });

  test('values of a map where the condition asks about the item', () => {
    const some = (properties: unknown, inner: Condition) => verdict({ M: properties }, { property: 'M', some: inner });
    expect(some({ a: 1, b: 2 }, { property: '', equals: 2 })).toBe('pass');
    expect(some({ Effect: 'Allow' }, { property: 'Effect', equals: 'Allow' })).toBe('pass');
    expect(some({ a: { X: 1 }, b: { X: 2 } }, { property: 'X', equals: 2 })).toBe('pass');
  });
});

test('operands can be parameters', () => {
  const condition: Condition = {
    property: 'X',
    in: { parameter: 'allowed' },
    length: { atMost: { parameter: 'most' } },
  };
  expect(verdict({ X: 'b' }, condition, { allowed: ['a', 'b'], most: 1 })).toBe('pass');
  expect(() => verdict({}, condition)).toThrow('no parameter is called allowed');
});

test('a condition that is broken is refused when it is compiled', () => {
  const broken: Condition[] = [
    { property: 'A[', exists: true },
    { property: 'A', matches: '(' },
    { predicate: 'no.such' },
  ];
  for (const condition of broken) expect(() => verdict({}, condition)).toThrow();
});

test('reasons state facts, so that they hold for the negation', () => {
  const reason = (properties: Record<string, unknown>, condition: Condition) => {
    const answer = ask(properties, condition);
    return answer.words?.() || answer.verdict;
  };
  expect(reason({ L: ['a'] }, { not: { property: 'L', contains: 'a' } })).toBe('L contains "a"');
  expect(reason({ L: ['b'] }, { property: 'L', contains: 'a' })).toBe('L does not contain "a"');
  expect(reason({ L: ['b'] }, { property: 'L', length: { atLeast: 2 } })).toBe('L has 1 item');
  expect(reason({ L: [{ A: 1 }, { A: 2 }] }, { property: 'L', some: { property: 'A', equals: 3 } })).toBe(
    'no item of L qualifies: L[0].A is 1',
  );
  expect(reason({ L: sensitive('x') }, { property: 'L', exists: false })).toBe('fail');
});

const properties = { Known: 1, Hidden: missing('H') };

/** Conditions with the verdict that Kleene's logic gives them. */
const kleene = letrec<{ node: { condition: Condition; verdict: Verdict } }>(tie => ({
  node: oneof(
    { maxDepth: 4 },
    constantFrom<{ condition: Condition; verdict: Verdict }>(
      { condition: { property: 'Known', equals: 1 }, verdict: 'pass' },
      { condition: { property: 'Known', equals: 2 }, verdict: 'fail' },
      { condition: { property: 'Hidden', equals: 1 }, verdict: 'unknown' },
    ),
    arrayOf(tie('node'), { minLength: 1, maxLength: 4 }).map(parts => ({
      condition: { all: parts.map(part => part.condition) },
      verdict: allOf(parts.map(part => part.verdict)),
    })),
    arrayOf(tie('node'), { minLength: 1, maxLength: 4 }).map(parts => ({
      condition: { any: parts.map(part => part.condition) },
      verdict: anyOf(parts.map(part => part.verdict)),
    })),
    tie('node').map(part => ({ condition: { not: part.condition }, verdict: negate(part.verdict) })),
  ),
})).node;

describe('three-valued logic', () => {
  test('conditions have the verdict that Kleene gives them', () => {
    const result = check(
      property(kleene, node => verdict(properties, node.condition) === node.verdict),
      { numRuns: 500 },
    );
    expect(result.failed, JSON.stringify(result.counterexample)).toBe(false);
  });

  test('De Morgan, and the order does not matter', () => {
    const law = property(tuple(kleene, kleene), ([a, b]) => {
      const of = (condition: Condition) => verdict(properties, condition);
      const both = of({ all: [a.condition, b.condition] });
      const neither = of({ not: { any: [{ not: a.condition }, { not: b.condition }] } });
      return both === neither && both === of({ all: [b.condition, a.condition] });
    });
    const result = check(law, { numRuns: 500 });
    expect(result.failed, JSON.stringify(result.counterexample)).toBe(false);
  });
});
