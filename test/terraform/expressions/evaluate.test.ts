import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regionOf } from '../../../src/model/source.ts';
import { parseHclExpression } from '../../../src/parse/hcl/parser.ts';
import { evaluateExpression } from '../../../src/terraform/expressions/evaluate.ts';
import type { Scope } from '../../../src/terraform/expressions/scope.ts';
import { ANY, NUMBER, STRING, type TerraformType } from '../../../src/terraform/values/types.ts';
import type { MappingValue, SequenceValue, TerraformValue } from '../../../src/terraform/values/values.ts';
import { cpuTime } from '../../cpu-time.ts';
import { folder } from '../folder.ts';
import { attribute, evaluate, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

const LIST: TerraformType = { kind: 'list', element: STRING };
const MAP: TerraformType = { kind: 'map', element: STRING };

const variables = {
  create: unknownVariable('create'),
  other: unknownVariable('other'),
  env: unknownVariable('env', STRING),
  count: unknownVariable('count', NUMBER, { notNull: true }),
  list: unknownVariable('list', LIST, { notNull: true }),
  tags: unknownVariable('tags', MAP),
  any: unknownVariable('any', ANY),
  arn: attribute('aws_kms_key.k', 'arn'),
};

describe('an undecided condition', () => {
  test.each<[string, unknown]>([
    ['var.create ? "a" : "b"', { 'var.create=true': 'a', 'var.create=false': 'b' }],
    ['var.create ? 1 : 1', 1],
    ['var.create ? var.arn : null', { 'var.create=true': '→aws_kms_key.k.arn', 'var.create=false': 'nothing' }],
    ['!var.create', { 'var.create=true': false, 'var.create=false': true }],
    ['var.create == true', { 'var.create=true': true, 'var.create=false': false }],
    ['var.create && false', false],
    ['true || var.create', true],
    [
      'var.create && var.other ? 1 : 2',
      { 'var.create=true': { 'var.other=true': 1, 'var.other=false': 2 }, 'var.create=false': 2 },
    ],
    ['var.create ? (var.create ? 1 : 2) : 3', { 'var.create=true': 1, 'var.create=false': 3 }],
    ['var.env == "prod" ? 1 : 2', { 'var.env == "prod"=true': 1, 'var.env == "prod"=false': 2 }],
    ['"prod" != var.env ? 1 : 2', { 'var.env == "prod"=true': 2, 'var.env == "prod"=false': 1 }],
    ['var.env == "prod" && var.env != "prod"', false],
    ['var.any.settings.on ? 1 : 2', { 'var.any.settings.on=true': 1, 'var.any.settings.on=false': 2 }],
    ['length(var.list) > 0 ? 1 : 0', { 'length(var.list) > 0=true': 1, 'length(var.list) > 0=false': 0 }],
    ['contains(var.list, "x") ? 1 : 0', { 'contains(var.list, "x")=true': 1, 'contains(var.list, "x")=false': 0 }],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression, variables).value)).toEqual(expected);
  });

  test('in a loop is asked for every turn', () => {
    expect(show(evaluate('[for x in [var.env, var.any] : x == "b" ? 1 : 2]', variables).value)).toEqual([
      { 'x [0] == "b"=true': 1, 'x [0] == "b"=false': 2 },
      { 'x [1] == "b"=true': 1, 'x [1] == "b"=false': 2 },
    ]);
  });

  test.each([
    '(var.create ? [1] : [])[0]',
    '(var.create ? { a = 1 } : {}).a',
    '(var.create ? [{ a = 1 }] : [{}])[*].a',
    '[for x in (var.create ? [{ a = 1 }] : [{}]) : x.a]',
    '1 / (var.create ? 1 : 0)',
  ])('that leaves a way without an error: %s', expression => {
    expect(evaluate(expression, variables).problems).toEqual([]);
  });

  test('with an error either way is one', () => {
    expect(evaluate('(var.create ? [1] : [])[2]', variables).problems).toEqual([
      'There is no element 2: the collection has 1 elements',
    ]);
  });

  test('errors of the branch that is not taken do not count', () => {
    expect(evaluate('var.create ? [][0] : 1', variables).problems).toEqual([]);
    expect(evaluate('true ? 1 : [][0]').problems).toEqual([]);
    expect(evaluate('false ? 1 : [][0]').problems).toEqual(['There is no element 0: the collection has no elements']);
  });

  test('with more ways out than are kept apart becomes an unknown', () => {
    const nested = Array.from({ length: 16 }, (_, at) => `var.env == "${at}" ? ${at} : `).join('');
    expect(evaluate(`${nested} 99`, variables).value).toMatchObject({ kind: 'unknown', reason: 'bound-exceeded' });
  });

  test('is settled by what is assumed, whatever the other side is', () => {
    const bools = fc.constantFrom('true', 'false', 'var.create', 'var.other', '!var.create');
    const operators = fc.constantFrom('&&', '||');
    fc.assert(
      fc.property(bools, operators, bools, (a, operator, b) => {
        const decide = (create: boolean, other: boolean) => {
          const known = {
            create: { kind: 'bool', value: create, span: variables.create.span },
            other: { kind: 'bool', value: other, span: variables.create.span },
          } as const;
          return show(evaluate(`${a} ${operator} ${b}`, known).value);
        };
        const open = show(evaluate(`${a} ${operator} ${b}`, variables).value);
        const under = (value: unknown, create: boolean, other: boolean): unknown => {
          if (typeof value !== 'object' || value === null) return value;
          for (const [when, inner] of Object.entries(value)) {
            if (when === `var.create=${create}` || when === `var.other=${other}`) return under(inner, create, other);
          }
          return 'no such way';
        };
        for (const create of [true, false]) {
          for (const other of [true, false]) expect(under(open, create, other)).toBe(decide(create, other));
        }
      }),
    );
  });
});

