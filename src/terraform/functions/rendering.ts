import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import { parseHclTemplate } from '../../parse/hcl/parser.ts';
import type { Evaluation } from '../expressions/evaluation.ts';
import { evaluateTemplate } from '../expressions/templates.ts';
import { convertTo } from '../values/conversion.ts';
import { hasSensitive } from '../values/traits.ts';
import { ANY, STRING } from '../values/types.ts';
import { unknownLike } from '../values/unknowns.ts';
import { stringValue, type TerraformValue } from '../values/values.ts';
import { openFile } from './files.ts';
import {
  any,
  type Call,
  type Failure,
  failure,
  type LazyFunction,
  type TerraformFunction,
  text,
  textOf,
} from './signature.ts';

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
const parsed = new WeakMap<SourceFile, ReturnType<typeof parseHclTemplate>>();

/** The result of a template with these variables and no other names; errors are those of the call. */
function render(
  source: SourceFile,
  variables: TerraformValue,
  kind: 'file' | 'string',
  { span, evaluation }: Omit<Call, 'type'>,
): TerraformValue | Failure {
  if (variables.kind !== 'map' && variables.kind !== 'object') return failure('invalid vars value: must be a map', 1);
  const values = new Map<string, TerraformValue>();
  for (const [name, { value }] of variables.entries) {
    if (!IDENTIFIER.test(name)) return failure(`invalid template variable name "${name}"`, 1);
    values.set(name, value);
  }
  const template = parsed.get(source) ?? parseHclTemplate(source);
  parsed.set(source, template);
  const mistake = template.diagnostics.find(diagnostic => diagnostic.severity === 'error');
  if (mistake) return failure(`${source.path}: ${mistake.message}`, 0);
  const problems: Diagnostic[] = [];
  const inner: Evaluation = {
    ...evaluation,
    names: { values, outer: undefined, closed: true },
    problems,
    template: kind,
  };
  const result = evaluateTemplate(template.expression, inner);
  const [problem] = problems;
  if (problem) return failure(`${source.path}: ${problem.message}`);
  if (result.kind === 'null') return failure('the result of the template is null');
  const marked = hasSensitive(variables) || result.sensitive ? { ...result, sensitive: true as const } : result;
  return marked.kind === 'string' || marked.kind === 'unknown' ? { ...marked, span } : marked;
}

const templatefile: TerraformFunction = {
  parameters: [text('path', 'unknowns', 'marks'), any('vars', 'unknowns', 'marks')],
  type: ANY,
  nullable: true,
  call([path, variables], call) {
    const unknown = path!.kind === 'unknown' ? path : variables!.kind === 'unknown' ? variables : undefined;
    if (unknown?.kind === 'unknown') return unknownLike(unknown, ANY, call.span);
    const source = openFile(textOf(path), call, (files, name) => files.read(name));
    if (!('content' in source)) return source.instead;
    const result = render(source.content, variables!, 'file', call);
    return path!.sensitive && result.kind !== 'failure' ? { ...result, sensitive: true } : result;
  },
};

const ONLY_RETRIEVED = 'templatestring is only for rendering templates retrieved dynamically from elsewhere';

const templatestring: LazyFunction = {
  evaluate([given, variables, ...others], call) {
    const { evaluation, span } = call;
    if (!given || !variables || others.length > 0) return failure('expects 2 argument(s)');
    if (!isReference(given)) return failure(`invalid template expression: ${ONLY_RETRIEVED}`, 0);
    const template = evaluation.evaluate(given, evaluation);
    const values = evaluation.evaluate(variables, evaluation);
    for (const value of [template, values])
      if (value.kind === 'unknown') return unknownLike(value, STRING, span, { notNull: true });
    if (template.kind !== 'string') return failure('invalid template value: a string is required', 0);
    const source = { path: '<templatestring argument>', text: template.value };
    const result = render(source, values, 'string', call);
    if (result.kind === 'failure') return result;
    const converted = convertTo(result, STRING);
    if ('error' in converted) return failure(`invalid template result: ${converted.error}`);
    const value = converted.value.kind === 'string' ? stringValue(converted.value.value, span) : converted.value;
    const sensitive = template.sensitive || converted.value.sensitive;
    return sensitive ? { ...value, sensitive: true } : value;
  },
};

/** A name with attributes and indexes, not a text written in place. */
function isReference(expression: Expression): boolean {
  switch (expression.kind) {
    case 'variable':
      return true;
    case 'get-attribute':
    case 'index':
      return isReference(expression.object);
    case 'splat':
      return isReference(expression.source);
    default:
      return false;
  }
}

/** https://developer.hashicorp.com/terraform/language/functions/templatefile */
export const renderingFunctions: Readonly<Record<string, TerraformFunction | LazyFunction>> = {
  templatefile,
  templatestring,
};
