import { Ajv, type ErrorObject } from 'ajv';
import schema from '../../schemas/rule.schema.json' with { type: 'json' };

/** What is wrong with a rule file, in words for its author. */
export interface SchemaProblem {
  /** Keys and indexes that lead to the place. */
  readonly path: readonly (string | number)[];
  /** The key that is meant, where it is one of the place's. */
  readonly key?: string;
  readonly message: string;
  readonly advice?: string;
}

/** Checks the data of a rule file; no problems: it is a rule. */
export function schemaProblems(data: unknown): SchemaProblem[] {
  validate ??= new Ajv({ allErrors: true, strict: false, verbose: true }).compile(schema);
  if (validate(data)) return [];
  const errors = (validate.errors ?? []).filter(isTelling);
  const misspelt = errors.filter(({ keyword }) => keyword === 'additionalProperties');
  const problems = [...misspelt, ...errors.filter(error => !misspelt.includes(error))].map(problemOf);
  const unique = new Map(problems.map(problem => [`${problem.path.join('/')} ${problem.message}`, problem]));
  return [...unique.values()];
}

let validate: ReturnType<Ajv['compile']> | undefined;

const SUBJECTS = 'all, any, not, type, dialect, related, predicate, property, attribute, argument';
const DOCS = 'See docs/rule-language.md.';

/** Errors that only repeat what others say better. */
function isTelling({ keyword, schemaPath }: ErrorObject): boolean {
  if (keyword === 'if' || keyword === 'propertyNames') return false;
  return !(keyword === 'required' && /\/(?:oneOf|anyOf)\/\d+\/required$/.test(schemaPath));
}

function problemOf(error: ErrorObject): SchemaProblem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
  const name = path.length === 0 ? 'the rule' : path.join('.');
  const { params, keyword } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      return { path, key, message: `${name} has no key ${key}`, advice: `It can have ${known.join(', ')}.` };
    }
    case 'required':
      return { path, message: `${name} has no ${params['missingProperty']}`, advice: 'Add it.' };
    case 'enum': {
      if (error.propertyName !== undefined) {
        return {
          path,
          key: error.propertyName,
          message: `${name} tests something, but does not say what`,
          advice: DOCS,
        };
      }
      const values = (params['allowedValues'] as unknown[]).join(', ');
      return { path, message: `${name} is ${JSON.stringify(error.data)}`, advice: `It can be ${values}.` };
    }
    case 'oneOf':
      return { path, message: `${name} is not one condition`, advice: `Give exactly one of ${SUBJECTS}.` };
    case 'anyOf':
      if (error.schemaPath.endsWith('tested/anyOf')) {
        return { path, message: `${name} tests nothing`, advice: 'Add exists, equals, in, matches or another test.' };
      }
      return { path, message: `${name} has a form that is not known`, advice: DOCS };
    default:
      return { path, message: `${name} ${error.message ?? 'is not right'}`, advice: DOCS };
  }
}
