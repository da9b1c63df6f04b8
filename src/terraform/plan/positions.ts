import type { SourceFile, Span } from '../../model/source.ts';
import { rawAddress } from './raw-state.ts';

/**
 * Where the addresses of resources stand in the JSON text of a plan or state: address → span of the string. One pass
 * over the text, in which everything else is skipped. The text must be JSON.
 */
export function addressPositions(file: SourceFile): ReadonlyMap<string, Span> {
  return positionsIn(file, false);
}

/** Likewise with those of the state before the plan, where data sources are that were read for it. */
export function positionsWithPriorState(file: SourceFile): ReadonlyMap<string, Span> {
  return positionsIn(file, true);
}

function positionsIn(file: SourceFile, withPriorState: boolean): ReadonlyMap<string, Span> {
  const positions = new Map<string, Span>();
  const walker: Walker = { file, text: file.text, at: 0, positions };
  walkObject(walker, key => {
    if (key === 'resource_changes') walkArray(walker, () => walkResource(walker));
    else if (key === 'resources') walkArray(walker, () => walkRawResource(walker));
    else if (key === 'planned_values' || key === 'values') walkObject(walker, inner => walkRoot(walker, inner));
    else if (key === 'prior_state' && withPriorState) walkObject(walker, inner => walkState(walker, inner));
    else skipValue(walker);
  });
  return positions;
}

interface Walker {
  readonly file: SourceFile;
  readonly text: string;
  readonly positions: Map<string, Span>;
  at: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Modules in modules; Terraform's plans hold as many levels as there are calls. */
const MAX_DEPTH = 100;

function walkState(walker: Walker, key: string): void {
  if (key === 'values') walkObject(walker, inner => walkRoot(walker, inner));
  else skipValue(walker);
}

function walkRoot(walker: Walker, key: string): void {
  if (key === 'root_module') walkModule(walker, 0);
  else skipValue(walker);
}

function walkModule(walker: Walker, depth: number): void {
  walkObject(walker, key => {
    if (key === 'resources') walkArray(walker, () => walkResource(walker));
    else if (key === 'child_modules' && depth < MAX_DEPTH) walkArray(walker, () => walkModule(walker, depth + 1));
    else skipValue(walker);
  });
}

function walkResource(walker: Walker): void {
  walkObject(walker, key => {
    if (key !== 'address' || walker.text.charCodeAt(walker.at) !== QUOTE) {
      skipValue(walker);
      return;
    }
    const start = walker.at;
    const address = takeString(walker);
    // What will be counts more than what is: changes come first, and a deposed object has the same address.
    if (!walker.positions.has(address)) {
      walker.positions.set(address, { file: walker.file, start: start + 1, end: walker.at - 1 });
    }
  });
}

/** Of a raw state, whose instances have no address of their own: that of the block, at its name. */
function walkRawResource(walker: Walker): void {
  const texts: Record<string, string> = {};
  let at: Span | undefined;
  walkObject(walker, key => {
    if (walker.text.charCodeAt(walker.at) !== QUOTE) {
      skipValue(walker);
      return;
    }
    const start = walker.at;
    texts[key] = takeString(walker);
    if (key === 'name') at = { file: walker.file, start: start + 1, end: walker.at - 1 };
  });
  const { module, type, name } = texts;
  if (at && type && name) walker.positions.set(rawAddress(module, type, name), at);
}

/** Calls back at each value, past which the callback moves. Does nothing but skip where there is no object. */
function walkObject(walker: Walker, atValue: (key: string) => void): void {
  if (!enter(walker, OPEN_BRACE)) {
    skipValue(walker);
    return;
  }
  while (inside(walker, CLOSE_BRACE)) {
    const key = takeString(walker);
    skipSpace(walker);
    if (walker.text.charCodeAt(walker.at) === COLON) walker.at++;
    skipSpace(walker);
    atValue(key);
  }
}

function walkArray(walker: Walker, atItem: () => void): void {
  if (!enter(walker, OPEN_BRACKET)) {
    skipValue(walker);
    return;
  }
  while (inside(walker, CLOSE_BRACKET)) atItem();
}

function enter(walker: Walker, open: number): boolean {
  skipSpace(walker);
  if (walker.text.charCodeAt(walker.at) !== open) return false;
  walker.at++;
  return true;
}

/** Moves to the next item; past the end, and false, where there is none. */
function inside(walker: Walker, close: number): boolean {
  skipSpace(walker);
  if (walker.text.charCodeAt(walker.at) === COMMA) {
    walker.at++;
    skipSpace(walker);
  }
  if (walker.at >= walker.text.length) return false;
  if (walker.text.charCodeAt(walker.at) !== close) return true;
  walker.at++;
  return false;
}

/** Moves past a value without looking into it. */
function skipValue(walker: Walker): void {
  const { text } = walker;
  let depth = 0;
  for (; walker.at < text.length; walker.at++) {
    switch (text.charCodeAt(walker.at)) {
      case QUOTE:
        walker.at = endOfString(text, walker.at) - 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (depth === 0) return;
        depth--;
        break;
      case COMMA:
        if (depth === 0) return;
    }
  }
}

function takeString(walker: Walker): string {
  const end = endOfString(walker.text, walker.at);
  const quoted = walker.text.slice(walker.at, end);
  walker.at = end;
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

/** Offset after the closing quote. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length;
}

function skipSpace(walker: Walker): void {
  while (walker.text.charCodeAt(walker.at) <= 32) walker.at++;
}
