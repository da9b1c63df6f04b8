import { describe, expect, test } from 'vitest';
import { runRules } from '../../src/engine/run.ts';
import type { Evaluation } from '../../src/model/finding.ts';
import type { Condition, Rule } from '../../src/model/rule.ts';
import {
  defaulted,
  either,
  graphOf,
  input,
  missing,
  open,
  ref,
  rule,
  sensitive,
  text,
  type Written,
} from './written.ts';

/** What a report shows of an evaluation, with the text of its span. */
function shown({ verdict, resource, span, path, because, when }: Evaluation) {
  return {
    verdict,
    of: resource?.address,
    at: span.file.text.slice(span.start, span.end),
    path,
    because,
    ...(when.length > 0 ? { when: Object.fromEntries(when.map(({ name, value }) => [name, value])) } : {}),
  };
}

function evaluate(properties: Record<string, unknown>, require: Condition, more: Partial<Rule> = {}) {
  return runRules([rule(require, more)], graphOf(input({ Bucket: { properties } }))).map(shown);
}

function evaluateAll(resources: Record<string, Written>, require: Condition, more: Partial<Rule> = {}) {
  return runRules([rule(require, more)], graphOf(input(resources))).map(shown);
}

const encrypted: Condition = { property: 'Encrypted', equals: true };

describe('the table of verdicts', () => {
  test('passes and fails at the property', () => {
    expect(evaluate({ Encrypted: true }, encrypted)).toEqual([
      {
        verdict: 'pass',
        of: 'Bucket',
        at: 'Encrypted: true',
        path: 'Properties.Encrypted',
        because: 'Encrypted is true',
      },
    ]);
    expect(evaluate({ Encrypted: 'False' }, encrypted)).toEqual([
      {
        verdict: 'fail',
        of: 'Bucket',
        at: 'Encrypted: False',
        path: 'Properties.Encrypted',
        because: 'Encrypted is "False"',
      },
    ]);
  });

  test('fails at the name of the resource where nothing is there, or only a default', () => {
    expect(evaluate({}, encrypted)).toEqual([
      { verdict: 'fail', of: 'Bucket', at: 'Bucket', path: 'Properties.Encrypted', because: 'Encrypted is absent' },
    ]);
    expect(evaluate({ Encrypted: defaulted(false) }, encrypted)).toEqual([
      {
        verdict: 'fail',
        of: 'Bucket',
        at: 'Bucket',
        path: 'Properties.Encrypted',
        because: 'Encrypted is absent, and its default is false',
      },
    ]);
  });

  test('fails at the deepest object that is there', () => {
    expect(evaluate({ A: { B: { C: 1 } } }, { property: 'A.B.D', equals: 2 })).toEqual([
      { verdict: 'fail', of: 'Bucket', at: 'B', path: 'Properties.A.B.D', because: 'A.B.D is absent' },
    ]);
  });

  test('says why it is unknown', () => {
    expect(evaluate({ Encrypted: missing('Choice') }, encrypted)).toEqual([
      {
        verdict: 'unknown',
        of: 'Bucket',
        at: 'Encrypted: !Ref Choice',
        path: 'Properties.Encrypted',
        because: 'Encrypted depends on parameter Choice, which has no default',
      },
    ]);
  });

  test('has nothing to say where `when` fails', () => {
    expect(evaluate({ Encrypted: false }, encrypted, { when: { property: 'Kind', exists: true } })).toEqual([]);
  });

  test('a `when` that is unknown matters only where `require` does not pass', () => {
    const when: Condition = { property: 'Kind', equals: 'a' };
    expect(evaluate({ Kind: missing('Kind'), Encrypted: true }, encrypted, { when })).toMatchObject([
      { verdict: 'pass' },
    ]);
    expect(evaluate({ Kind: missing('Kind'), Encrypted: false }, encrypted, { when })).toMatchObject([
      { verdict: 'unknown', at: 'Kind: !Ref Kind' },
    ]);
  });

  test('`unknownWhen` excuses what does not pass', () => {
    const unknownWhen: Condition = { property: 'Source', exists: true };
    expect(evaluate({ Source: 'x', Encrypted: false }, encrypted, { unknownWhen })).toEqual([
      { verdict: 'unknown', of: 'Bucket', at: 'Source: x', path: 'Properties.Source', because: 'Source is "x"' },
    ]);
    expect(evaluate({ Source: 'x', Encrypted: true }, encrypted, { unknownWhen })).toMatchObject([{ verdict: 'pass' }]);
    expect(evaluate({ Encrypted: false }, encrypted, { unknownWhen })).toMatchObject([{ verdict: 'fail' }]);
  });

  test('a secret is tested and never printed', () => {
    expect(evaluate({ Name: sensitive('swordfish') }, { property: 'Name', equals: 'x' })).toMatchObject([
      { verdict: 'fail', because: 'Name is a sensitive value' },
    ]);
    expect(evaluate({ DbPassword: 'swordfish' }, { property: 'DbPassword', exists: false })).toMatchObject([
      { verdict: 'fail', because: 'DbPassword is a sensitive value' },
    ]);
  });

  test('an object that is known in part hides what it does not show', () => {
    expect(evaluate({ A: open({ B: 1 }) }, { property: 'A.C', equals: 1 })).toMatchObject([
      { verdict: 'unknown', because: 'A.C cannot be seen: A is known only in part' },
    ]);
  });
});

