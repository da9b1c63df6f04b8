import { chosenProperty, notSet, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Value } from '../../model/value.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';

/** Questions about the formats of access logs. */
export const logFormatPredicates: Readonly<Record<string, Predicate>> = {
  'apigateway.format-is-json': formatIsJson,
};

/** A variable of API Gateway, filled in when the line is written: a number or a text without quotes. */
const CONTEXT_VARIABLE = /\$(?:context|stageVariables)(?:\.[A-Za-z0-9_-]+)+/g;

/**
 * Passes where the property `with.property` is JSON once the variables of API Gateway are filled in, fails where it is
 * anything else or absent.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#apigateway-cloudwatch-log-formats
 */
function formatIsJson(subject: PredicateSubject): Outcome {
  const name = String(subject.with['property'] ?? '');
  const found = chosenProperty(subject.value, name, subject);
  if (!found) return notSet(name, subject);
  const { span, writtenAs } = found.property;
  const verdict = judge(found.value);
  const words = { pass: 'is JSON', fail: 'is no JSON', unknown: 'is not known' }[verdict];
  return { verdict, span, reason: `${writtenAs} ${words}` };
}

function judge(value: Value): Verdict {
  switch (value.kind) {
    case 'scalar':
      return isJson(String(value.value)) ? 'pass' : 'fail';
    case 'object':
      return 'pass';
    case 'template':
      return judgeParts(value.parts);
    case 'list':
      return 'fail';
    case 'reference':
    case 'unknown':
      return 'unknown';
  }
}

/** A text with holes is JSON where a number in each of them makes it so; a beginning that no JSON has decides, too. */
function judgeParts(parts: readonly (string | Value)[]): Verdict {
  if (isJson(parts.map(part => (typeof part === 'string' ? part : '0')).join(''))) return 'pass';
  const start = parts[0];
  return typeof start === 'string' && /^\s*[^\s{]/.test(start) ? 'fail' : 'unknown';
}

function isJson(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text.replace(CONTEXT_VARIABLE, '0'));
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}
