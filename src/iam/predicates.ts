import type { Predicate, PredicateSubject } from '../model/predicate.ts';
import type { Span } from '../model/source.ts';
import { textOf } from '../model/value.ts';
import { allOf, negate, type Outcome, type Verdict } from '../model/verdict.ts';
import { isOnlyActiveKey } from './access-keys.ts';
import { isEveryAction, isWholeService, namesAction, supportsResources, supportsResourcesAt } from './actions.ts';
import { narrowsPrincipal, narrowsResource } from './conditions.ts';
import { escalates } from './escalation.ts';
import { githubSubjectRestricted } from './github.ts';
import { attachedPolicyIsBroad, attachedPolicyIsNamed } from './managed-policies.ts';
import { exactText, matchesEveryArn, matchesEverything, type Pattern, showPattern } from './match.ts';
import { type Element, type Statement, statementOf, statementsOf } from './policy.ts';

/**
 * Questions about policies. Those of the form `allows-…` are about one statement: they pass where it does allow
 * it, so rules use them under `not`.
 */
export const iamPredicates: Readonly<Record<string, Predicate>> = {
  'iam.allows-admin': ofStatement(allowsAdmin),
  'iam.allows-every-action': ofStatement(allowsEveryAction),
  'iam.allows-whole-service': ofStatement(allowsWholeService),
  'iam.allows-wildcard-resource': ofStatement(allowsWildcardResource),
  'iam.allows-actions': ofStatement(allowsActions),
  'iam.allows-access-level': ofStatement(allowsAccessLevel),
  'iam.allows-any-wildcard': ofStatement(allowsAnyWildcard),
  'iam.allows-everybody': ofStatement(allowsEverybody),
  'iam.allows-all-principals-but': ofStatement(allowsAllPrincipalsBut),
  'iam.github-subject-restricted': ofStatement(githubSubjectRestricted),
  'iam.denies-plain-http': ofStatement(deniesPlainHttp),
  'iam.locks-out': ofStatement(locksOut),
  'iam.policy-denies-plain-http': policyDeniesPlainHttp,
  'iam.escalates': escalates,
  'iam.only-active-key': isOnlyActiveKey,
  'iam.attached-policy-is': attachedPolicyIsNamed,
  'iam.attached-policy-is-broad': attachedPolicyIsBroad,
};

/** What was found, before it is combined: the verdict, and the text of the policy that decided it. */
interface Found {
  readonly verdict: Verdict;
  /** Absent: the statement as a whole. */
  readonly span?: Span;
  readonly reason: string;
}

type Question = (statement: Statement, subject: PredicateSubject) => Outcome;

function ofStatement(question: Question): Predicate {
  return subject => {
    const statement = statementOf(subject.value, subject);
    if (statement) {
      const outcome = question(statement, subject);
      return statement.declaredIn === undefined ? outcome : { declaredIn: statement.declaredIn, ...outcome };
    }
    const span = subject.value?.span ?? subject.resource.nameSpan;
    const missing =
      subject.value?.kind === 'unknown' ? `the statement depends on ${subject.value.missing}` : 'it is no statement';
    return {
      verdict: subject.value?.kind === 'unknown' || subject.value?.kind === 'template' ? 'unknown' : 'fail',
      span,
      reason: missing,
    };
  };
}

/** Every action on every resource. A Condition does not excuse it: what is left is still administration. */
function allowsAdmin(statement: Statement): Outcome {
  return all(statement, [some(statement.action, isEveryAction), some(statement.resource, matchesEveryArn)]);
}

/** `Action: "*"`; with `with.exceptAdmin`, only where Resource limits it. */
function allowsEveryAction(statement: Statement, subject: PredicateSubject): Outcome {
  const found = some(statement.action, isEveryAction);
  if (subject.with['exceptAdmin'] !== true || !statement.resource) return all(statement, [found]);
  const limited = some(statement.resource, matchesEveryArn);
  return all(statement, [
    found,
    { ...limited, span: found.span, verdict: negate(limited.verdict), reason: found.reason },
  ]);
}