describe('`any` that fails reports what says most', () => {
  test('a wrong value before an absent one', () => {
    expect(
      evaluate(
        { B: 1 },
        {
          any: [
            { property: 'A', equals: 2 },
            { property: 'B', equals: 2 },
            { property: 'C', equals: 2 },
          ],
        },
      ),
    ).toMatchObject([{ at: 'B: 1' }]);
  });

  test('an absent one inside an object that is there before one that is not', () => {
    expect(
      evaluate(
        { B: { C: 1 } },
        {
          any: [
            { property: 'A', equals: 2 },
            { property: 'B.D', equals: 2 },
          ],
        },
      ),
    ).toMatchObject([{ at: 'B' }]);
  });
});

describe('items', () => {
  const each = ['Rules'];
  const require: Condition = { property: 'Open', equals: false };

  test('one evaluation for each offending item', () => {
    expect(
      evaluate({ Rules: [{ Open: true }, { Open: false }, { Open: true }, { Open: missing('X') }] }, require, { each }),
    ).toEqual([
      {
        verdict: 'fail',
        of: 'Bucket',
        at: 'Open: true',
        path: 'Properties.Rules[0].Open',
        because: 'Rules[0].Open is true',
      },
      {
        verdict: 'fail',
        of: 'Bucket',
        at: 'Open: true',
        path: 'Properties.Rules[2].Open',
        because: 'Rules[2].Open is true',
      },
    ]);
  });

  test('else one unknown, else one pass', () => {
    expect(evaluate({ Rules: [{ Open: false }, { Open: missing('X') }] }, require, { each })).toMatchObject([
      { verdict: 'unknown', path: 'Properties.Rules[1].Open' },
    ]);
    expect(evaluate({ Rules: [{ Open: false }, { Open: false }] }, require, { each })).toMatchObject([
      { verdict: 'pass', because: 'all 2 items of Rules qualify' },
    ]);
    expect(evaluate({}, require, { each })).toMatchObject([{ verdict: 'pass', because: 'Rules is absent' }]);
  });

  test('fingerprints follow what items hold, not where they stand', () => {
    const fingerprints = (rules: unknown[]) =>
      runRules([rule(require, { each })], graphOf(input({ Bucket: { properties: { Rules: rules } } }))).map(
        ({ fingerprint }) => fingerprint,
      );
    const [a, b, again] = fingerprints([
      { Open: true, Port: 1 },
      { Open: true, Port: 2 },
      { Open: true, Port: 1 },
    ]);
    expect(fingerprints([{ Open: true, Port: 2 }, { Open: false }, { Open: true, Port: 1 }])).toEqual([b, a]);
    expect(again).toBe(`${a}:2`);
  });
});

