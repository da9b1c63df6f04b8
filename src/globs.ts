/** Says whether a whole text is what a glob means. */
export interface Glob {
  test(text: string): boolean;
}

/**
 * A path glob: `**` is any number of directories, `*` any text without a slash, `?` one character, `{a,b}` either. A
 * glob without a slash means a name in any directory. Matches absolute paths below `base`.
 */
export function pathGlob(glob: string, base: string): Glob {
  if (glob.length > MAX_LENGTH) return NOTHING;
  const anchored = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`;
  const whole = anchored.endsWith('/') ? `${anchored}**` : anchored;
  const prefix = base.endsWith('/') ? base : `${base}/`;
  const pattern = matcher(alternatives(whole).map(pathTokens));
  return { test: path => path.startsWith(prefix) && pattern.test(path.slice(prefix.length)) };
}

/** A glob over names: `*` is any text, `?` one character; the whole name must match, whatever its case. */
export function nameGlob(glob: string): Glob {
  if (glob.length > MAX_LENGTH) return NOTHING;
  const tokens = [...glob.toLowerCase().replace(/\*+/g, '*')].map(
    (each): Token => (each === '*' ? ANYTHING : each === '?' ? { kind: 'one', slash: true } : each),
  );
  const pattern = matcher([tokens]);
  return { test: name => pattern.test(name.toLowerCase()) };
}

/** No path is longer, and of a regular expression as long as a file of ignored findings may be, engines know no end. */
const MAX_LENGTH = 4096;
const NOTHING: Glob = { test: () => false };

type Token =
  /** A character that means itself. */
  | string
  /** Any one character; a slash only where it says so. */
  | { readonly kind: 'one'; readonly slash: boolean }
  | { readonly kind: 'many'; readonly slash: boolean }
  /** Any number of whole directories. */
  | { readonly kind: 'directories' };

const ANYTHING: Token = { kind: 'many', slash: true };

/** More are taken as written. */
const MAX_ALTERNATIVES = 64;

/** The globs that one with braces stands for: `{a,b}.tf` is `a.tf` and `b.tf`. */
function alternatives(glob: string): readonly string[] {
  let found: readonly string[] = [''];
  let rest = glob;
  for (let match = BRACES.exec(rest); match; match = BRACES.exec(rest)) {
    const [whole, before, inside] = match;
    const choices = inside!.split(',');
    const count = found.length * choices.length;
    if (count > MAX_ALTERNATIVES || count * glob.length > MAX_LENGTH) break;
    found = found.flatMap(start => choices.map(choice => start + before! + choice));
    rest = rest.slice(whole.length);
  }
  return found.map(start => start + rest);
}

const BRACES = /^([^{]*)\{([^{}]*)\}/;

function pathTokens(glob: string): readonly Token[] {
  return glob.match(/(?:\*\*\/)+|\*\*+|./gsu)?.map(pathToken) ?? [];
}

function pathToken(text: string): Token {
  if (text.startsWith('**')) return text.endsWith('/') ? { kind: 'directories' } : ANYTHING;
  if (text === '*' || text === '?') return { kind: text === '*' ? 'many' : 'one', slash: false };
  return text;
}

/** With more wildcards than this a regular expression may try for minutes, which a hostile ignore file would use. */
const MAX_WILDCARDS = 2;
/** Longer ones take longer to compile than a text takes to be gone through. */
const MAX_TOKENS = 500;

function matcher(choices: readonly (readonly Token[])[]): Glob {
  const isShort = choices.reduce((sum, tokens) => sum + tokens.length, 0) <= MAX_TOKENS;
  const isSimple = isShort && choices.every(tokens => tokens.filter(isRepeated).length <= MAX_WILDCARDS);
  if (isSimple) return new RegExp(`^(?:${choices.map(tokens => tokens.map(source).join('')).join('|')})$`, 'su');
  return { test: text => choices.some(tokens => matches(tokens, text)) };
}

/** It may stand for nothing, and for much. */
function isRepeated(token: Token | undefined): boolean {
  return typeof token === 'object' && token.kind !== 'one';
}

function source(token: Token): string {
  if (typeof token === 'string') return token.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  switch (token.kind) {
    case 'one':
      return token.slash ? '.' : '[^/]';
    case 'many':
      return token.slash ? '.*' : '[^/]*';
    case 'directories':
      return '(?:[^/]+/)*';
  }
}

/** Goes through the text once with all places of the glob that it may be at. */
function matches(tokens: readonly Token[], text: string): boolean {
  let places = closure(new Set([0]), tokens);
  for (const each of text) {
    const next = new Set<number>();
    for (const place of places) for (const reached of after(tokens, place, each)) next.add(reached);
    if (next.size === 0) return false;
    places = closure(next, tokens);
  }
  return places.has(tokens.length);
}

/** Where a character leads. Inside a directory that `**` stands for the place is negative. */
function after(tokens: readonly Token[], place: number, each: string): readonly number[] {
  if (place < 0) return [each === '/' ? ~place : place];
  const token = tokens[place];
  if (typeof token !== 'object') return token === each ? [place + 1] : [];
  switch (token.kind) {
    case 'one':
      return token.slash || each !== '/' ? [place + 1] : [];
    case 'many':
      return token.slash || each !== '/' ? [place] : [];
    case 'directories':
      return each === '/' ? [] : [~place];
  }
}

/** What may stand for nothing is passed over. */
function closure(places: Set<number>, tokens: readonly Token[]): ReadonlySet<number> {
  for (const place of places) if (isRepeated(tokens[place])) places.add(place + 1);
  return places;
}