describe('functions, operators and templates', () => {
  test.each<[string, unknown]>([
    ['upper(var.create ? "a" : "b")', { 'var.create=true': 'A', 'var.create=false': 'B' }],
    ['length(var.create ? [1] : [])', { 'var.create=true': 1, 'var.create=false': 0 }],
    ['length(var.create ? ["a"] : ["b"])', 1],
    ['(var.create ? { a = 1 } : { a = 2 }).a', { 'var.create=true': 1, 'var.create=false': 2 }],
    ['one(var.create ? ["a"] : [])', { 'var.create=true': 'a', 'var.create=false': 'nothing' }],
    ['concat(["a"], var.create ? ["b"] : [])', { 'var.create=true': ['a', 'b'], 'var.create=false': ['a'] }],
    ['compact([var.create ? "a" : "", "b"])', { 'var.create=true': ['a', 'b'], 'var.create=false': ['b'] }],
    ['flatten([var.create ? [1] : [], [2]])', { 'var.create=true': [1, 2], 'var.create=false': [2] }],
    ['[for s in ["a", "b"] : s if var.create]', { 'var.create=true': ['a', 'b'], 'var.create=false': [] }],
    ['"${var.create ? "a" : "b"}-${var.create ? "c" : "d"}"', { 'var.create=true': 'a-c', 'var.create=false': 'b-d' }],
    ['"%{ if var.create }yes%{ else }no%{ endif }"', { 'var.create=true': 'yes', 'var.create=false': 'no' }],
    [
      'element(var.create ? [] : ["a"], 0)',
      { 'var.create=true': '?an expression with an error', 'var.create=false': 'a' },
    ],
  ])('%s keeps both ways', (expression, expected) => {
    const { value, problems } = evaluate(expression, variables);
    expect({ value: show(value), problems }).toEqual({ value: expected, problems: [] });
  });
});

