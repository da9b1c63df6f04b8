import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { listOf, type Value } from '../model/value.ts';
import { anyOf, negate, type Verdict } from '../model/verdict.ts';
import { testsOf } from './condition-tests.ts';
import { exactText, matchesEverything, matchesText, type Pattern, patternOf } from './match.ts';

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
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'elasticfilesystem:accessedviamounttarget',
  'kms:calleraccount',
  'lambda:functionurlauthtype',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'sts:externalid',
];

/**
 * Keys of services that say which resource is meant, by a part of their name; others speak of its kind
 * (rds:DatabaseEngine).
 */
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
  return narrows(condition, scenario, isPrincipalKey, isAnyAccount);
}

function isPrincipalKey(key: string): boolean {
  return hasKey(PRINCIPAL_KEYS, key) || key.endsWith(':sub') || key.endsWith(':aud');
}

/** Whether a Condition names the addresses that a call may come from; all of them together say nothing. */
export function narrowsAddress(condition: Value | undefined, scenario: Scenario): Verdict {
  return narrows(condition, scenario, key => key === 'aws:sourceip');
}

/** Whether a Condition of Deny holds for all addresses but those that it names, and asks nothing else. */
export function sparesAddresses(condition: Value | undefined, scenario: Scenario): Verdict {
  const [test, ...others] = testsOf(condition, scenario);
  if (!test?.value || others.length > 0) return 'fail';
  if (!/^NotIpAddress$/i.test(test.operator ?? '') || test.key !== 'aws:sourceip') return 'fail';
  return limits(test.value, scenario, () => false);
}

/**
 * An ARN of any account: whoever has one can give its resource the name that is asked for. Names of buckets are
 * unique in the world.
 */
function isAnyAccount(text: string): boolean {
  const [, , service, , account, ...resource] = text.split(':');
  if (!text.startsWith('arn:') || service === undefined) return false;
  return service === 's3' ? /^\**$/.test(resource.join('')) : account === undefined || /^\*+$/.test(account);
}

/** Whether a Condition of Deny spares the callers that it fixes, and services of AWS: it holds for all others. */
export function sparesPrincipals(condition: Value | undefined, scenario: Scenario): boolean {
  const spares = testsOf(condition, scenario).map(({ operator, key, value }) => {
    const isNegated = /^(?:ForAny\w+:|ForAll\w+:)?(?:String|Arn|Ip)?Not/i.test(operator ?? '');
    if (key === undefined) return false;
    if (isNegated && value && isPrincipalKey(key)) return limits(value, scenario, isAnyAccount) !== 'fail';
    return /^aws:(?:principalis|via)awsservice$/.test(key);
  });
  // All tests of a condition must hold together: each further one spares more callers.
  return spares.length > 0 && spares.every(each => each);
}

/** Keys that say which role or user of an account calls. */
const IDENTITY_KEYS = ['aws:principalarn', 'aws:principaltag/*', 'aws:userid', 'aws:username'];

/** Whether a Condition lets in some identities of an account only. */
export function narrowsIdentity(condition: Value | undefined, scenario: Scenario): Verdict {
  return narrows(condition, scenario, key => hasKey(IDENTITY_KEYS, key));
}

/** Keys that keep out those whom another account lets act for somebody else. */
const DEPUTY_KEYS = ['aws:multifactorauthpresent', 'aws:principalorgid', 'aws:principalorgpaths', 'sts:externalid'];

/** Whether a Condition of a trust asks for an external id, for MFA, or for the own organization. */
export function guardsTrust(condition: Value | undefined, scenario: Scenario): Verdict {
  return narrows(
    condition,
    scenario,
    key => hasKey(DEPUTY_KEYS, key),
    text => text.toLowerCase() === 'false',
  );
}

/** Whether a Condition limits what the actions reach: then `Resource: "*"` is not everything. */
export function narrowsResource(condition: Value | undefined, scenario: Scenario): Verdict {
  return narrows(condition, scenario, isResourceKey);
}

function isResourceKey(key: string): boolean {
  return key.startsWith('aws:') ? hasKey(RESOURCE_KEYS, key) : IDENTIFYING.test(key.slice(key.indexOf(':') + 1));
}

