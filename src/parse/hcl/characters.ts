/** Character codes that HCL gives a meaning. */
export const character = {
  tab: 0x09,
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  exclamation: 0x21,
  quote: 0x22,
  hash: 0x23,
  dollar: 0x24,
  percent: 0x25,
  ampersand: 0x26,
  star: 0x2a,
  plus: 0x2b,
  minus: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  less: 0x3c,
  equal: 0x3d,
  greater: 0x3e,
  upperE: 0x45,
  backslash: 0x5c,
  lowerE: 0x65,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
  tilde: 0x7e,
} as const;

/** From here on a character may change under normalisation: the first combining mark. */
export const firstCombining = 0x300;

const identifierStart = 1;
const identifierPart = 2;
const asciiClasses = classify();

/** Length of the identifier that starts at an offset, 0 where none does: ID_Start or `_`, then ID_Continue or `-`. */
export function identifierLength(text: string, start: number): number {
  let at = start + startLength(text, start);
  if (at === start) return 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if ((asciiClasses[code]! & identifierPart) === 0) break;
      at++;
      continue;
    }
    const next = String.fromCodePoint(text.codePointAt(at)!);
    if (!/^\p{ID_Continue}$/u.test(next)) break;
    at += next.length;
  }
  return at - start;
}

export function isDigit(code: number): boolean {
  return code >= character.zero && code <= character.nine;
}

/** White space as Go's unicode.IsSpace has it, which strip markers and heredoc indentation go by. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code === 0x85 || code === 0xa0) return true;
  if (code < 0x1680) return false;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x1680 || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** A space or tab, all that HCL allows between the tokens of a line. */
export function isBlank(code: number): boolean {
  return code === character.space || code === character.tab;
}

/** Offset past the spaces and tabs at an offset. */
export function blanksEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Text without the white space at its start. */
export function trimStart(text: string): string {
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at === 0 ? text : text.slice(at);
}

/** Text without the white space at its end. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}

function startLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (code < 128) return asciiClasses[code]! & identifierStart;
  const first = String.fromCodePoint(text.codePointAt(at)!);
  return /^\p{ID_Start}$/u.test(first) ? first.length : 0;
}

function classify(): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const letter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
    if (letter) classes[code] = identifierStart | identifierPart;
    else if (isDigit(code) || code === character.minus) classes[code] = identifierPart;
  }
  return classes;
}
