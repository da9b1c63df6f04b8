import type { Predicate, PredicateSubject } from '../../model/predicate.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions about what the parameters of a rule allow. */
export const allowedPredicates: Readonly<Record<string, Predicate>> = {
  'values.allow': allows,
};

/**
 * Passes where `with.value`, what the service takes when nothing is said, is one of the texts of `with.allowed`. The
 * place is the resource's name: nothing is written that could be shown.
 */
function allows({ resource, with: inputs }: PredicateSubject): Outcome {
  const value = String(inputs['value'] ?? '');
  const allowed: readonly unknown[] = Array.isArray(inputs['allowed']) ? inputs['allowed'] : [inputs['allowed']];
  const verdict = allowed.includes(value) ? 'pass' : 'fail';
  const words = verdict === 'pass' ? 'which is allowed' : 'which is not allowed';
  return { verdict, span: resource.nameSpan, reason: `nothing is said, so it is ${value}, ${words}` };
}
