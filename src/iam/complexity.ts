import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { objectOf } from '../model/value.ts';
import type { Outcome } from '../model/verdict.ts';
import type { Element, Statement } from './policy.ts';
import { statementsOf } from './policy.ts';

/**
 * Passes where a policy document is easy enough to review: it has fewer than `with.limit` points. A statement is one
 * point; so is each service after its first, each wildcard inside an action or a resource, each NotAction, NotResource
 * and NotPrincipal, and each test of a Condition. Denying beside allowing is two. Unknown where parts that the files do
 * not show could make the difference.
 */
export function policyIsSimple(subject: PredicateSubject): Outcome {
  const limit = Number(subject.with['limit']);
  const span = subject.property?.span ?? subject.value?.span ?? subject.resource.nameSpan;
  const { statements, unknown } = statementsOf(subject.value, subject);
  const mixes =
    statements.some(({ allows }) => allows === 'pass') && statements.some(({ allows }) => allows === 'fail');
  const points = statements.reduce((sum, statement) => sum + pointsOf(statement, subject), mixes ? 2 : 0);
  if (points >= limit) return { verdict: 'fail', span, reason: `it has ${points} points, and ${limit} are too many` };
  const isOpen = unknown !== undefined || statements.some(isOpenStatement);
  if (isOpen) return { verdict: 'unknown', span, reason: `it has ${points} points, and parts of it are not known` };
  return { verdict: 'pass', span, reason: `it has ${points} points` };
}

function pointsOf(statement: Statement, subject: PredicateSubject): number {
  const { action, notAction, resource, notResource, notPrincipal } = statement;
  const inverses = [notAction, notResource, notPrincipal].filter(element => element !== undefined).length;
  const services = new Set(textsOf(action ?? notAction).map(text => text.split(':')[0]));
  const wildcards = [action, notAction, resource, notResource].flatMap(textsOf).filter(isPartial).length;
  return 1 + inverses + Math.max(services.size - 1, 0) + wildcards + testsOf(statement, subject);
}

/** `s3:Get*` has to be looked up; `*` alone says all there is to say. */
function isPartial(text: string): boolean {
  return /[*?]/.test(text) && text !== '*';
}

/** What is decided at deployment stands as nothing. */
function textsOf(element: Element | undefined): readonly string[] {
  const patterns = element?.patterns ?? [];
  return patterns.map(({ pieces }) => pieces.filter(piece => typeof piece === 'string').join(''));
}

function testsOf({ condition }: Statement, subject: PredicateSubject): number {
  const operators = objectOf(chosen(condition?.value, subject));
  let tests = 0;
  for (const { value } of operators?.properties.values() ?? [])
    tests += objectOf(chosen(value, subject))?.properties.size ?? 1;
  return tests;
}

function isOpenStatement({ action, notAction, resource, notResource, condition }: Statement): boolean {
  const elements = [action, notAction, resource, notResource];
  return elements.some(element => element?.open === true) || condition?.value.kind === 'unknown';
}
