const BOOLEANS: ReadonlyMap<string, boolean> = new Map(
  Object.entries({ true: true, yes: true, on: true, false: false, no: false, off: false }).flatMap(([word, value]) =>
    [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()].map((spelling): [string, boolean] => [
      spelling,
      value,
    ]),
  ),
);

/**
 * The meaning of plain text: YAML 1.1's booleans and nulls, and numbers whose text is the one that the number
 * would be printed with. `012`, `1_000` and `5.10` stay text, so that account ids and versions keep their digits.
 * Source: https://yaml.org/type/bool.html
 */
export function resolvePlain(text: string): string | number | boolean | null {
  if (text.length === 0) return null;
  const first = text.charCodeAt(0);
  if ((first >= 48 && first <= 57) || first === 45) return numberOf(text) ?? text;
  if (text.length > 5) return text;
  if (text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
  return BOOLEANS.get(text) ?? text;
}

/** The number that a text is the canonical form of; otherwise undefined. */
export function numberOf(text: string): number | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return String(value) === text ? value : undefined;
}
