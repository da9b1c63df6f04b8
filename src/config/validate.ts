import { Ajv, type ErrorObject } from 'ajv';
import { didYouMean } from '../nearest.ts';
import { nodeAt } from '../parse/plain.ts';
import type { SyntaxNode } from '../parse/syntax.ts';

export interface Mistake {
  readonly message: string;
  /** What the message is about. */
  readonly node: SyntaxNode | undefined;
}

/** The first thing in which a value is not what a JSON schema says; undefined where it is. */
export function firstMistake(value: unknown, schema: object, root: SyntaxNode | undefined): Mistake | undefined {
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
  const validate = ajv.compile(schema);
  if (validate(value)) return undefined;
  const error = mostTelling(validate.errors ?? []);
  return error && describe(error, root);
}

/** Of the alternatives of a `oneOf`, the one that got furthest; a list of what is allowed before "must match". */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const order = ['additionalProperties', 'required', 'enum', 'pattern', 'minLength', 'type'];
  const rank = (error: ErrorObject) => (order.indexOf(error.keyword) + order.length + 1) % (order.length + 1);
  return [...errors].sort(
    (a, b) => b.instancePath.split('/').length - a.instancePath.split('/').length || rank(a) - rank(b),
  )[0];
}

function describe(error: ErrorObject, root: SyntaxNode | undefined): Mistake {
  const node = nodeAt(root, error.instancePath);
  const where = error.instancePath === '' ? 'the configuration' : error.instancePath.slice(1).replaceAll('/', '.');
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      const key = node?.kind === 'mapping' ? node.entries.find(entry => entry.key.raw === name)?.key : node;
      const inside = error.instancePath === '' ? '' : ` in ${where}`;
      return { message: `unknown key ${name}${inside}.${didYouMean(name, known)}`, node: key };
    }
    case 'required':
      return { message: `${where} needs the key ${String(error.params['missingProperty'])}`, node };
    case 'enum': {
      const allowed = (error.params['allowedValues'] as unknown[]).map(String);
      const given = String(error.data);
      return {
        message: `${where}: unknown value ${given}.${didYouMean(given, allowed)} Known: ${allowed.join(', ')}.`,
        node,
      };
    }
    default:
      return { message: `${where} ${error.message ?? 'is not what is expected'}`, node };
  }
}
