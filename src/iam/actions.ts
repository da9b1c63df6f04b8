import { type AccessLevel, type IamAction, iamActionsMatching } from '../facts/iam.ts';
import type { Verdict } from '../model/verdict.ts';
import { exactText, matchesEverything, matchesText, type Pattern } from './match.ts';

/** Whether an action pattern is `*`, or `*:*`. */
export function isEveryAction(pattern: Pattern): Verdict {
  return exactText(pattern) === '*:*' ? 'pass' : matchesEverything(pattern);
}

/** Whether an action pattern is all actions of one service: `s3:*`. */
export function isWholeService(pattern: Pattern): Verdict {
  const text = exactText(pattern);
  if (text !== undefined) return /^[a-z0-9-]+:\*+$/i.test(text) ? 'pass' : 'fail';
  const shown = pattern.pieces.map(piece => (typeof piece === 'string' ? piece : HOLE)).join('');
  const colon = shown.indexOf(':');
  return colon < 0 || /^[*\0]*$/.test(shown.slice(colon + 1)) ? 'unknown' : 'fail';
}

const HOLE = '\0';

/**
 * Actions for which the list names a resource type that few of their calls have: metrics are put under a namespace,
 * which is no resource.
 */
const NOT_LIMITED_IN_PRACTICE = new Set(['cloudwatch:PutMetricData']);

/** Whether a pattern names an action that a statement's Resource can limit; AWS's list of actions decides. */
export function supportsResources(pattern: Pattern): Verdict {
  return someAction(pattern, isLimited);
}

/** Whether a pattern names an action of such an access level that a statement's Resource can limit. */
export function supportsResourcesAt(pattern: Pattern, levels: readonly string[]): Verdict {
  return someAction(pattern, action => isLimitedAt(action, levels));
}

/** One such action that a pattern names, preferably one that sets something: `s3:PutBucketPolicy`. */
export function limitedActionAt(pattern: Pattern, levels: readonly string[]): string | undefined {
  const text = exactText(pattern);
  if (text === undefined) return undefined;
  const found = iamActionsMatching(text).filter(action => isLimitedAt(action, levels));
  return (found.find(({ name }) => name.includes(':Put')) ?? found[0])?.name;
}

function isLimitedAt(action: IamAction, levels: readonly string[]): boolean {
  return isLimited(action) && levels.includes(action.access satisfies AccessLevel);
}

/** Whether a pattern names one of the actions; returns which. */
export function namesAction(pattern: Pattern, actions: readonly string[]): { verdict: Verdict; action?: string } {
  let possible: string | undefined;
  for (const action of actions) {
    const verdict = matchesText(pattern, action);
    if (verdict === 'pass') return { verdict, action };
    if (verdict === 'unknown') possible ??= action;
  }
  return possible === undefined ? { verdict: 'fail' } : { verdict: 'unknown', action: possible };
}

function isLimited(action: IamAction): boolean {
  return action.resourceTypes.length > 0 && !NOT_LIMITED_IN_PRACTICE.has(action.name);
}

/** A pattern with holes can become narrower, never a service that its text does not name: a match is possible. */
function someAction(pattern: Pattern, test: (action: IamAction) => boolean): Verdict {
  const text = exactText(pattern);
  if (text !== undefined) return iamActionsMatching(text).some(test) ? 'pass' : 'fail';
  const widest = pattern.pieces.map(piece => (typeof piece === 'string' ? piece : '*')).join('');
  return !widest.includes(':') || iamActionsMatching(widest).some(test) ? 'unknown' : 'fail';
}
