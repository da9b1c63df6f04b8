import type { Span } from '../../model/source.ts';
import { STRING } from './types.ts';
import { stringValue, type TerraformValue, type UnknownTerraformValue } from './values.ts';

/**
 * The text that parts make together: a string where all are known, otherwise an unknown that keeps its parts. Parts
 * of parts are taken over, so that the known beginning and end of a text are as long as they can be.
 */
export function textOfParts(given: readonly (string | TerraformValue)[], span: Span): TerraformValue {
  const parts = flattened(given);
  const holes = parts.filter(part => typeof part !== 'string');
  const [first] = holes;
  if (!first) return stringValue(parts.join(''), span);
  const sensitive = holes.some(hole => hole.sensitive);
  if (parts.length === 1 && first.kind === 'unknown' && first.type.kind === 'string' && first.notNull) {
    return sensitive ? { ...first, sensitive: true } : first;
  }
  const { reason, missing } = first as UnknownTerraformValue;
  const text: UnknownTerraformValue = { kind: 'unknown', type: STRING, reason, missing, span, notNull: true, parts };
  return sensitive ? { ...text, sensitive: true } : text;
}

/** Texts side by side become one, empty ones go; only strings and unknowns are left. */
function flattened(given: readonly (string | TerraformValue)[]): (string | TerraformValue)[] {
  const parts: (string | TerraformValue)[] = [];
  const add = (part: string | TerraformValue): void => {
    if (typeof part === 'object' && (part.kind === 'string' || (part.kind === 'unknown' && part.parts))) {
      for (const inner of part.kind === 'string' ? [part.value] : part.parts!) add(inner);
      return;
    }
    const last = parts.length - 1;
    if (typeof part !== 'string') parts.push(part);
    else if (part !== '' && typeof parts[last] === 'string') parts[last] += part;
    else if (part !== '') parts.push(part);
  };
  for (const part of given) add(part);
  return parts;
}

/** What the text certainly starts with. */
export function knownPrefix(value: TerraformValue): string {
  if (value.kind === 'string') return value.value;
  const first = value.kind === 'unknown' ? value.parts?.[0] : undefined;
  return typeof first === 'string' ? first : '';
}