describe('scenarios', () => {
  test('what fails in all of them fails, what passes in all passes', () => {
    expect(evaluate({ Encrypted: either('IsProduction', [true, false], [false, 'no']) }, encrypted)).toMatchObject([
      { verdict: 'fail' },
    ]);
    expect(evaluate({ Encrypted: either('IsProduction', [true, true], [false, 'true']) }, encrypted)).toMatchObject([
      { verdict: 'pass' },
    ]);
  });

  test('what fails in some is unknown, and says when it fails', () => {
    expect(evaluate({ Encrypted: either('IsProduction', [true, true], [false, undefined]) }, encrypted)).toEqual([
      {
        verdict: 'unknown',
        of: 'Bucket',
        at: 'Encrypted: !If IsProductiontrue',
        path: 'Properties.Encrypted',
        because: 'fails when IsProduction is false: Encrypted is absent',
        when: { IsProduction: false },
      },
    ]);
  });

  test('two properties under one condition are never seen with different truths', () => {
    const either2 = (a: unknown, b: unknown) => either('C', [true, a], [false, b]);
    expect(
      evaluate(
        { A: either2(1, 2), B: either2(1, 2) },
        {
          any: [
            {
              all: [
                { property: 'A', equals: 1 },
                { property: 'B', equals: 1 },
              ],
            },
            {
              all: [
                { property: 'A', equals: 2 },
                { property: 'B', equals: 2 },
              ],
            },
          ],
        },
      ),
    ).toMatchObject([{ verdict: 'pass' }]);
  });

  test('a resource under a condition keeps its verdict and says when it is there', () => {
    const Bucket: Written = {
      existsWhen: [{ name: 'C', value: true }],
      properties: { Encrypted: either('C', [true, false], [false, true]) },
    };
    expect(evaluateAll({ Bucket }, encrypted)).toMatchObject([{ verdict: 'fail', when: { C: true } }]);
  });

  test('combinations that cannot be are left out', () => {
    const feasible = (assumptions: readonly { name: string; value: unknown }[]) =>
      assumptions.find(({ name }) => name === 'A')?.value !== assumptions.find(({ name }) => name === 'B')?.value;
    const properties = { A: either('A', [true, 1], [false, 0]), B: either('B', [true, 1], [false, 0]) };
    const both = graphOf(input({ Bucket: { properties } }, { feasible }));
    const require: Condition = {
      any: [
        { property: 'A', equals: 1 },
        { property: 'B', equals: 1 },
      ],
    };
    expect(runRules([rule(require)], both).map(shown)).toMatchObject([{ verdict: 'pass' }]);
    expect(evaluate(properties, require)).toMatchObject([
      { verdict: 'unknown', because: 'fails when A is false and B is false: A is 0' },
    ]);
  });

  test('only what matters is named', () => {
    const properties = { A: either('A', [true, 1], [false, 0]), B: either('B', [true, 1], [false, 0]) };
    expect(
      evaluate(properties, {
        all: [
          { property: 'A', equals: 1 },
          { property: 'B', equals: 1 },
        ],
      }),
    ).toMatchObject([{ verdict: 'unknown', when: { B: false } }]);
  });

  test('the work is bounded', () => {
    const names = Array.from({ length: 12 }, (_, index) => `C${index}`);
    const properties = Object.fromEntries(names.map(name => [name, either(name, [true, 1], [false, 0])]));
    const require: Condition = { any: names.map(name => ({ property: name, equals: 0 })) };
    const [only] = evaluate(properties, require);
    expect(only).toMatchObject({ verdict: 'unknown' });
    expect(only!.because).toMatch(/more combinations of choices than are tried$/);
  });
});