describe('what is not known', () => {
  test.each<[string, unknown]>([
    ['[var.env, "b"]', ['?var.env', 'b']],
    ['{ a = var.env, b = 1 }', { a: '?var.env', b: 1 }],
    ['{ (var.env) = 1, b = 2 }', { b: 2, '…': true }],
    ['merge({ a = 1 }, var.tags, { b = 2 })', { a: '?var.tags', b: 2, '…': true }],
    ['var.list[1]', '?var.list[1]!'],
    ['var.tags["a"]', '?var.tags.a'],
    ['var.any.a.b', '?var.any.a.b'],
    ['[for x in var.list : x]', '?var.list!'],
    ['upper(var.env)', '?var.env!'],
    ['var.count + 1', '?var.count!'],
    ['var.env == null', { 'var.env == null=true': true, 'var.env == null=false': false }],
    ['var.count == null', false],
    ['"a-${var.env}" == "b"', false],
    ['startswith("a-${var.env}", "a-")', true],
    ['contains(["b", var.env], "b")', true],
    ['var.list == [1]', false],
    ['timestamp()', '?timestamp()!'],
    ['provider::aws::arn_parse("x")', '?provider::aws::arn_parse()'],
    ['try(var.arn, "x")', '→aws_kms_key.k.arn'],
    ['coalesce(var.arn, "x")', '→aws_kms_key.k.arn'],
    ['try(var.any.x, "d")', '?var.any.x'],
    ['lookup({ a = var.arn }, "a", "d")', '→aws_kms_key.k.arn'],
    ['var.arn == var.arn', true],
    ['tostring(var.arn)', '→aws_kms_key.k.arn'],
  ])('%s', (expression, expected) => {
    const { value, problems } = evaluate(expression, variables);
    expect({ value: show(value), problems }).toEqual({ value: expected, problems: [] });
  });
});

describe('texts with holes', () => {
  test.each<[string, unknown]>([
    ['"arn:${var.env}/*"', { text: ['arn:', '?var.env', '/*'] }],
    ['"${var.arn}"', '→aws_kms_key.k.arn'],
    ['"${"${var.arn}/"}*"', { text: ['→aws_kms_key.k.arn', '/*'] }],
    ['format("%s:%s", "a", var.arn)', { text: ['a:', '→aws_kms_key.k.arn'] }],
    ['join(",", ["a", var.arn])', { text: ['a,', '→aws_kms_key.k.arn'] }],
    ['lower("A-${var.env}")', { text: ['a-', '?var.env'] }],
    ['formatlist("%s/*", [var.arn, "b"])', [{ text: ['→aws_kms_key.k.arn', '/*'] }, 'b/*']],
    ['jsondecode(jsonencode({ a = var.arn, b = toset(["x"]) }))', { a: '→aws_kms_key.k.arn', b: ['x'] }],
    ['yamldecode(yamlencode({ a = var.arn }))', { a: '→aws_kms_key.k.arn' }],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression, variables).value)).toEqual(expected);
  });

  test('jsonencode keeps the structure', () => {
    expect(show(evaluate('jsonencode({ b = var.create ? 1 : 2, a = [var.arn, "x\\n"] })', variables).value)).toEqual({
      text: ['{"a":["', '→aws_kms_key.k.arn', '","x\\n"],"b":', { 'var.create=true': 1, 'var.create=false': 2 }, '}'],
      json: { a: ['→aws_kms_key.k.arn', 'x\n'], b: { 'var.create=true': 1, 'var.create=false': 2 } },
    });
  });

  test('JSON text keeps its structure, each part with its place', () => {
    const { value, source } = evaluate(
      `<<-EOT
        {
          "Statement": [{
            "Effect": "Allow",
            "Action": ["s3:*"],
            "Resource": "\${var.arn}/*",
            "Condition": \${jsonencode({ Bool = { x = var.env } })},
            "\${var.env}": 1
          }]
        }
      EOT`,
      variables,
    );
    expect(show(value)).toMatchObject({
      json: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:*'],
            Resource: { text: ['→aws_kms_key.k.arn', '/*'] },
            Condition: { Bool: { x: '?var.env' } },
            '…': true,
          },
        ],
      },
    });
    const structure = (value as { structure: MappingValue }).structure;
    const [statement] = (structure.entries.get('Statement')!.value as SequenceValue).items as [MappingValue];
    const { nameSpan } = statement.entries.get('Action')!;
    const action = (statement.entries.get('Action')!.value as SequenceValue).items[0]!;
    expect(source.slice(nameSpan!.start, nameSpan!.end)).toBe('"Action"');
    expect([source.slice(action.span.start, action.span.end), regionOf(action.span).line]).toEqual(['"s3:*"', 5]);
  });

  test('a heredoc of JSON without holes has places too, other texts are texts', () => {
    expect(show(evaluate('<<EOT\n{"a": [1]}\nEOT').value)).toEqual({ text: ['{"a": [1]}\n'], json: { a: [1] } });
    expect(show(evaluate('"{\\"a\\": [1]}"').value)).toBe('{"a": [1]}');
    expect(show(evaluate('<<EOT\n{"a": [1}\nEOT').value)).toBe('{"a": [1}\n');
  });

  test('a comma too many in the JSON of a heredoc is reported, and the rest is read', () => {
    const text = '<<EOT\n{"a": ["${var.arn}", ], "b": {"c": 1,},\n}\nEOT';
    const { value, problems } = evaluate(text, variables);
    expect(show(value)).toMatchObject({ json: { a: ['→aws_kms_key.k.arn'], b: { c: 1 } } });
    expect(problems).toEqual(Array(3).fill('This would be JSON but for the comma, behind which nothing comes'));
    expect(show(evaluate('jsondecode("[1,]")').value)).toBe('?an expression with an error');
    expect(evaluate('<<EOT\n{"a": [1,], b}\nEOT')).toMatchObject({ value: { kind: 'string' }, problems: [] });
    expect(show(evaluate('try(<<EOT\n{"a": [1,]}\nEOT\n, 2)').value)).toEqual({
      text: ['{"a": [1,]}\n'],
      json: { a: [1] },
    });
  });

  test('what is inserted as a whole stays what it is', () => {
    expect(show(evaluate('<<EOT\n{"n": ${var.count}, "s": ${var.any}}\nEOT', variables).value)).toMatchObject({
      json: { n: '?var.count!', s: '?var.any' },
    });
  });
});

