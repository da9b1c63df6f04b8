import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { listOf, objectOf, type Value } from '../model/value.ts';
import { anyOf, type Verdict } from '../model/verdict.ts';
import { exactText, matchesEverything, patternOf } from './match.ts';

/** Keys that say who calls, or for whom: a statement for everybody is not public where one of them is fixed. */
const PRINCIPAL_KEYS = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principaltag/*',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:userid',
  'aws:username',
  'elasticfilesystem:accessedviamounttarget',
  'kms:calleraccount',
  'lambda:functionurlauthtype',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'sts:externalid',
];

/** Keys of services that say which resource is meant, by a part of their name; others speak of its kind (rds:DatabaseEngine). */
const IDENTIFYING =
  /resourcetag|arn|vpc|cluster|namespace|keys|prefix|name|id$|bucket|passedtoservice|viaservice|encryptioncontext|account|owner|table|queue|topic|path|host/;

/** Global keys that say on what an action works, or on behalf of which resource a service calls. */
const RESOURCE_KEYS = [
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:requesttag/*',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:resourcetag/*',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:tagkeys',
];

type Scenario = Pick<PredicateSubject, 'assume'>;

/** Whether a Condition fixes the caller: then `Principal: "*"` is not everybody. */
export function narrowsPrincipal(condition: Value | undefined, scenario: Scenario): Verdict {
  return narrows(
    condition,
    scenario,
    key => hasKey(PRINCIPAL_KEYS, key) || key.endsWith(':sub') || key.endsWith(':aud'),
  );
}

/** Whether a Condition limits what the actions reach: then `Resource: "*"` is not everything. */
export function narrowsResource(condition: Value | undefined, scenario: Scenario): Verdict {
  return narrows(condition, scenario, key =>
    key.startsWith('aws:') ? hasKey(RESOURCE_KEYS, key) : IDENTIFYING.test(key.slice(key.indexOf(':') + 1)),
  );
}

/** All operators and keys must hold together, so one that narrows is enough. */
function narrows(condition: Value | undefined, scenario: Scenario, counts: (key: string) => boolean): Verdict {
  const operators = chosen(condition, scenario);
  if (!operators) return 'fail';
  const object = objectOf(operators);
  if (!object) return 'unknown';
  const verdicts: Verdict[] = object.open ? ['unknown'] : [];
  for (const [operator, { value }] of object.properties) {
    if (!isPositive(operator)) continue;
    const keys = objectOf(chosen(value, scenario));
    if (!keys) {
      verdicts.push('unknown');
      continue;
    }
    for (const [key, property] of keys.properties) {
      if (counts(key.toLowerCase())) verdicts.push(limits(property.value, scenario));
    }
  }
  return anyOf(verdicts);
}

/**
 * Operators that ask for a value. The negated ones, `…IfExists` and `ForAllValues` also hold where the key is
 * missing from the request, `Null` asks only whether it is there.
 */
function isPositive(operator: string): boolean {
  const name = operator.replace(/^ForAnyValue:/i, '').toLowerCase();
  if (name.startsWith('forallvalues:') || name.endsWith('ifexists') || name.includes('not')) return false;
  return /^(string|arn|ip|numeric|date|bool|binary)/.test(name);
}

/** Whether values of a condition exclude something: one that is all wildcards does not. */
function limits(value: Value, scenario: Scenario): Verdict {
  const settled = chosen(value, scenario);
  const items = listOf(settled)?.items ?? (settled ? [settled] : []);
  if (items.length === 0) return 'fail';
  let result: Verdict = 'pass';
  for (const item of items) {
    const chosenItem = chosen(item, scenario);
    const pattern = chosenItem && patternOf(chosenItem, scenario);
    if (!pattern) return 'unknown';
    const text = exactText(pattern);
    if (text !== undefined && /^(\*|0\.0\.0\.0\/0|::\/0|)$/.test(text)) return 'fail';
    if (text === undefined && matchesEverything(pattern) !== 'fail' && isDoubtful(item)) result = 'unknown';
  }
  return result;
}

/** A value from outside (an organisation's id from a parameter) is taken to say something; only `anything at all` is in doubt. */
function isDoubtful(value: Value): boolean {
  return value.kind === 'unknown' && value.reason === 'not-supported';
}

function hasKey(keys: readonly string[], key: string): boolean {
  return keys.includes(key) || keys.some(known => known.endsWith('*') && key.startsWith(known.slice(0, -1)));
}
