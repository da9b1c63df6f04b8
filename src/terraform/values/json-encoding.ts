import { isInfinite, numberText } from './decimals.ts';
import { ANY } from './types.ts';
import { othersOf } from './unknowns.ts';
import { inKeyOrder, nullValue, objectValue, type TerraformValue, tupleValue } from './values.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** A text in JSON's quotes as Terraform writes it, with `<`, `>` and `&` escaped. */
export function quotedJson(text: string): string {
  const escaped = text.replace(/["\\\u0000-\u001f<>&\u2028\u2029]/g, character => {
    return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/**
 * JSON of a value as `jsonencode` writes it, with holes for what is not known; undefined: it has no JSON (infinity).
 */
export function jsonPieces(value: TerraformValue): readonly (string | TerraformValue)[] | undefined {
  const pieces: (string | TerraformValue)[] = [];
  return write(value, pieces) ? pieces : undefined;
}

function write(value: TerraformValue, into: (string | TerraformValue)[]): boolean {
  switch (value.kind) {
    case 'null':
      into.push('null');
      return true;
    case 'bool':
      into.push(String(value.value));
      return true;
    case 'string':
      into.push(quotedJson(value.value));
      return true;
    case 'number':
      into.push(numberText(value));
      return !isInfinite(value);
    case 'list':
    case 'set':
    case 'tuple':
      return writeAll(
        '[',
        value.items.map(item => [undefined, item]),
        ']',
        into,
      );
    case 'map':
    case 'object':
      return writeAll(
        '{',
        [...inKeyOrder(value.entries)].map(([name, entry]) => [name, entry.value]),
        '}',
        into,
      );
    case 'unknown':
      writeUnknown(value, into);
      return true;
  }
}

function writeAll(
  open: string,
  items: readonly (readonly [string | undefined, TerraformValue])[],
  close: string,
  into: (string | TerraformValue)[],
): boolean {
  into.push(open);
  for (const [at, [name, item]] of items.entries()) {
    if (at > 0) into.push(',');
    if (name !== undefined) into.push(`${quotedJson(name)}:`);
    if (!write(item, into)) return false;
  }
  into.push(close);
  return true;
}

function writeUnknown(value: Extract<TerraformValue, { kind: 'unknown' }>, into: (string | TerraformValue)[]): void {
  if (value.type.kind !== 'string' || value.notNull === undefined) {
    into.push(value);
    return;
  }
  const inner = (value.parts ?? [value]).map(part => (typeof part === 'string' ? quotedJson(part).slice(1, -1) : part));
  into.push('"', ...inner, '"');
}

/** A value as it comes back from JSON: lists and sets are tuples, maps are objects. */
export function asJson(value: TerraformValue): TerraformValue {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return { ...tupleValue(value.items.map(asJson), value.span) };
    case 'map':
    case 'object': {
      const entries = [...value.entries].map(
        ([name, entry]) => [name, { ...entry, value: asJson(entry.value) }] as const,
      );
      return { ...objectValue(entries, value.span), ...(value.open && { open: true, others: othersOf(value) }) };
    }
    case 'null':
      return nullValue(ANY, value.span);
    case 'unknown':
      return {
        ...value,
        ...(value.certain && { certain: value.certain.map(asJson) }),
        ...(value.each && { each: asJson(value.each) }),
      };
    default:
      return value;
  }
}
