import type { Span } from '../model/source.ts';
import type { Property } from '../model/value.ts';
import { allOf, negate, type Outcome, type Verdict } from '../model/verdict.ts';
import { type Pattern, showPattern } from './match.ts';
import type { Element, Statement } from './policy.ts';

/** What was found, before it is combined: the verdict, and the text of the policy that decided it. */
export interface Found {
  readonly verdict: Verdict;
  /** Absent: the statement as a whole. */
  readonly span?: Span;
  readonly reason: string;
}

/**
 * Whether some text of an element satisfies the test: the first that does decides. `inverse` is the element of
 * the same name with Not: it leaves out a few and names all the rest. `example` says what a wildcard takes in.
 */
export function some(
  element: Element | undefined,
  test: (pattern: Pattern) => Verdict,
  inverse?: Element,
  example?: (pattern: Pattern) => string | undefined,
): Found {
  if (!element) {
    if (!inverse) return { verdict: 'fail', reason: 'the element is absent' };
    return {
      verdict: 'pass',
      span: inverse.property.span,
      reason: `${nameOf(inverse.property)} names all but a few`,
    };
  }
  const { property, patterns, open } = element;
  let possible: Pattern | undefined;
  for (const pattern of patterns) {
    const verdict = test(pattern);
    if (verdict === 'pass') {
      const shown = showPattern(pattern);
      const one = shown !== '*' && shown.includes('*') ? example?.(pattern) : undefined;
      const reason = `${nameOf(property)} has "${shown}"${one === undefined ? '' : `, which allows ${one}`}`;
      return { verdict, span: pattern.span, reason };
    }
    if (verdict === 'unknown') possible ??= pattern;
  }
  if (possible) {
    return {
      verdict: 'unknown',
      span: possible.span,
      reason: `${nameOf(property)} depends on ${possible.missing ?? 'what is not in the files'}`,
    };
  }
  if (open)
    return {
      verdict: 'unknown',
      span: property.span,
      reason: `${nameOf(property)} may have more items than the files show`,
    };
  return { verdict: 'fail', span: property.span, reason: `${nameOf(property)} has no such item` };
}

const PRINCIPAL_KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** The kind of a principal says little by itself. */
function nameOf({ writtenAs }: Property): string {
  return PRINCIPAL_KINDS.has(writtenAs) ? `Principal.${writtenAs}` : writtenAs;
}

/** All parts and Effect Allow. The first part that decides gives the place and the words. */
export function all(statement: Statement, parts: readonly Found[]): Outcome {
  const allows: Found = { verdict: statement.allows, span: statement.effect?.span, reason: sayEffect(statement) };
  return conjunction(statement.span, [...parts, allows]);
}

export function conjunction(whole: Span, parts: readonly Found[]): Outcome {
  const verdict = allOf(parts.map(part => part.verdict));
  const decisive = parts.find(part => part.verdict === verdict) ?? parts[0]!;
  return { verdict, span: decisive.span ?? whole, reason: decisive.reason };
}

export function denies(statement: Statement): Found {
  return { verdict: negate(statement.allows), span: statement.effect?.span, reason: sayEffect(statement) };
}

function sayEffect(statement: Statement): string {
  const name = statement.effect?.writtenAs ?? 'Effect';
  if (statement.allows === 'unknown') return `${name} is not known`;
  return statement.allows === 'pass' ? `${name} is Allow` : `${name} is not Allow`;
}
