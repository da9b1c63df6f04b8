import type { Span } from '../model/source.ts';
import { type UnknownValue, unknown } from '../model/value.ts';
import { fail, type Scope } from './scope.ts';

/** Reports a call whose arguments are not what the function needs; its value is unknown. */
export function wrongArguments(name: string, needed: string, span: Span, scope: Scope): UnknownValue {
  fail(scope, 'template-wrong-arguments', `${name} needs ${needed}.`, span);
  return unknown('not-supported', `${name} with other arguments`, span);
}