describe('spans', () => {
  const textOf = (expression: string): string => {
    const { value, source } = evaluate(expression);
    return source.slice(value.span.start, value.span.end);
  };

  test.each([
    ['upper("a")', 'upper("a")'],
    ['1 + 2', '1 + 2'],
    ['lookup({ a = "x" }, "a", "y")', '"x"'],
    ['lookup({ a = "x" }, "b", "y")', '"y"'],
    ['element(["a", "b"], 1)', '"b"'],
    ['coalesce("", "b")', '"b"'],
    ['try([][0], "c")', '"c"'],
    ['true ? "a" : "b"', '"a"'],
    ['{ a = { b = "x" } }.a.b', '"x"'],
    ['[for x in ["a"] : x][0]', '"a"'],
    ['([{ a = "x" }][*].a)[0]', '"x"'],
    ['merge({ a = "x" }, { b = "y" }).b', '"y"'],
    ['concat(["a"], ["b"])[1]', '"b"'],
    ['flatten([["a"], ["b"]])[1]', '"b"'],
    ['jsondecode(jsonencode({ a = "x" })).a', '"x"'],
    ['tostring(1)', '1'],
    ['one(["a"])', '"a"'],
    ['sensitive("a")', '"a"'],
  ])('of %s is %s', (expression, text) => {
    expect(textOf(expression)).toBe(text);
  });

  test('of keys are kept', () => {
    const { value, source } = evaluate('{ for k, v in merge({ "a b" = 1 }, { c = 2 }) : k => v }');
    const names = [...(value as MappingValue).entries.values()].map(({ nameSpan }) =>
      source.slice(nameSpan?.start, nameSpan?.end),
    );
    expect(names).toEqual(['"a b"', 'c']);
  });
});

