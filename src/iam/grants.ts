import type { PredicateSubject } from '../model/predicate.ts';
import { anyOf, negate, type Outcome, type Verdict } from '../model/verdict.ts';
import {
  isEveryAction,
  isWholeService,
  limitedActionAt,
  namesAction,
  supportsResources,
  supportsResourcesAt,
} from './actions.ts';
import { all, type Found, some } from './combination.ts';
import { narrowsResource } from './conditions.ts';
import { coversAction, denied } from './coverage.ts';
import { exactText, matchesEveryArn, matchesEverything, type Pattern } from './match.ts';
import type { Statement } from './policy.ts';
import { denialsBeside } from './siblings.ts';

/** Every action on every resource. A Condition does not excuse it: what is left is still administration. */
export function allowsAdmin(statement: Statement): Outcome {
  return all(statement, [some(statement.action, isEveryAction), some(statement.resource, matchesEveryArn)]);
}

/** `Action: "*"`; with `with.exceptAdmin`, only where Resource limits it. */
export function allowsEveryAction(statement: Statement, subject: PredicateSubject): Outcome {
  const found = some(statement.action, isEveryAction);
  if (subject.with['exceptAdmin'] !== true || !statement.resource) return all(statement, [found]);
  const limited = some(statement.resource, matchesEveryArn);
  return all(statement, [
    found,
    { ...limited, span: found.span, verdict: negate(limited.verdict), reason: found.reason },
  ]);
}

/** `s3:*`; with `with.services`, only of these services, and `*` counts as well. */
export function allowsWholeService(statement: Statement, subject: PredicateSubject): Outcome {
  const services = subject.with['services'] as readonly string[] | undefined;
  if (!services) return all(statement, [some(statement.action, isWholeService)]);
  const test = (pattern: Pattern): Verdict => {
    const text = exactText(pattern)?.toLowerCase();
    if (text === undefined) return isWholeService(pattern);
    return services.some(service => text === `${service}:*`) || isEveryAction(pattern) === 'pass' ? 'pass' : 'fail';
  };
  return all(statement, [some(statement.action, test)]);
}

/** `Resource: "*"` for an action that could name its resources, and no Condition that limits them. */
export function allowsWildcardResource(statement: Statement, subject: PredicateSubject): Outcome {
  const actions = some(statement.action, supportsResources, statement.notAction);
  const resource = some(statement.resource, matchesEverything);
  const reason = `${resource.reason}, and ${actions.reason.replace(/^\S+ has /, '')} can be limited to named resources`;
  return all(statement, [
    { ...resource, reason },
    { ...actions, span: resource.span, reason },
    unnarrowed(statement, subject),
  ]);
}

/**
 * One of `with.actions`, also through wildcards. `with.resource: any` asks that the resource does not matter;
 * without it, only `Resource: "*"` counts. A Condition that limits what is reached excuses it.
 */
export function allowsActions(statement: Statement, subject: PredicateSubject): Outcome {
  const wanted = (subject.with['actions'] ?? []) as readonly string[];
  const outcome = all(statement, grantOf(wanted, statement, subject));
  if (outcome.verdict !== 'pass') return outcome;
  const denials = denialsBeside(statement, subject);
  if (denials.length === 0) return outcome;
  const left = wanted.filter(action => denied(action, denials, subject) === 'fail');
  return all(statement, grantOf(left, statement, subject));
}

function grantOf(wanted: readonly string[], statement: Statement, subject: PredicateSubject): readonly Found[] {
  const parts = [namesOne(wanted, statement)];
  if (subject.with['resource'] !== 'any')
    parts.push({ ...some(statement.resource, everyResourceOf(subject)), span: parts[0]!.span });
  if (subject.with['conditions'] !== 'ignored') parts.push(unnarrowed(statement, subject));
  return parts;
}

/** NotAction names those of the wanted actions that it does not leave out. */
function namesOne(wanted: readonly string[], statement: Statement): Found {
  const { action, notAction } = statement;
  const test = (pattern: Pattern) => namesAction(pattern, wanted);
  const found = some(
    action,
    pattern => test(pattern).verdict,
    notAction,
    pattern => test(pattern).action,
  );
  if (action || !notAction) return found;
  return { ...found, verdict: anyOf(wanted.map(one => coversAction(statement, one))) };
}

/** An action of one of `with.levels` that could name its resources, on `Resource: "*"`. */
export function allowsAccessLevel(statement: Statement, subject: PredicateSubject): Outcome {
  const levels = (subject.with['levels'] ?? []) as readonly string[];
  const test = (pattern: Pattern) => supportsResourcesAt(pattern, levels);
  const found = some(statement.action, test, statement.notAction, pattern => limitedActionAt(pattern, levels));
  const resource = some(statement.resource, matchesEverything);
  return all(statement, [found, { ...resource, span: found.span }, unnarrowed(statement, subject)]);
}

/**
 * A wildcard anywhere in an action or a resource; not `Resource: "*"` where no action accepts anything else, and not
 * the end of a log group's ARN.
 */
export function allowsAnyWildcard(statement: Statement): Outcome {
  const holds = (pattern: Pattern): Verdict => {
    if (pattern.pieces.some(piece => typeof piece === 'string' && piece.includes('*'))) return 'pass';
    return pattern.missing === undefined ? 'fail' : 'unknown';
  };
  const action = some(statement.action, holds);
  const needed = negate(some(statement.action, supportsResources, statement.notAction).verdict);
  const resource = some(statement.resource, pattern =>
    exactText(pattern) === '*' ? negate(needed) : isLogGroup(pattern, statement) ? 'fail' : holds(pattern),
  );
  return all(statement, [action.verdict === 'pass' || resource.verdict === 'fail' ? action : resource]);
}

/**
 * The ARN of one log group with the `:*` that CloudFormation's GetAtt gives it and Terraform's attribute does not: it
 * names the group's streams and nothing else. `${group.arn}:*` counts where all actions are those of Logs.
 */
function isLogGroup(pattern: Pattern, { action }: Statement): boolean {
  const shown = pattern.pieces
    .map(piece => (typeof piece === 'string' ? piece : piece.hole === 'name' ? '?' : '*'))
    .join('');
  if (/^[^*]*:log-group:[^:*]+:\*$/.test(shown)) return true;
  return shown === '?:*' && action !== undefined && action.patterns.every(one => exactText(one)?.startsWith('logs:'));
}

function everyResourceOf(subject: PredicateSubject): (pattern: Pattern) => Verdict {
  const alike = (subject.with['resources'] ?? []) as readonly string[];
  return pattern => {
    const text = exactText(pattern);
    return text !== undefined && alike.includes(text) ? 'pass' : matchesEverything(pattern);
  };
}

function unnarrowed(statement: Statement, subject: PredicateSubject): Found {
  const condition = statement.condition;
  if (!condition) return { verdict: 'pass', span: statement.span, reason: '' };
  const narrowed = narrowsResource(condition.value, subject);
  return { verdict: negate(narrowed), span: condition.property.span, reason: 'a condition limits it' };
}
