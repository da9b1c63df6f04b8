import type { Span } from '../model/source.ts';
import { type UnknownValue, unknown } from '../model/value.ts';
import { fail, type Scope, warn } from './scope.ts';

/** Reports a call whose arguments are not what the function needs; its value is unknown. */
export function wrongArguments(name: string, needed: string, span: Span, scope: Scope): UnknownValue {
  fail(scope, 'template-wrong-arguments', `${name} needs ${needed}.`, span);
  return unknown('not-supported', `${name} with other arguments`, span);
}

/**
 * Reports what only the transform AWS::LanguageExtensions understands, where the template does not ask for it. It is
 * evaluated all the same: that is what is meant.
 */
export function needsLanguageExtensions(what: string, span: Span, scope: Scope): void {
  if (scope.transforms.languageExtensions || scope.transforms.unseen !== undefined) return;
  const advice = 'Add AWS::LanguageExtensions to the Transform section, before AWS::Serverless-2016-10-31.';
  warn(scope, 'template-missing-transform', `${what} needs the transform AWS::LanguageExtensions.`, span, advice);
}
