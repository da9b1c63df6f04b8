import type { PropertyTable } from './cloudformation.ts';

/**
 * The property that an argument means by its name alone: Pascal case (`kms_master_key_id` is `KmsMasterKeyId`),
 * else the same letters (`vpc_options` is `VPCOptions`), else singular for plural (`rule` is `Rules`).
 * Undefined where the table has no such property.
 */
export function mechanicalName(argument: string, table: PropertyTable): string | undefined {
  const pascal = pascalCase(argument);
  if (table.has(pascal)) return pascal;
  const byLetters = lettersOf(table);
  const letters = argument.replaceAll('_', '').toLowerCase();
  for (const form of [
    letters,
    `${letters}s`,
    `${letters}es`,
    letters.replace(/s$/, ''),
    letters.replace(/y$/, 'ies'),
  ]) {
    const found = byLetters.get(form);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `kms_key_id` is `KmsKeyId`. */
export function pascalCase(argument: string): string {
  return argument.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const letterTables = new WeakMap<PropertyTable, Map<string, string>>();

/** Names of a table by their letters and digits in lower case; of two that agree the first. */
function lettersOf(table: PropertyTable): Map<string, string> {
  const known = letterTables.get(table);
  if (known) return known;
  const letters = new Map<string, string>();
  for (const name of table.keys()) {
    const key = name.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (!letters.has(key)) letters.set(key, name);
  }
  letterTables.set(table, letters);
  return letters;
}
