import type { Row } from '../facts/mappings.ts';
import type { TerraformBlock } from '../facts/terraform.ts';
import type { Scalar } from './wanted.ts';

/** A block of which one argument is the value. */
export function fieldOf(
  row: Row,
  block: TerraformBlock | undefined,
): { name: string; typed: (value: Scalar) => Scalar } | undefined {
  if (!row.via?.startsWith('field:')) return undefined;
  const name = row.via.slice('field:'.length);
  const type = block?.arguments.get(name)?.type;
  return type === undefined ? undefined : { name, typed: value => typed(value, type) ?? value };
}

/** What an argument has to hold for its property to be the value; undefined where nothing, or more than that, would. */
export function valueBack(value: Scalar, row: Row, type: string): Scalar | undefined {
  if (row.kv !== undefined || row.map_by !== undefined) return undefined;
  const entries = Object.entries(row.values ?? {});
  const known = entries.find(([, becomes]) => becomes === value);
  if (known) return typed(known[0], type);
  if (entries.some(([from]) => from === String(value))) return undefined;
  switch (row.via) {
    case undefined:
      return typed(value, type);
    case 'enabled':
    case 'Enabled':
      return /^enabled$/i.test(String(value)) ? true : /^disabled$/i.test(String(value)) ? false : undefined;
    default:
      return undefined;
  }
}

/** A value in the type that the provider wants. */
export function typed(value: Scalar, type: string | undefined): Scalar | undefined {
  const text = String(value);
  switch (type) {
    case 'bool':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
    case 'string':
      return text;
    case 'any':
      return value;
    default:
      return undefined;
  }
}
