import { describe, expect, test } from 'vitest';
import { answerAt } from '../../src/engine/answer.ts';
import { placeOf } from '../../src/engine/outcome.ts';
import { parsePath } from '../../src/engine/path-syntax.ts';
import { follow } from '../../src/engine/paths.ts';
import { scenario } from '../../src/engine/scenarios.ts';
import { rootTrail } from '../../src/engine/trail.ts';
import type { Resource } from '../../src/model/resource.ts';
import type { SourceFile, Span } from '../../src/model/source.ts';
import { list, object, type Property, scalar, type Value } from '../../src/model/value.ts';

const FILE: SourceFile = {
  path: 'main.tf',
  text: `variable "names" {
  default = ["a", "b"]
}

resource "aws_x" "this" {
  one   = true
  many  = [
    1,
    2,
  ]
  names = var.names
}

resource "aws_x_extra" "this" {
  extra = "off"
}

data "aws_iam_policy_document" "it" {
  effect = "Allow"
}
`,
};

/** The span of the first place where a text stands. */
function at(text: string): Span {
  const start = FILE.text.indexOf(text);
  return { file: FILE, start, end: start + text.length };
}

function property(writtenAs: string, whole: string, value: Value, declaredIn?: string): Property {
  const span = at(whole);
  return { writtenAs, nameSpan: { ...span, end: span.start + writtenAs.length }, span, value, declaredIn };
}

const MANY = 'many  = [\n    1,\n    2,\n  ]';
const extra = property('extra', 'extra = "off"', scalar('off', at('"off"')), 'aws_x_extra.this');
const document = object(
  new Map([
    [
      'Statement',
      property(
        'Statement',
        'effect = "Allow"',
        list(
          [
            object(
              new Map([['Effect', property('effect', 'effect = "Allow"', scalar('Allow', at('"Allow"')))]]),
              at('effect = "Allow"'),
            ),
          ],
          at('effect = "Allow"'),
        ),
      ),
    ],
  ]),
  at('data "aws_iam_policy_document" "it" {\n  effect = "Allow"\n}'),
);
const RESOURCE: Resource = {
  id: 'aws_x.this',
  address: 'aws_x.this',
  type: 'aws_x',
  writtenAs: 'aws_x',
  input: { path: '.', dialect: 'terraform' },
  properties: object(
    new Map([
      ['One', property('one', 'one   = true', scalar(true, at('true')))],
      ['Many', property('many', MANY, list([scalar(1, at('1,')), scalar(2, at('2,'))], at('[\n    1,\n    2,\n  ]')))],
      [
        'Names',
        property(
          'names',
          'names = var.names',
          list([scalar('a', at('"a"')), scalar('b', at('"b"'))], at('["a", "b"]')),
        ),
      ],
      ['Extra', extra],
      ['Policy', property('names', 'names = var.names', document)],
    ]),
    at('{'),
  ),
  attributes: object(new Map(), at('{')),
  exists: 'yes',
  existsWhen: [],
  nameSpan: at('resource "aws_x" "this"'),
  span: at(`resource "aws_x" "this" {\n  one   = true\n  ${MANY}\n  names = var.names\n}`),
  calledFrom: [],
  satellites: [
    {
      address: 'aws_x_extra.this',
      type: 'aws_x_extra',
      span: at('resource "aws_x_extra" "this" {\n  extra = "off"\n}'),
    },
  ],
};

function place(path: string) {
  const trail = follow(parsePath(path), rootTrail(RESOURCE), scenario());
  const { span, related, declaredIn } = placeOf(answerAt('fail', trail), RESOURCE);
  const shown = ({ file, start, end }: Span) => file.text.slice(start, end);
  return { at: shown(span), from: related.map(({ span: other }) => shown(other)), declaredIn };
}

describe('a finding stands', () => {
  test('on the property where it is on one line', () => {
    expect(place('One')).toEqual({ at: 'one   = true', from: [], declaredIn: undefined });
  });

  test('on the name where the value is longer, on the item where it is one of it', () => {
    expect(place('Many')).toEqual({ at: 'many', from: [], declaredIn: undefined });
    expect(place('Many[1]')).toEqual({ at: '2,', from: [], declaredIn: undefined });
  });

  test('on the property in the resource where the value comes from elsewhere, which is related', () => {
    expect(place('Names')).toEqual({ at: 'names = var.names', from: ['["a", "b"]'], declaredIn: undefined });
    expect(place('Names[1]')).toEqual({ at: 'names = var.names', from: ['"b"'], declaredIn: undefined });
  });

  test('in the satellite that declares the property', () => {
    expect(place('Extra')).toEqual({ at: 'extra = "off"', from: [], declaredIn: 'aws_x_extra.this' });
  });

  test('on the name of the resource where nothing is there', () => {
    expect(place('None.Deep')).toEqual({ at: 'resource "aws_x" "this"', from: [], declaredIn: undefined });
  });

  test('in the policy where the policy is written elsewhere, and says where it is used', () => {
    expect(place('Policy.Statement[0].Effect')).toEqual({
      at: 'effect = "Allow"',
      from: ['names = var.names'],
      declaredIn: undefined,
    });
    const answer = { ...answerAt('fail', rootTrail(RESOURCE)), found: { span: at('"Allow"') } };
    expect(placeOf(answer, RESOURCE)).toEqual({
      span: at('"Allow"'),
      path: undefined,
      related: [{ span: RESOURCE.nameSpan, message: 'the policy is used here' }],
    });
  });

  test('where a predicate says', () => {
    const found = { span: at('"off"'), path: 'Properties.Extra' };
    const answer = { ...answerAt('fail', rootTrail(RESOURCE)), found };
    expect(placeOf(answer, RESOURCE)).toEqual({
      span: found.span,
      path: 'Properties.Extra',
      declaredIn: 'aws_x_extra.this',
      related: [],
    });
    const outside = { ...answer, found: { span: at('"a"') } };
    const entries = [...RESOURCE.properties.properties].filter(([name]) => name !== 'Policy');
    const plain = { ...RESOURCE, properties: object(new Map(entries), RESOURCE.properties.span) };
    expect(placeOf(outside, plain)).toEqual({
      span: RESOURCE.nameSpan,
      path: undefined,
      declaredIn: undefined,
      related: [{ span: at('"a"'), message: 'the value comes from here' }],
    });
  });
});