describe('errors', () => {
  test.each([
    ['upper()', 'Function "upper" expects 1 argument(s), "str" is missing'],
    ['nope(1)', 'There is no function named "nope"'],
    ['x.y', 'x.y is not declared'],
    ['{}.a', 'This object does not have an attribute named "a"'],
    ['1 + "a"', 'Unsuitable value for right operand: a number is required'],
    ['file("x")', undefined],
  ])('%s', (expression, message) => {
    const { value, problems } = evaluate(expression);
    expect(value.kind).toBe('unknown');
    expect(problems).toEqual(message === undefined ? [] : [message]);
  });

  test.each([
    ['False', false],
    ['TRUE', true],
  ])('%s is reported, and can only mean one value', (expression, expected) => {
    const { value, problems } = evaluate(expression);
    expect([show(value), problems]).toEqual([
      expected,
      [`${expression} is not declared; the value is written ${expression.toLowerCase()}`],
    ]);
    expect(show(evaluate(`try(${expression}, 1)`).value)).toBe(1);
    expect(evaluate(`${expression}.a`).value.kind).toBe('unknown');
  });

  test('are reported once, and the rest is evaluated', () => {
    const { value, problems } = evaluate('[for x in [1, 2, 3] : x.a]');
    expect(problems).toEqual(['A number does not have an attribute "a"']);
    expect((value as SequenceValue).items.length).toBe(3);
  });
});

describe('bounds', () => {
  const reasonOf = (value: TerraformValue): string => (value.kind === 'unknown' ? value.reason : value.kind);

  test.each([
    ['[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]'],
    ['join("", [for i in range(1000) : format("%9999s", "")])'],
    ['setproduct(range(1000), range(1000), range(1000))'],
    ['indent(1000000000, "a\\nb")'],
    ['1e999999999'],
    [`yamldecode("a: &a [x,x,x,x,x,x,x,x]\\n${bomb(7)}")`],
    [`1${' + 1'.repeat(5000)}`],
  ])('%.60s', expression => {
    expect(reasonOf(evaluate(expression).value)).toBe('bound-exceeded');
  });

  function bomb(levels: number): string {
    const names = 'abcdefghij';
    return Array.from({ length: levels }, (_, at) => {
      const items = Array.from({ length: 9 }, () => `*${names[at]}`).join(',');
      return `${names[at + 1]}: &${names[at + 1]} [${items}]`;
    }).join('\\n');
  }

  test('names that stand for each other without end', () => {
    const { expression } = parseHclExpression({ path: 'main.tf', text: '[for x in [1] : upper(try(var.x, ""))][0]' });
    let deepest = 0;
    let depth = 0;
    const scope: Scope = {
      directory: '.',
      report: () => {},
      traverse() {
        depth += 1;
        deepest = Math.max(deepest, depth);
        const value = evaluateExpression(expression!, scope);
        depth -= 1;
        return { value, used: 1 };
      },
    };
    expect(evaluateExpression(expression!, scope).kind).toBe('unknown');
    expect(deepest).toBeGreaterThan(50);
    expect(deepest).toBeLessThan(1000);
  });

  test('of a whole run: after some endless loops the others are cut short', () => {
    const { files } = folder({});
    const { expression } = parseHclExpression({
      path: 'main.tf',
      text: '[for a in range(1000) : [for b in range(1000) : b]]',
    });
    const scope: Scope = { directory: '.', files, report: () => {}, traverse: () => undefined };
    const times = Array.from({ length: 12 }, () => {
      const start = cpuTime();
      expect(reasonOf(evaluateExpression(expression!, scope))).toBe('bound-exceeded');
      return cpuTime() - start;
    });
    expect(Math.max(...times.slice(-3))).toBeLessThan(Math.max(...times.slice(0, 3)));
  });

  test('any text is evaluated or reported', () => {
    const words = fc.constantFrom(
      'var.x',
      '1',
      '"a"',
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      '+',
      '==',
      '?',
      ':',
      'for',
      'in',
      'upper(',
      ',',
      '...',
      '.',
      '*',
      '${',
      '"',
      '\n',
      '=',
      'null',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), tokens => {
        const text = tokens.join(' ');
        expect(() => tryEvaluate(text)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  function tryEvaluate(text: string): void {
    try {
      evaluate(text, variables);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('not an argument'))) throw error;
    }
  }
});