describe('related resources', () => {
  const policy = 'AWS::S3::BucketPolicy';
  const by: Condition = { related: { type: policy, by: 'Bucket', where: { property: 'Safe', equals: true } } };

  test('by reference, by name, by ARN', () => {
    for (const Bucket of [ref('Logs'), 'logs-1', 'arn:aws:s3:::logs-1/*', text('arn:', missing('P'), ':s3:::logs-1')]) {
      const resources = {
        Logs: { properties: { BucketName: 'logs-1' } },
        Policy: { type: policy, properties: { Bucket, Safe: true } },
      };
      expect(evaluateAll(resources, by)).toMatchObject([{ verdict: 'pass', because: 'Safe is true (Policy)' }]);
    }
  });

  test('fails where there is none, or none that is as required', () => {
    expect(evaluateAll({ Logs: {} }, by)).toEqual([
      { verdict: 'fail', of: 'Logs', at: 'Logs', path: undefined, because: 'no AWS::S3::BucketPolicy refers to Logs' },
    ]);
    const Policy = { type: policy, properties: { Bucket: ref('Logs'), Safe: false } };
    expect(evaluateAll({ Logs: {}, Policy }, by)).toMatchObject([
      { verdict: 'fail', because: 'Safe is false (Policy)' },
    ]);
    expect(
      evaluateAll({ Logs: {}, Other: {}, Policy: { ...Policy, properties: { Bucket: ref('Other'), Safe: true } } }, by),
    ).toMatchObject([
      { verdict: 'fail', of: 'Logs' },
      { verdict: 'pass', of: 'Other' },
    ]);
  });

  test('one that cannot be resolved may be the one', () => {
    const Policy = { type: policy, properties: { Bucket: missing('Name'), Safe: true } };
    expect(evaluateAll({ Logs: {}, Policy }, by)).toMatchObject([
      { verdict: 'unknown', because: 'Policy may be the one that is meant' },
    ]);
    const unsafe = { type: policy, properties: { Bucket: missing('Name'), Safe: false } };
    expect(evaluateAll({ Logs: {}, Policy: unsafe }, by)).toMatchObject([{ verdict: 'fail' }]);
  });

  test('the same parameter is the same name', () => {
    const Policy = { type: policy, properties: { Bucket: missing('Name'), Safe: true } };
    expect(evaluateAll({ Logs: { properties: { BucketName: missing('Name') } }, Policy }, by)).toMatchObject([
      { verdict: 'pass' },
    ]);
  });

  test('one that exists under the condition of the resource is there', () => {
    const existsWhen = [{ name: 'C', value: true }];
    const Policy = { type: policy, properties: { Bucket: ref('Logs'), Safe: true }, existsWhen };
    expect(evaluateAll({ Logs: { existsWhen }, Policy }, by)).toMatchObject([{ verdict: 'pass', when: { C: true } }]);
    expect(evaluateAll({ Logs: {}, Policy }, by)).toMatchObject([{ verdict: 'unknown', when: { C: false } }]);
  });

  test('via a property that leads outside, as the rule says', () => {
    const verdicts = (outside: 'pass' | 'fail', quantifier: 'some' | 'every') =>
      ['alias/mine', missing('K'), ref('Key')].map(value => {
        const condition: Condition = { related: { type: 'AWS::KMS::Key', via: 'Key', outside, quantifier } };
        return evaluateAll({ Bucket: { properties: { Key: value } }, Key: { type: 'AWS::KMS::Key' } }, condition)[0]
          ?.verdict;
      });
    expect(verdicts('fail', 'some')).toEqual(['fail', 'fail', 'pass']);
    expect(verdicts('pass', 'some')).toEqual(['pass', 'pass', 'pass']);
    expect(verdicts('fail', 'every')).toEqual(['fail', 'fail', 'pass']);
  });

  test('via a property', () => {
    const via: Condition = {
      related: { type: 'AWS::KMS::Key', via: 'Key', where: { property: 'EnableKeyRotation', equals: true } },
    };
    const Key = { type: 'AWS::KMS::Key', properties: { EnableKeyRotation: true } };
    expect(evaluateAll({ Bucket: { properties: { Key: ref('Key', 'Arn') } }, Key }, via)).toMatchObject([
      { verdict: 'pass', at: 'Key: !Ref Key' },
    ]);
    expect(
      evaluateAll({ Bucket: { properties: { Key: ref('Key') } }, Key: { type: 'AWS::KMS::Key' } }, via),
    ).toMatchObject([{ verdict: 'fail', at: 'Key: !Ref Key', because: 'EnableKeyRotation is absent (Key)' }]);
    expect(evaluateAll({ Bucket: { properties: { Key: 'alias/mine' } }, Key }, via)).toMatchObject([
      { verdict: 'unknown', because: 'Key is "alias/mine", which is outside these files' },
    ]);
    expect(evaluateAll({ Bucket: { properties: { Key: missing('K') } }, Key }, via)).toMatchObject([
      { verdict: 'unknown' },
    ]);
    expect(evaluateAll({ Bucket: {}, Key }, via)).toMatchObject([{ verdict: 'fail', because: 'Key is absent' }]);
    expect(
      evaluateAll({ Bucket: { properties: { Key: ref('Other') } }, Key, Other: { type: 'AWS::SNS::Topic' } }, via),
    ).toMatchObject([{ verdict: 'fail', because: 'Key refers to Other, which is no AWS::KMS::Key' }]);
  });

  test('by a name that only Terraform can write', () => {
    const type = 'AWS::ElasticBeanstalk::ConfigurationTemplate';
    const via: Condition = { related: { type, via: 'TemplateName' } };
    const resources = { Live: { properties: { TemplateName: 'base' } }, Base: { type, arguments: { name: 'base' } } };
    expect(evaluateAll(resources, via)).toMatchObject([{ verdict: 'pass', because: 'there is Base' }]);
  });

  test.each([
    'AWS::CloudFormation::Stack',
    'Custom::Lookup',
    'Vendor::Keys::Key',
    'Vendor::Keys::Key::MODULE',
    'terraform_data',
  ])('what %s hands on may be anything', type => {
    const via: Condition = { related: { type: 'AWS::KMS::Key', via: 'Key' } };
    const resources = { Bucket: { properties: { Key: ref('Keys', 'Outputs.Arn') } }, Keys: { type } };
    expect(evaluateAll(resources, via)).toMatchObject([
      { verdict: 'unknown', because: 'Key refers to Keys.Outputs.Arn, which is outside these files' },
    ]);
  });

  test('any in the input, and every', () => {
    const topic = (properties = {}): Written => ({ type: 'AWS::SNS::Topic', properties });
    const any: Condition = { related: { type: 'AWS::SNS::Topic' } };
    expect(evaluateAll({ Bucket: {}, Topic: topic() }, any)).toMatchObject([
      { verdict: 'pass', because: 'there is Topic' },
    ]);
    expect(evaluateAll({ Bucket: {} }, any)).toMatchObject([
      { verdict: 'fail', because: 'there is no AWS::SNS::Topic in template.yaml' },
    ]);
    const every: Condition = { related: { type: 'AWS::SNS::Topic', quantifier: 'every', where: encrypted } };
    expect(evaluateAll({ Bucket: {} }, every)).toMatchObject([{ verdict: 'pass' }]);
    expect(evaluateAll({ Bucket: {}, A: topic({ Encrypted: true }), B: topic() }, every)).toMatchObject([
      { verdict: 'fail', because: 'Encrypted is absent (B)' },
    ]);
  });

  test('a rule about a whole input is asked once, at its start', () => {
    const more: Partial<Rule> = { scope: 'template', resources: ['*'] };
    const [only, ...others] = runRules(
      [rule({ related: { type: 'AWS::SNS::Topic' } }, more)],
      graphOf(input({ A: {}, B: {} }), input({}, { path: 'empty.yaml' })),
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      resource: null,
      verdict: 'fail',
      message: 'template.yaml is wrong',
      span: { start: 0, end: 0 },
    });
  });
});

