import type { Scalar } from './wanted.ts';

/** How texts are written: JSON always quotes, YAML and HCL where they must. */
export type Quoting = 'json' | 'yaml' | 'hcl';

/** A value as text. */
export function scalarText(value: Scalar, quoting: Quoting): string {
  if (typeof value !== 'string') return String(value);
  if (quoting === 'yaml' && isPlain(value)) return value;
  return quoting === 'hcl' ? JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&') : JSON.stringify(value);
}

/** The same value in the quotes in which another one stands now; without quotes as `scalarText`. */
export function inQuotesOf(before: string, value: Scalar, quoting: Quoting): string {
  const quote = before[0];
  if (quote === '"') return scalarText(String(value), quoting === 'hcl' ? 'hcl' : 'json');
  if (quote === "'") return `'${String(value).replaceAll("'", "''")}'`;
  return scalarText(value, quoting);
}

/** What YAML reads as a text without quotes, also inside of braces. */
function isPlain(text: string): boolean {
  return /^[A-Za-z][\w./+:-]*$/.test(text) && !text.endsWith(':') && !WORDS.test(text);
}

/** What YAML 1.1 takes for something else. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|inf|nan)$/i;

/** A key as text. */
export function keyText(key: string, quoted: boolean): string {
  return quoted || !/^[A-Za-z][\w-]*$/.test(key) || WORDS.test(key) ? JSON.stringify(key) : key;
}
