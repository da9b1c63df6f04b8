interface JsonString {
  readonly value: string;
  /** Offset after the closing quote, or of the line end where there is none. */
  readonly end: number;
  readonly mistake?: { readonly message: string; readonly at: number };
}

const SPECIAL = /["\\\u0000-\u001f]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads the text in double quotes that starts at an offset. Wrong escapes are kept as they stand. */
export function readJsonString(text: string, start: number): JsonString {
  let value = '';
  let mistake: JsonString['mistake'];
  let from = start + 1;
  for (;;) {
    SPECIAL.lastIndex = from;
    const at = SPECIAL.exec(text)?.index ?? text.length;
    value += text.slice(from, at);
    const code = text[at];
    if (code === '"') return { value, end: at + 1, mistake };
    if (code === undefined || code === '\n' || code === '\r') {
      return { value, end: at, mistake: { message: 'The text in quotes does not end.', at: start } };
    }
    if (code !== '\\') {
      mistake ??= { message: 'A control character must be escaped.', at };
      value += code;
      from = at + 1;
      continue;
    }
    const escaped = readEscape(text, at);
    if (escaped === undefined) mistake ??= { message: 'There is no such escape in JSON.', at };
    value += escaped?.value ?? '\\';
    from = escaped?.end ?? at + 1;
  }
}

function readEscape(text: string, at: number): { value: string; end: number } | undefined {
  const letter = text[at + 1] ?? '';
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
  }
  return Object.hasOwn(ESCAPES, letter) ? { value: ESCAPES[letter]!, end: at + 2 } : undefined;
}
