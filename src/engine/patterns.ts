import { createRequire } from 'node:module';
import { dataFile } from '../facts/data.ts';

/** A regular expression of a rule: whether it is found in a text. Time is linear in the text, whatever the pattern. */
export interface Pattern {
  readonly source: string;
  found(text: string): boolean;
  /** It has no anchors, so a find in a part of a text is a find in the whole. */
  readonly unanchored: boolean;
  /** What every match starts with, where the pattern is tied to the start of the text. */
  readonly prefix?: string;
}

/**
 * Compiles a pattern in RE2's syntax, https://github.com/google/re2/wiki/Syntax. Texts and simple patterns are
 * compared without RE2, which takes as long to load as a small scan to run. Throws on a pattern that is none.
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  const pattern = literalPattern(source) ?? simplePattern(source) ?? re2Pattern(source);
  compiled.set(source, pattern);
  return pattern;
}

const compiled = new Map<string, Pattern>();

/** `^aurora`, `\.example\.com$`, `^aws$`: a text, tied to the start or the end or both. */
function literalPattern(source: string): Pattern | undefined {
  const start = source.startsWith('^');
  const end = source.endsWith('$') && !source.endsWith('\\$');
  const text = literalText(source.slice(start ? 1 : 0, end ? -1 : undefined));
  if (text === undefined) return undefined;
  const found = (subject: string) => {
    if (start) return end ? subject === text : subject.startsWith(text);
    return end ? subject.endsWith(text) : subject.includes(text);
  };
  return { source, found, unanchored: !start && !end, prefix: start ? text : undefined };
}

function literalText(source: string): string | undefined {
  if (/^[^\\^$.|?*+()[\]{}]*$/.test(source)) return source;
  if (!/^(?:[^\\^$.|?*+()[\]{}]|\\[\\^$.|?*+()[\]{}/-])*$/.test(source)) return undefined;
  return source.replace(/\\(.)/g, '$1');
}

/** Above these lengths JavaScript's engine could be felt, so RE2 takes over. */
const MAX_TEXT = 2000;
const MAX_REPEATED_TEXT = 300;
const MAX_WAYS = 64;

const ATOM = String.raw`(?:[^\\^$|?*+()[\]{}]|\\[\\^$.|?*+()[\]{}/dDwW-]|\[\^?(?:[^\\[\]^]|\\[\\\]dw.-])+\])`;
const GROUP = String.raw`\((?:\?:)?(?:${ATOM}|\||\^|\$)*\)\??`;
const SIMPLE = new RegExp(String.raw`^(\(\?i\))?((?:${ATOM}(?:\?|[+*]|\{\d\})?|${GROUP}|\||\^|\$)*)$`);
const TOKENS = /\\.|\[(?:\\.|[^\]])*\]|./gs;

/**
 * Patterns that JavaScript's own engine answers in bounded time: at most one repetition without an end, none around a
 * group, few ways through the groups. Undefined for all others, and for what the two engines read differently.
 */
function simplePattern(source: string): Pattern | undefined {
  const [, insensitive, body] = SIMPLE.exec(source) ?? [];
  if (body === undefined) return undefined;
  const tokens: readonly string[] = body.match(TOKENS) ?? [];
  const repetitions = tokens.filter(token => token === '*' || token === '+').length;
  if (repetitions > 1 || waysThrough(body, tokens) > MAX_WAYS) return undefined;
  const expression = new RegExp(
    tokens.map(token => (token === '.' ? '[^\\n]' : token)).join(''),
    insensitive ? 'i' : '',
  );
  const longest = repetitions > 0 ? MAX_REPEATED_TEXT : MAX_TEXT;
  let slow: Pattern | undefined;
  const found = (text: string) => {
    if (text.length <= longest) return expression.test(text);
    slow ??= re2Pattern(source);
    return slow.found(text);
  };
  return { source, found, unanchored: !tokens.includes('^') && !tokens.includes('$') };
}

/** In how many ways optional pieces and alternatives can be combined. */
function waysThrough(body: string, tokens: readonly string[]): number {
  let ways = 1;
  for (const group of body.match(/\([^)]*\)/g) ?? []) ways *= group.split('|').length;
  for (const token of tokens) if (token === '?') ways *= 2;
  return ways;
}

interface Re2 {
  readonly RE2JS: { compile(source: string): { matcher(text: string): { find(): boolean } } };
}

let re2: Re2 | undefined;

function re2Pattern(source: string): Pattern {
  re2 ??= loadRe2();
  const expression = re2.RE2JS.compile(source);
  return {
    source,
    found: text => expression.matcher(text).find(),
    unanchored: !/[\^$]|\\[bBAz]/.test(source),
  };
}

/** Loaded when the first pattern needs it: from the package beside the sources, from the build's copy otherwise. */
function loadRe2(): Re2 {
  const require = createRequire(import.meta.filename);
  return require(import.meta.filename.endsWith('.ts') ? 're2js' : dataFile('re2.cjs')) as Re2;
}
