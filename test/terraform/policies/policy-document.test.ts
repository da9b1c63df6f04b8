import { describe, expect, test } from 'vitest';
import { regionOf } from '../../../src/model/source.ts';
import type { Body } from '../../../src/parse/hcl/ast.ts';
import { parseHcl } from '../../../src/parse/hcl/parser.ts';
import { evaluateExpression } from '../../../src/terraform/expressions/evaluate.ts';
import { policyDocument } from '../../../src/terraform/policies/policy-document.ts';
import { STRING } from '../../../src/terraform/values/types.ts';
import {
  type MappingEntry,
  type MappingValue,
  objectValue,
  type SequenceValue,
  type TerraformValue,
  tupleValue,
} from '../../../src/terraform/values/values.ts';
import { attribute, scopeWith, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

const ADDRESS = 'data.aws_iam_policy_document.d';

const variables: Record<string, TerraformValue> = {
  arn: attribute('aws_s3_bucket.b', 'arn'),
  create: unknownVariable('create'),
  test: unknownVariable('test', STRING),
  list: unknownVariable('list', { kind: 'list', element: STRING }),
  document: unknownVariable('document', STRING),
};

/** Of a list that is known in part, what stands for the other items. */
const OTHERS = { 'var.list=not empty': '?var.list!', 'var.list=empty': 'nothing' };

/** Arguments and nested blocks as an evaluated module has them. */
function bodyOf(body: Body): MappingValue {
  const entries = new Map<string, MappingEntry>();
  const { scope } = scopeWith(variables);
  for (const item of body.items) {
    if (item.kind === 'attribute') {
      entries.set(item.name, { value: evaluateExpression(item.value, scope), nameSpan: item.nameSpan });
      continue;
    }
    const before = (entries.get(item.type)?.value as SequenceValue | undefined)?.items ?? [];
    entries.set(item.type, { value: tupleValue([...before, bodyOf(item.body)], item.span), nameSpan: item.typeSpan });
  }
  return objectValue(entries, body.span);
}

function documentOf(text: string): TerraformValue {
  return policyDocument(bodyOf(parseHcl({ path: 'main.tf', text }).body), ADDRESS);
}

/** What the document holds. */
function policy(text: string): unknown {
  const document = documentOf(text);
  return (show(document) as { json?: unknown }).json ?? show(document);
}

describe('a policy document', () => {
  test('is the text that the provider prints', () => {
    const text = `
      policy_id = "p"
      statement {
        sid       = "a"
        actions   = ["s3:Get*", "s3:Put*"]
        resources = ["*"]
        principals {
          type        = "AWS"
          identifiers = ["*"]
        }
        condition {
          test     = "StringLike"
          variable = "aws:x"
          values   = ["&{aws:username}/", "b"]
        }
      }`;
    const { kind, value } = documentOf(text) as { kind: string; value?: string };
    expect(kind).toBe('string');
    expect(value).toBe(`{
  "Version": "2012-10-17",
  "Id": "p",
  "Statement": [
    {
      "Sid": "a",
      "Effect": "Allow",
      "Action": [
        "s3:Put*",
        "s3:Get*"
      ],
      "Resource": "*",
      "Principal": {
        "AWS": "*"
      },
      "Condition": {
        "StringLike": {
          "aws:x": [
            "\${aws:username}/",
            "b"
          ]
        }
      }
    }
  ]
}`);
  });

  test('has the places of its arguments', () => {
    const text = 'statement {\n  actions = ["s3:*"]\n  resources = [\n    "*"\n  ]\n}\n';
    const { structure } = documentOf(text) as { structure: MappingValue };
    const [statement] = (structure.entries.get('Statement')!.value as SequenceValue).items as [MappingValue];
    const lines = [...statement.entries].map(([name, { nameSpan, value }]) => [
      name,
      nameSpan && regionOf(nameSpan).line,
      regionOf(value.span).line,
    ]);
    expect(lines).toEqual([
      ['Effect', undefined, 1],
      ['Action', 2, 2],
      ['Resource', 3, 4],
    ]);
  });

  test.each<[string, string, unknown]>([
    ['everybody', 'principals {\n type = "*"\n identifiers = ["*"]\n}', { Principal: '*' }],
    ['all of AWS', 'principals {\n type = "AWS"\n identifiers = ["*"]\n}', { Principal: { AWS: '*' } }],
    [
      'two blocks of a type',
      'principals {\n type = "AWS"\n identifiers = ["a"]\n}\nprincipals {\n type = "AWS"\n identifiers = ["b", "c"]\n}',
      { Principal: { AWS: ['c', 'b', 'a'] } },
    ],
    ['nobody but', 'not_principals {\n type = "Service"\n identifiers = ["x"]\n}', { NotPrincipal: { Service: 'x' } }],
    ['not_actions', 'not_actions = ["a"]\nnot_resources = ["b", "c"]', { NotAction: 'a', NotResource: ['c', 'b'] }],
    ['empty lists', 'actions = []\nsid = ""', {}],
    ['an unknown list', 'actions = var.list', { Action: '?var.list' }],
    [
      'lists that are known in part',
      'actions = concat(["a"], var.list)\nprincipals {\n type = "AWS"\n identifiers = concat(["b"], var.list)\n}',
      { Action: [OTHERS, 'a'], Principal: { AWS: ['?var.list!', 'b'] } },
    ],
    [
      'a list with holes',
      'resources = [var.arn, "${var.arn}/*"]',
      { Resource: ['→aws_s3_bucket.b.arn', { text: ['→aws_s3_bucket.b.arn', '/*'] }] },
    ],
    [
      'an undecided list',
      'actions = var.create ? ["a"] : ["b", "c"]',
      { Action: { 'var.create=true': 'a', 'var.create=false': ['c', 'b'] } },
    ],
    [
      'conditions of one test',
      'condition {\n test = "A"\n variable = "x"\n values = ["1"]\n}\ncondition {\n test = "A"\n variable = "x"\n values = ["2"]\n}\ncondition {\n test = "A"\n variable = "y"\n values = ["3"]\n}',
      { Condition: { A: { x: ['1', '2'], y: '3' } } },
    ],
    [
      'an unreadable condition',
      'condition {\n test = var.test\n variable = "x"\n values = ["1"]\n}',
      { Condition: '?var.test' },
    ],
    ['Deny', 'effect = "Deny"', { Effect: 'Deny' }],
  ])('with %s', (_, statement, expected) => {
    expect(policy(`statement {\n${statement}\n}`)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...(expected as object) }],
    });
  });

  const document = (sid: string, action: string) =>
    `jsonencode({ Version = "2008-10-17", Id = "i", Statement = [{ Sid = "${sid}", Action = "${action}" }] })`;

  test('merges by Sid: sources, its own statements, overrides', () => {
    const text = `
      source_policy_documents = [${document('a', 'source')}, ${document('b', 'source')}, ""]
      statement {
        sid     = "b"
        actions = ["own"]
      }
      statement {
        actions = ["nameless"]
      }
      override_policy_documents = [${document('a', 'override')}, ${document('c', 'override')}]`;
    expect(policy(text)).toEqual({
      Version: '2012-10-17',
      Id: 'i',
      Statement: [
        { Sid: 'a', Action: 'override' },
        { Sid: 'b', Effect: 'Allow', Action: 'own' },
        { Effect: 'Allow', Action: 'nameless' },
        { Sid: 'c', Action: 'override' },
      ],
    });
  });

  test('keeps an item for what is not known', () => {
    const text = 'source_policy_documents = [var.document]\nstatement {\n actions = ["a"]\n}';
    expect(policy(text)).toEqual({
      Version: '2012-10-17',
      Statement: ['?var.document', { Effect: 'Allow', Action: 'a' }],
    });
    expect(policy(`source_policy_documents = concat([${document('a', 'x')}], var.list)`)).toEqual({
      Version: '2012-10-17',
      Id: 'i',
      Statement: ['?var.list!', { Sid: 'a', Action: 'x' }],
    });
    expect(policy('source_policy_documents = var.list')).toEqual({ Version: '2012-10-17', Statement: ['?var.list'] });
  });

  test('has alternatives where a source is undecided', () => {
    const text = `override_json = var.create ? ${document('a', 'x')} : null\nstatement {\n sid = "a"\n actions = ["own"]\n}`;
    const { 'var.create=true': there, 'var.create=false': not } = show(documentOf(text)) as Record<
      string,
      { json: unknown }
    >;
    expect([there?.json, not?.json]).toEqual([
      { Version: '2012-10-17', Id: 'i', Statement: [{ Sid: 'a', Action: 'x' }] },
      { Version: '2012-10-17', Statement: [{ Sid: 'a', Effect: 'Allow', Action: 'own' }] },
    ]);
  });

  test('of statements that may not be there', () => {
    const { value } = evaluated('var.create ? { actions = ["a"] } : null');
    const body = objectValue([['statement', { value: tupleValue([value], value.span) }]], value.span);
    expect((show(policyDocument(body, ADDRESS)) as { json: unknown }).json).toEqual({
      Version: '2012-10-17',
      Statement: [{ 'var.create=true': { Effect: 'Allow', Action: 'a' }, 'var.create=false': 'nothing' }],
    });
  });

  function evaluated(text: string): { value: TerraformValue } {
    const { body } = parseHcl({ path: 'main.tf', text: `x = ${text}\n` });
    return { value: bodyOf(body).entries.get('x')!.value };
  }

  test('without a space, as minified_json', () => {
    const { body } = parseHcl({
      path: 'main.tf',
      text: 'statement {\n  actions = ["s3:Get*"]\n  resources = ["a", "b"]\n}\n',
    });
    const minified = policyDocument(bodyOf(body), ADDRESS, 'minified');
    expect(minified.kind === 'string' && minified.value).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":["b","a"]}]}',
    );
  });

  test('of nothing', () => {
    expect(policy('')).toEqual({ Version: '2012-10-17' });
  });
});
