import { chosen, type PredicateSubject } from '../model/predicate.ts';
import type { Span } from '../model/source.ts';
import type { Value } from '../model/value.ts';
import type { Verdict } from '../model/verdict.ts';
import { wildcardMatch } from '../model/wildcard.ts';

/**
 * An action, ARN or principal of a policy as far as the files give it. `name` stands for text that is decided at
 * deployment but is no wildcard (the ARN of a resource); `anything` may turn out to be a wildcard as well.
 */
export interface Pattern {
  readonly pieces: readonly (string | Hole)[];
  readonly span: Span;
  /** What is missing, in the user's words; absent where everything is known. */
  readonly missing?: string;
}

export interface Hole {
  readonly hole: 'name' | 'anything';
}

const MAX_PIECES = 1000;

/** Pseudo parameters and their like in Terraform: numbers and names of AWS, never wildcards. */
const NAMES =
  /^AWS::(AccountId|Partition|Region|StackId|StackName|URLSuffix)$|^data\.aws_(caller_identity|partition|region)\./;

/** Parameters, variables and outputs that are called an ARN (`TableArn`, `var.key_arns[0]`) hold one, or a list of them. */
const ARNS = /(?:[^A-Za-z]arn|[a-z0-9]Arn|ARN)s?(?:\[\w*\]|\))?$/;

/**
 * The pattern that a scalar, a text with holes, a reference or an unknown stands for; undefined for lists and objects.
 */
export function patternOf(value: Value, subject: Pick<PredicateSubject, 'assume'>): Pattern | undefined {
  switch (value.kind) {
    case 'scalar':
      return value.value === null ? undefined : { pieces: [String(value.value)], span: value.span };
    case 'reference':
      return { pieces: [{ hole: 'name' }], span: value.span };
    case 'unknown':
      return isNoWildcard(value.missing)
        ? { pieces: [{ hole: 'name' }], span: value.span }
        : { pieces: [{ hole: 'anything' }], span: value.span, missing: value.missing };
    case 'template': {
      const pieces: (string | Hole)[] = [];
      let missing: string | undefined;
      for (const part of value.parts.slice(0, MAX_PIECES)) {
        if (typeof part === 'string') {
          pieces.push(part);
          continue;
        }
        const settled = chosen(part, subject);
        const inner = settled && patternOf(settled, subject);
        pieces.push(...(inner?.pieces ?? [{ hole: 'anything' } as const]));
        missing ??= inner?.missing;
      }
      return { pieces, span: value.span, missing };
    }
    case 'list':
    case 'object':
      return undefined;
  }
}

function isNoWildcard(missing: string): boolean {
  return NAMES.test(missing) || ARNS.test(missing);
}

/** The text of a pattern without holes, otherwise undefined. */
export function exactText(pattern: Pattern): string | undefined {
  let text = '';
  for (const piece of pattern.pieces) {
    if (typeof piece !== 'string') return undefined;
    text += piece;
  }
  return text;
}

/** The pattern as a person would write it, holes as `…`. */
export function showPattern(pattern: Pattern): string {
  return pattern.pieces.map(piece => (typeof piece === 'string' ? piece : '…')).join('');
}

/** Whether the pattern is nothing but wildcards, and so matches whatever there is. */
export function matchesEverything(pattern: Pattern): Verdict {
  const text = exactText(pattern);
  if (text !== undefined) return /^\*+$/.test(text) ? 'pass' : 'fail';
  const possible = pattern.pieces.every(piece =>
    typeof piece === 'string' ? /^\**$/.test(piece) : piece.hole === 'anything',
  );
  return possible ? 'unknown' : 'fail';
}

/** Whether the pattern matches every ARN: `*`, and spellings such as `arn:aws:*` or `arn:*:*:*:*:*`. */
export function matchesEveryArn(pattern: Pattern): Verdict {
  const text = exactText(pattern);
  if (text === undefined) return matchesEverything(pattern);
  return /^\*+$/.test(text) || /^arn:(aws[a-z-]*|\*)(:\*)*$/.test(text) ? 'pass' : 'fail';
}

/**
 * Whether the pattern names all resources of a kind: `*`, `arn:aws:iam::111122223333:role/*`. Which partition, region
 * and account it is does not matter.
 */
export function matchesEveryOfKind(pattern: Pattern): Verdict {
  const everything = matchesEverything(pattern);
  if (everything !== 'fail') return everything;
  const shown = pattern.pieces.map(piece => (typeof piece === 'string' ? piece : '?')).join('');
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:[\w-]+[/:])?\*[*/:]*$/.test(shown) || /^arn:[^:]*(?::\*)+$/.test(shown)
    ? 'pass'
    : 'fail';
}

/**
 * Whether the pattern matches a text, by the rules of IAM: `*` is any text, `?` one character. Holes make a possible
 * match unknown. Letter case does not count, as for actions.
 */
export function matchesText(pattern: Pattern, text: string): Verdict {
  const exact = exactText(pattern);
  if (exact !== undefined) return wildcardMatch(exact.toLowerCase(), text.toLowerCase()) ? 'pass' : 'fail';
  const widest = pattern.pieces.map(piece => (typeof piece === 'string' ? piece : '*')).join('');
  return wildcardMatch(widest.toLowerCase(), text.toLowerCase()) ? 'unknown' : 'fail';
}
