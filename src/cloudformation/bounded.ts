import type { Span } from '../model/source.ts';
import { type UnknownValue, unknown, type Value } from '../model/value.ts';

/** Parts of one value, and characters of its texts: more than any service takes. */
export const MAX_PARTS = 10_000;
export const MAX_CHARACTERS = 1_000_000;

/** What is too large to be gone on with. */
export function tooLarge(span: Span): UnknownValue {
  return unknown('bound-exceeded', 'a value that is too large', span);
}

/**
 * An output for other stacks, unknown where it is too large: stacks that each repeat what they take from the one before
 * would multiply it.
 */
export function bounded(value: Value): Value {
  return spend(value, { parts: MAX_PARTS, characters: MAX_CHARACTERS }) ? value : tooLarge(value.span);
}

interface Left {
  parts: number;
  characters: number;
}

/** False where nothing is left. */
function spend(part: Value | string | undefined, left: Left): boolean {
  if (part === undefined) return true;
  if (typeof part === 'string') left.characters -= part.length;
  if (--left.parts < 0 || left.characters < 0) return false;
  if (typeof part === 'string') return true;
  switch (part.kind) {
    case 'scalar':
      return typeof part.value !== 'string' || spend(part.value, left);
    case 'list':
      return part.items.every(item => spend(item, left));
    case 'object':
      return [...part.properties.values()].every(({ value }) => spend(value, left));
    case 'template':
      return part.parts.every(inner => spend(inner, left)) && spend(part.structure, left);
    case 'reference':
      return true;
    case 'unknown':
      return part.alternatives.every(({ value }) => spend(value, left));
  }
}