test('an item that another resource declares is reported there', () => {
  const [user, policy] = input({
    User: { type: 'AWS::IAM::User', properties: { Policies: [{ Open: true }] } },
    Policy: { type: 'AWS::IAM::UserPolicy', properties: { Rules: [{ Open: true }] } },
  }).resources;
  const policies = user!.properties.properties.get('Policies')!;
  const seen = new Map([['Policies', { ...policies, declaredIn: 'Policy' }]]);
  const info = user!.input;
  const resources = [{ ...user!, properties: { ...user!.properties, properties: seen } }, policy!];
  const closed = (types: string[]) =>
    rule({ property: 'Open', equals: false }, { each: ['Policies', 'Rules'], resources: types });
  const verdicts = (types: string[]) =>
    runRules([closed(types)], graphOf({ resources, info })).map(
      ({ verdict, resource }) => `${resource?.address} ${verdict}`,
    );
  expect(verdicts(['AWS::IAM::User', 'AWS::IAM::UserPolicy'])).toEqual(['User pass', 'Policy fail']);
  expect(verdicts(['AWS::IAM::User'])).toEqual(['User fail']);
});

test('what a serverless resource deploys is declared in that resource', () => {
  const { resources, info } = input({ ApiStage: {}, Topic: {} });
  const deployed = resources.map(resource =>
    resource.address === 'ApiStage' ? { ...resource, deployedBy: 'Api' } : resource,
  );
  const evaluations = runRules([rule({ property: 'X', exists: true })], graphOf({ resources: deployed, info }));
  expect(evaluations.map(({ resource, declaredIn }) => [resource?.address, declaredIn])).toEqual([
    ['ApiStage', 'Api'],
    ['Topic', undefined],
  ]);
});

