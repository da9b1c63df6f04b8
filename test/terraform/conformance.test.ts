import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ExpressionResult, evaluateTerraformExpression } from '../../src/terraform/conformance.ts';

const folder = '../shared/conformance';

interface Case {
  readonly function: string;
  readonly expr: string;
  readonly vars?: Record<string, unknown>;
  readonly var_types?: Record<string, string>;
  readonly want?: unknown;
  readonly want_json?: string;
  readonly want_infinite?: boolean;
  readonly type?: string;
  readonly sensitive?: boolean;
  readonly error?: boolean;
}

/** What is left out, or more precise than Terraform 1.11. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'base64gzip("")': 'the bytes depend on the compressor of the program',
  'rsadecrypt(file("secret.b64"), file("key.pem"))': 'the key is not among the files, and nothing is decrypted',
  'false && var.ub': 'three-valued logic gives false, as Terraform does from 1.12',
  'var.ub || true': 'three-valued logic gives true, as Terraform does from 1.12',
};

/** What Terraform says and what we say, in one form. */
function compared(one: Case, result: ExpressionResult): { wanted: unknown; got: unknown } {
  if (one.error) return { wanted: 'error', got: 'errors' in result ? 'error' : result.value };
  if ('errors' in result) return { wanted: one.want, got: result.errors };
  if (one.want_infinite) return { wanted: 'null', got: result.json.replace(/^.*null.*$/, 'null') };
  const marks = one.sensitive === undefined ? {} : { sensitive: one.sensitive };
  const type = one.type === undefined ? {} : { type: one.type.replace(/\s/g, '') };
  return {
    wanted: { value: one.want_json ?? one.want, ...marks, ...type },
    got: {
      value: one.want_json === undefined ? result.value : result.json,
      ...(one.sensitive !== undefined && { sensitive: result.sensitive }),
      ...(one.type !== undefined && { type: result.type.replace(/\s/g, '') }),
    },
  };
}

describe.skipIf(!existsSync(folder))('expressions that Terraform 1.11.4 evaluated', () => {
  const lines = existsSync(folder) ? readFileSync(`${folder}/hcl-functions.jsonl`, 'utf8').trim().split('\n') : [];
  const cases = lines.map(line => JSON.parse(line) as Case);
  const groups = new Map<string, Case[]>();
  for (const one of cases) groups.set(one.function, [...(groups.get(one.function) ?? []), one]);

  test.each([...groups])('%s', (_, group) => {
    const counted = group.filter(one => !(one.expr in EXCEPTIONS));
    const results = counted.map(one => ({
      expression: one.expr,
      ...compared(
        one,
        evaluateTerraformExpression(one.expr, {
          variables: one.vars,
          types: one.var_types,
          directory: `${folder}/hcl-functions-files`,
        }),
      ),
    }));
    expect(results.map(({ expression, got }) => ({ expression, result: got }))).toEqual(
      results.map(({ expression, wanted }) => ({ expression, result: wanted })),
    );
  });

  test('are all there', () => {
    expect(cases.length).toBeGreaterThan(900);
    expect(Object.keys(EXCEPTIONS).filter(expression => !cases.some(one => one.expr === expression))).toEqual([]);
  });
});

describe('evaluateTerraformExpression', () => {
  test('gives value, exact JSON, type and mark', () => {
    expect(evaluateTerraformExpression('{ a = [1, 12345678901234567890], b = sensitive(null) }')).toEqual({
      value: { a: [1, 12345678901234567000], b: null },
      json: '{"a":[1,12345678901234567890],"b":null}',
      type: 'object({a: tuple([number, number]), b: dynamic})',
      sensitive: false,
    });
  });

  test('takes variables of a type, with parts that are not known', () => {
    const variables = { o: { name: 'web', tags: { $unknown: true } } };
    const types = { o: 'object({ name = string, size = optional(number, 3), tags = map(string) })' };
    expect(evaluateTerraformExpression('var.o', { variables, types })).toMatchObject({
      value: { name: 'web', size: 3, tags: { $unknown: true } },
    });
  });

  test('reports a value of another type', () => {
    const result = evaluateTerraformExpression('var.n', { variables: { n: 'x' }, types: { n: 'number' } });
    expect('errors' in result && result.errors.map(({ code, message }) => ({ code, message }))).toEqual([
      { code: 'variable-type', message: 'var.n has a value of another type: a number is required' },
    ]);
  });

  test.each(['1 +', '', '{', 'nope.x', 'upper(', '"${', '\0', '[1\n2]', '1\n2', 'a = 1\nb = 2'])('reports %j', text => {
    const result = evaluateTerraformExpression(text);
    expect('errors' in result && result.errors.length).toBeGreaterThan(0);
  });
});
