import { namesSecret, SECRET_WORDS, speaksOfSecret } from '../model/secret-names.ts';

/**
 * Source lines go into logs that strangers read. What may be a secret in them is covered by as many asterisks, so that
 * markers below still fit; covering too much does no harm.
 */
export interface Secrecy {
  /** The finding is about a secret: the part that it means is covered, whatever it looks like. */
  readonly isSecret: boolean;
  /** Columns of the meant part, from 0; undefined on lines of context. */
  readonly meant?: { readonly start: number; readonly end: number };
  /** The line before: it may name what stands here as `Value`. */
  readonly before: string;
}

const SECRET_NAME = String.raw`[\w.-]*(?:${SECRET_WORDS})[\w-]*`;
/** A literal behind a name that promises a secret; references (`var.x`, `!Ref X`, `aws_…`, `${…}`) are none. */
const NAMED = new RegExp(String.raw`(["']?${SECRET_NAME}["']?\s*[:=]+\s*)(${literal()})`, 'gi');
const VALUE = new RegExp(String.raw`(["']?\bvalue["']?\s*[:=]+\s*)(${literal()})`, 'gi');

/** What is a credential by its form, wherever it stands. */
const FORMS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY.*/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_|rk_live_|sk-|npm_|dop_v1_|eyJ)[\w.-]{10,}/g,
  /:\/\/[^\s/:@"']+:[^\s/@"']+@/g,
  /\b[0-9a-f]{32,}\b/gi,
  /(?<![\w/+-])(?=[A-Za-z0-9/+]*\d)(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])[A-Za-z0-9/+]{32,}={0,2}(?![\w/+-])/g,
];

export function covered(line: string, { isSecret, meant, before }: Secrecy): string {
  let text = line;
  if (isSecret && meant) text = coverMeant(text, meant.start, meant.end);
  text = text.replace(NAMED, (all, name: string, value: string) =>
    namesSecret(bare(name)) ? name + cover(value) : all,
  );
  if (speaksOfSecret(before) || speaksOfSecret(line)) {
    text = text.replace(VALUE, (_, name: string, value: string) => name + cover(value));
  }
  for (const form of FORMS) text = text.replace(form, cover);
  return text;
}

/** All behind the name in the part that is meant; all of it where it has no name. */
function coverMeant(line: string, start: number, end: number): string {
  const part = line.slice(start, end);
  const name = /^["']?[\w.-]+["']?\s*[:=]+\s*/.exec(part)?.[0] ?? '';
  const isNameOnly = name === '' && /^["']?[\w.-]+["']?$/.test(part) && /^\s*[:=]/.test(line.slice(end));
  if (isNameOnly) return line.slice(0, end) + line.slice(end).replace(/[^\s:=]/g, '*');
  return line.slice(0, start) + name + cover(part.slice(name.length)) + line.slice(end);
}

/** Quotes and blanks stay, so that it still reads as a text. */
function cover(text: string): string {
  return text.replace(/[^\s"']/gu, '*');
}

/** A key without its quotes and the sign behind it. */
function bare(key: string): string {
  return key.replace(/["'\s:=]/g, '');
}

function literal(): string {
  const quoted = String.raw`"(?:[^"\\]|\\.)*"?|'[^']*'?`;
  const plain = String.raw`(?![!&*$\[{|>]|(?:var|local|data|module|each|random_\w+|aws_\w+|true|false|null)\b)[^\s,}\]#"'][^,}\]#]*`;
  return `${quoted}|${plain}`;
}