test('the order is that of inputs, places and rules, however rules and inputs are given', () => {
  const one = input({ B: { properties: { X: 1 } }, A: {} }, { path: 'b.yaml' });
  const two = input({ A: {} }, { path: 'a.yaml' });
  const rules = [rule({ property: 'X', equals: 2 }, { id: 'z' }), rule({ property: 'Y', exists: true }, { id: 'm' })];
  const order = (evaluations: Evaluation[]) =>
    evaluations.map(({ rule: { id }, resource, input: { path } }) => `${path} ${resource?.address} ${id}`);
  const expected = ['a.yaml A m', 'a.yaml A z', 'b.yaml B m', 'b.yaml B z', 'b.yaml A m', 'b.yaml A z'];
  expect(order(runRules(rules, graphOf(one, two)))).toEqual(expected);
  expect(order(runRules(rules.toReversed(), graphOf(two, one)))).toEqual(expected);
});

test('rules of `*` are asked of what can be tagged', () => {
  const resources = { Bucket: {}, Policy: { type: 'AWS::S3::BucketPolicy' } };
  expect(evaluateAll(resources, { property: 'Tags', exists: true }, { resources: ['*'] })).toMatchObject([
    { of: 'Bucket' },
  ]);
});

test('parameters and severities are the user’s where set', () => {
  const days = rule(
    { property: 'Days', atLeast: { parameter: 'days' } },
    { parameters: { days: { default: 7, description: '' } }, message: '{resource} keeps less than {days} days' },
  );
  const graph = graphOf(input({ Bucket: { properties: { Days: 10 } } }));
  expect(runRules([days], graph)).toMatchObject([{ verdict: 'pass', severity: 'medium' }]);
  const options = { parameters: { 'a-rule': { days: 30 } }, severities: { 'a-rule': 'high' as const } };
  expect(runRules([days], graph, options)).toMatchObject([
    { verdict: 'fail', severity: 'high', message: 'Bucket keeps less than 30 days' },
  ]);
});