/**
 * Whether a Condition of Allow takes a way to more rights away: it fixes the resources or what they may be given, or
 * the roles that it lets pass do not go to the service.
 */
export function narrowsEscalation(
  condition: Value | undefined,
  scenario: Scenario,
  passedTo: string | undefined,
): Verdict {
  const others = narrows(condition, scenario, key => key !== PASSED_TO && (isResourceKey(key) || isGuard(key)));
  const services = valuesOf(condition, scenario, PASSED_TO);
  if (services.length === 0) return others;
  if (passedTo === undefined) return anyOf([others, 'pass']);
  return anyOf([others, negate(anyOf(services.map(pattern => matchesText(pattern, passedTo))))]);
}

const PASSED_TO = 'iam:passedtoservice';

/** Keys that say what a principal may be given; a Deny with them is how administration is delegated safely. */
function isGuard(key: string): boolean {
  return key === 'iam:permissionsboundary' || key === 'iam:policyarn';
}

/** Whether a Condition of Deny is about what is reached or given, whatever it asks: it is a guard rail on purpose. */
export function guardsResources(condition: Value | undefined, scenario: Scenario): boolean {
  return testsOf(condition, scenario).some(({ key }) => key !== undefined && (isResourceKey(key) || isGuard(key)));
}

/** The values that a Condition asks of a key. */
function valuesOf(condition: Value | undefined, scenario: Scenario, wanted: string): readonly Pattern[] {
  return testsOf(condition, scenario).flatMap(({ operator, key, value }) => {
    if (key !== wanted || !isPositive(operator)) return [];
    const given = chosen(value, scenario);
    const items = listOf(given)?.items ?? (given ? [given] : []);
    return items.flatMap(item => patternOf(chosen(item, scenario) ?? item, scenario) ?? []);
  });
}

/** All operators and keys must hold together, so one that narrows is enough. */
function narrows(
  condition: Value | undefined,
  scenario: Scenario,
  counts: (key: string) => boolean,
  saysNothing: (text: string) => boolean = () => false,
): Verdict {
  return anyOf(
    testsOf(condition, scenario).flatMap(({ operator, key, value }): Verdict[] => {
      if (operator === undefined) return ['unknown'];
      if (!isPositive(operator)) return [];
      if (key === undefined || !value) return ['unknown'];
      return counts(key) ? [limits(value, scenario, saysNothing)] : [];
    }),
  );
}

/**
 * Operators that ask for a value. The negated ones, `…IfExists` and `ForAllValues` also hold where the key is
 * missing from the request, `Null` asks only whether it is there.
 */
function isPositive(operator: string | undefined): boolean {
  if (operator === undefined) return false;
  const name = operator.replace(/^ForAnyValue:/i, '').toLowerCase();
  if (name.startsWith('forallvalues:') || name.endsWith('ifexists') || name.includes('not')) return false;
  return /^(string|arn|ip|numeric|date|bool|binary)/.test(name);
}

/** Whether values of a condition exclude something: one that is all wildcards does not. */
function limits(value: Value, scenario: Scenario, saysNothing: (text: string) => boolean): Verdict {
  const settled = chosen(value, scenario);
  const items = listOf(settled)?.items ?? (settled ? [settled] : []);
  if (items.length === 0) return 'fail';
  let result: Verdict = 'pass';
  for (const item of items) {
    const chosenItem = chosen(item, scenario);
    const pattern = chosenItem && patternOf(chosenItem, scenario);
    if (!pattern) return 'unknown';
    const text = exactText(pattern);
    if (text !== undefined && (/^(\*+|0\.0\.0\.0\/0|::\/0|)$/.test(text) || saysNothing(text))) return 'fail';
    if (text === undefined && matchesEverything(pattern) !== 'fail' && isDoubtful(chosenItem)) result = 'unknown';
  }
  return result;
}

/**
 * A value from outside (an organisation's id from a parameter) is taken to say something; only `anything at all` is in
 * doubt.
 */
function isDoubtful(value: Value): boolean {
  return value.kind === 'unknown' && (value.reason === 'not-supported' || value.alternatives.length > 0);
}

function hasKey(keys: readonly string[], key: string): boolean {
  return keys.includes(key) || keys.some(known => known.endsWith('*') && key.startsWith(known.slice(0, -1)));
}
