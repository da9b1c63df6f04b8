import type { PredicateSubject } from '../model/predicate.ts';
import { textOf } from '../model/value.ts';
import type { Outcome, Verdict } from '../model/verdict.ts';
import { isEveryAction, isWholeService, namesAction } from './actions.ts';
import { conjunction, denies, type Found, some } from './combination.ts';
import type { Pattern } from './match.ts';
import { type Statement, statementsOf } from './policy.ts';
import { everybody } from './public-access.ts';

/** Deny for everybody where `aws:SecureTransport` is false: of every action of the service, or of one of `with.actions`. */
export function deniesPlainHttp(statement: Statement, subject: PredicateSubject): Outcome {
  const transport = insecureTransport(statement, subject);
  const wanted = subject.with['actions'] as readonly string[] | undefined;
  const action = some(statement.action, pattern =>
    wanted ? namesAction(pattern, wanted).verdict : wholeAccess(pattern),
  );
  return conjunction(statement.span, [denies(statement), everybody(statement), action, transport]);
}

/** Deny, without a Condition, for everybody, of changing the policy itself: nobody but the root user can repair it. */
export function locksOut(statement: Statement): Outcome {
  const action = some(statement.action, pattern => namesAction(pattern, ['s3:PutBucketPolicy']).verdict);
  const free: Found = {
    verdict: statement.condition ? 'fail' : 'pass',
    span: statement.span,
    reason: 'a condition limits it',
  };
  return conjunction(statement.span, [action, everybody(statement), free, denies(statement)]);
}

/** Whether a policy document has a statement that denies plain HTTP. */
export function policyDeniesPlainHttp(subject: PredicateSubject): Outcome {
  const { statements, unknown } = statementsOf(subject.value, subject);
  const outcomes = statements.map(statement => deniesPlainHttp(statement, subject));
  const span = unknown?.span ?? subject.property?.span ?? subject.value?.span ?? subject.resource.nameSpan;
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