/** `s3:*`; with `with.services`, only of these services, and `*` counts as well. */
function allowsWholeService(statement: Statement, subject: PredicateSubject): Outcome {
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
function allowsWildcardResource(statement: Statement, subject: PredicateSubject): Outcome {
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
function allowsActions(statement: Statement, subject: PredicateSubject): Outcome {
  const wanted = (subject.with['actions'] ?? []) as readonly string[];
  const found = some(statement.action, pattern => namesAction(pattern, wanted).verdict, statement.notAction);
  const parts = [found];
  if (subject.with['resource'] !== 'any')
    parts.push({ ...some(statement.resource, everyResourceOf(subject)), span: found.span });
  if (subject.with['conditions'] !== 'ignored') parts.push(unnarrowed(statement, subject));
  return all(statement, parts);
}

/** An action of one of `with.levels` that could name its resources, on `Resource: "*"`. */
function allowsAccessLevel(statement: Statement, subject: PredicateSubject): Outcome {
  const levels = (subject.with['levels'] ?? []) as readonly string[];
  const found = some(statement.action, pattern => supportsResourcesAt(pattern, levels), statement.notAction);
  const resource = some(statement.resource, matchesEverything);
  return all(statement, [found, { ...resource, span: found.span }, unnarrowed(statement, subject)]);
}

/** A wildcard anywhere in an action or a resource. */
function allowsAnyWildcard(statement: Statement): Outcome {
  const test = (pattern: Pattern): Verdict => {
    if (pattern.pieces.some(piece => typeof piece === 'string' && piece.includes('*'))) return 'pass';
    return pattern.missing === undefined ? 'fail' : 'unknown';
  };
  const action = some(statement.action, test);
  const resource = some(statement.resource, test);
  return all(statement, [action.verdict === 'pass' || resource.verdict === 'fail' ? action : resource]);
}

/**
 * `Principal: "*"`, or a wildcard as the account. A Condition that fixes the caller excuses it, unless
 * `with.conditions` is `ignored`; `with.actions` limits the question to statements about these.
 */
function allowsEverybody(statement: Statement, subject: PredicateSubject): Outcome {
  const parts = [everybody(statement)];
  const wanted = subject.with['actions'] as readonly string[] | undefined;
  if (wanted) {
    const actions = some(statement.action, pattern => namesAction(pattern, wanted).verdict, statement.notAction);
    parts.push({ ...actions, span: parts[0]!.span, reason: `${parts[0]!.reason}, ${actions.reason}` });
  }
  if (subject.with['conditions'] !== 'ignored' && statement.condition) {
    const { property, value } = statement.condition;
    parts.push({
      verdict: negate(narrowsPrincipal(value, subject)),
      span: property.span,
      reason: 'a condition fixes the caller',
    });
  }
  return all(statement, parts);
}

/** `NotPrincipal` with Allow: everybody else, anonymous callers too. */
function allowsAllPrincipalsBut(statement: Statement): Outcome {
  const property = statement.notPrincipal;
  if (!property) return all(statement, [{ verdict: 'fail', span: statement.span, reason: 'there is no NotPrincipal' }]);
  return all(statement, [
    { verdict: 'pass', span: property.span, reason: `${property.writtenAs} with Allow admits everybody else` },
  ]);
}

/** Deny for everybody where `aws:SecureTransport` is false. */
function deniesPlainHttp(statement: Statement, subject: PredicateSubject): Outcome {
  const transport = insecureTransport(statement, subject);
  const action = some(statement.action, pattern => wholeAccess(pattern));
  return conjunction(statement.span, [denies(statement), everybody(statement), action, transport]);
}

/** Deny, without a Condition, for everybody, of changing the policy itself: nobody but the root user can repair it. */
function locksOut(statement: Statement): Outcome {
  const action = some(statement.action, pattern => namesAction(pattern, ['s3:PutBucketPolicy']).verdict);
  const free: Found = {
    verdict: statement.condition ? 'fail' : 'pass',
    span: statement.span,
    reason: 'a condition limits it',
  };
  return conjunction(statement.span, [action, everybody(statement), free, denies(statement)]);
}

/** Whether a policy document has a statement that denies plain HTTP. */
function policyDeniesPlainHttp(subject: PredicateSubject): Outcome {
  const { statements, unknown } = statementsOf(subject.value, subject);
  const outcomes = statements.map(statement => deniesPlainHttp(statement, subject));
  const span = unknown?.span ?? subject.value?.span ?? subject.resource.nameSpan;
  const decided =
    outcomes.find(outcome => outcome.verdict === 'pass') ?? outcomes.find(outcome => outcome.verdict === 'unknown');
  if (decided) return decided;
  if (unknown) return { verdict: 'unknown', span, reason: 'the policy document is not known' };
  return { verdict: 'fail', span, reason: 'no statement denies requests without TLS' };
}

function insecureTransport(statement: Statement, subject: PredicateSubject): Found {
  const span = statement.condition?.property.span ?? statement.span;
  const text = JSON.stringify(plain(statement.condition?.value)).toLowerCase();
  const found = /"bool(ifexists)?":\{[^}]*"aws:securetransport":\[?"?false/.test(text);
  const open = subject.value?.kind === 'unknown' || text.includes('"$unknown"');
  return { verdict: found ? 'pass' : open ? 'unknown' : 'fail', span, reason: 'aws:SecureTransport is false' };
}

/** A small value as plain data, holes as `$unknown`. Conditions are shallow; deeper parts are left out. */
function plain(value: Parameters<typeof textOf>[0], depth = 0): unknown {
  if (!value || depth > 6) return null;
  if (value.kind === 'object')
    return Object.fromEntries(
      [...value.properties].map(([name, property]) => [name, plain(property.value, depth + 1)]),
    );
  if (value.kind === 'list') return value.items.map(item => plain(item, depth + 1));
  return textOf(value) ?? '$unknown';
}

function wholeAccess(pattern: Pattern): Verdict {
  const every = isEveryAction(pattern);
  return every === 'pass' ? 'pass' : isWholeService(pattern);
}

function denies(statement: Statement): Found {
  return { verdict: negate(statement.allows), span: statement.effect?.span, reason: sayEffect(statement) };
}

function sayEffect(statement: Statement): string {
  const name = statement.effect?.writtenAs ?? 'Effect';
  if (statement.allows === 'unknown') return `${name} is not known`;
  return statement.allows === 'pass' ? `${name} is Allow` : `${name} is not Allow`;
}

const WILDCARD_ACCOUNT = /^(\*+|arn:[^:]*:(iam|sts)::\*(:.*)?)$/;

function everybody(statement: Statement): Found {
  const { principal } = statement;
  if (!principal) return { verdict: 'fail', span: statement.span, reason: 'no principal is named' };
  const { writtenAs, span } = principal.property;
  if (principal.unknown)
    return { verdict: 'unknown', span, reason: `${writtenAs} depends on ${principal.unknown.missing}` };
  let possible: Found | undefined;
  for (const [kind, element] of principal.kinds) {
    if (kind !== '*' && kind !== 'AWS') continue;
    const found = some(element, pattern => {
      const text = exactText(pattern);
      return text === undefined ? matchesEverything(pattern) : WILDCARD_ACCOUNT.test(text) ? 'pass' : 'fail';
    });
    if (found.verdict === 'pass') return found;
    if (found.verdict === 'unknown') possible = found;
  }
  return possible ?? { verdict: 'fail', span, reason: `${writtenAs} names who is admitted` };
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

/**
 * Whether some text of an element satisfies the test: the first that does decides. `inverse` is the element of
 * the same name with Not: it leaves out a few and names all the rest.
 */
function some(element: Element | undefined, test: (pattern: Pattern) => Verdict, inverse?: Element): Found {
  if (!element) {
    if (!inverse) return { verdict: 'fail', reason: 'the element is absent' };
    return {
      verdict: 'pass',
      span: inverse.property.span,
      reason: `${inverse.property.writtenAs} names all but a few`,
    };
  }
  const { property, patterns, open } = element;
  let possible: Pattern | undefined;
  for (const pattern of patterns) {
    const verdict = test(pattern);
    if (verdict === 'pass')
      return { verdict, span: pattern.span, reason: `${property.writtenAs} has "${showPattern(pattern)}"` };
    if (verdict === 'unknown') possible ??= pattern;
  }
  if (possible) {
    return {
      verdict: 'unknown',
      span: possible.span,
      reason: `${property.writtenAs} depends on ${possible.missing ?? 'what is not in the files'}`,
    };
  }
  if (open)
    return {
      verdict: 'unknown',
      span: property.span,
      reason: `${property.writtenAs} may have more items than the files show`,
    };
  return { verdict: 'fail', span: property.span, reason: `${property.writtenAs} has no such item` };
}

/** All parts and Effect Allow. The first part that decides gives the place and the words. */
function all(statement: Statement, parts: readonly Found[]): Outcome {
  const allows: Found = { verdict: statement.allows, span: statement.effect?.span, reason: sayEffect(statement) };
  return conjunction(statement.span, [...parts, allows]);
}

function conjunction(whole: Span, parts: readonly Found[]): Outcome {
  const verdict = allOf(parts.map(part => part.verdict));
  const decisive = parts.find(part => part.verdict === verdict) ?? parts[0]!;
  return { verdict, span: decisive.span ?? whole, reason: decisive.reason };
}
