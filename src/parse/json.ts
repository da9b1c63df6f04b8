import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';
import { readJsonString } from './json-string.ts';
import {
  type Entry,
  MAX_DEPTH,
  type ParsedDocuments,
  type ScalarNode,
  type SyntaxNode,
  scalarNode,
  withoutDuplicates,
} from './syntax.ts';

/**
 * Reads a JSON text. Comments and trailing commas are reported and tolerated, like every other mistake
 * (`json-syntax`, `json-duplicate-key`, `json-depth`): the tree holds what can be read. One document at most.
 */
export function parseJson(file: SourceFile): ParsedDocuments {
  const parser: JsonParser = { file, text: file.text, at: 0, diagnostics: [] };
  skipSpace(parser);
  const root = parser.at < parser.text.length ? parseValue(parser, 0) : undefined;
  if (!root && parser.at < parser.text.length) fail(parser, 'This is no JSON value.');
  skipSpace(parser);
  if (root && parser.at < parser.text.length) fail(parser, 'Nothing may follow the value.');
  const span = { file, start: 0, end: file.text.length };
  return { documents: root ? [{ root, span }] : [], diagnostics: parser.diagnostics };
}

interface JsonParser {
  readonly file: SourceFile;
  readonly text: string;
  readonly diagnostics: Diagnostic[];
  at: number;
}

/** After this many mistakes the text is taken to be something else. */
const MAX_ERRORS = 20;

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The value at the parser's place; undefined, without moving, where none starts. */
function parseValue(parser: JsonParser, depth: number): SyntaxNode | undefined {
  switch (parser.text.charCodeAt(parser.at)) {
    case OPEN_BRACE:
      return depth >= MAX_DEPTH ? tooDeep(parser) : parseObject(parser, depth);
    case OPEN_BRACKET:
      return depth >= MAX_DEPTH ? tooDeep(parser) : parseArray(parser, depth);
    case QUOTE:
      return parseString(parser);
    default:
      return parseWord(parser);
  }
}

function parseObject(parser: JsonParser, depth: number): SyntaxNode {
  const start = parser.at++;
  const entries: Entry[] = [];
  let incomplete: { readonly incomplete?: true } = {};
  for (let more = firstItem(parser, CLOSE_BRACE); more; more = nextItem(parser, CLOSE_BRACE)) {
    const key = parser.text.charCodeAt(parser.at) === QUOTE ? parseString(parser) : parseWord(parser);
    const entry = key && parseEntry(parser, key, depth);
    if (entry) entries.push(entry);
    else incomplete = { incomplete: true };
    if (key) continue;
    fail(parser, 'A property name in double quotes, or a closing brace, is expected.');
    if (!skipStray(parser)) break;
  }
  const unique = withoutDuplicates(entries, 'json-duplicate-key', parser.diagnostics);
  return { kind: 'mapping', entries: unique, span: { file: parser.file, start, end: parser.at }, ...incomplete };
}

function parseEntry(parser: JsonParser, key: ScalarNode, depth: number): Entry | undefined {
  skipSpace(parser);
  if (parser.text.charCodeAt(parser.at) === COLON) parser.at++;
  else fail(parser, `A colon is expected after "${key.raw}".`);
  skipSpace(parser);
  const value = parseValue(parser, depth + 1);
  if (!value) fail(parser, `A value is expected after "${key.raw}".`);
  return value && { key, value };
}

function parseArray(parser: JsonParser, depth: number): SyntaxNode {
  const start = parser.at++;
  const items: SyntaxNode[] = [];
  for (let more = firstItem(parser, CLOSE_BRACKET); more; more = nextItem(parser, CLOSE_BRACKET)) {
    const value = parseValue(parser, depth + 1);
    if (value) items.push(value);
    else {
      fail(parser, 'A value, or a closing bracket, is expected.');
      if (!skipStray(parser)) break;
    }
  }
  return { kind: 'sequence', items, span: { file: parser.file, start, end: parser.at } };
}

function firstItem(parser: JsonParser, close: number): boolean {
  skipSpace(parser);
  if (parser.text.charCodeAt(parser.at) !== close) return notAtEnd(parser);
  parser.at++;
  return false;
}

/** Past the comma between two items, or past the closing character: then false. */
function nextItem(parser: JsonParser, close: number): boolean {
  const { text } = parser;
  skipSpace(parser);
  const code = text.charCodeAt(parser.at);
  if (code === COMMA) {
    const comma = parser.at++;
    skipSpace(parser);
    if (text.charCodeAt(parser.at) === close) {
      fail(parser, 'A comma may not stand before a closing bracket or brace.', comma);
      parser.at++;
      return false;
    }
    return notAtEnd(parser);
  }
  if (code === close) {
    parser.at++;
    return false;
  }
  if (!notAtEnd(parser)) return false;
  fail(parser, 'A comma, or a closing bracket or brace, is expected.');
  // The other closing character belongs to what is around, which then closes this, too.
  return code !== CLOSE_BRACE && code !== CLOSE_BRACKET && parser.diagnostics.length < MAX_ERRORS;
}

function notAtEnd(parser: JsonParser): boolean {
  if (parser.at < parser.text.length) return true;
  fail(parser, 'The text ends before everything is closed.');
  return false;
}

/** Skips one character that nothing can start with; false where the list cannot go on. */
function skipStray(parser: JsonParser): boolean {
  const code = parser.text.charCodeAt(parser.at);
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET || parser.diagnostics.length >= MAX_ERRORS) return false;
  if (code !== COMMA) parser.at++;
  return parser.at < parser.text.length;
}

function parseString(parser: JsonParser): ScalarNode {
  const start = parser.at;
  const { value, end, mistake } = readJsonString(parser.text, start);
  parser.at = end;
  if (mistake) fail(parser, mistake.message, mistake.at, end);
  return scalarNode(value, value, true, { file: parser.file, start, end });
}

const WORD = /[\w.+-]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number, a boolean or null; another word is reported and read as text. */
function parseWord(parser: JsonParser): ScalarNode | undefined {
  WORD.lastIndex = parser.at;
  const word = WORD.exec(parser.text)?.[0];
  if (word === undefined) return undefined;
  const span = { file: parser.file, start: parser.at, end: parser.at + word.length };
  parser.at = span.end;
  if (NUMBER.test(word)) {
    const value = Number(word);
    // A number that would be printed otherwise keeps its digits: an account id, a version.
    return scalarNode(word, String(value) === word ? value : word, false, span);
  }
  if (word === 'true' || word === 'false') return scalarNode(word, word === 'true', false, span);
  if (word === 'null') return scalarNode(word, null, false, span);
  fail(parser, `"${word.slice(0, 40)}" is no JSON value; a text needs double quotes.`, span.start, span.end);
  return scalarNode(word, word, false, span);
}

/** Skips a value that is nested too deeply, without recursion. */
function tooDeep(parser: JsonParser): SyntaxNode {
  const start = parser.at;
  let open = 0;
  do {
    const code = parser.text.charCodeAt(parser.at);
    if (code === QUOTE) {
      parser.at = readJsonString(parser.text, parser.at).end;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) open++;
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open--;
    parser.at++;
  } while (open > 0 && parser.at < parser.text.length);
  const span = { file: parser.file, start, end: parser.at };
  const message = `The document is nested more than ${MAX_DEPTH} levels deep.`;
  parser.diagnostics.push({ code: 'json-depth', message, span, severity: 'error' });
  return scalarNode('', null, false, span);
}

function skipSpace(parser: JsonParser): void {
  const { text } = parser;
  for (;;) {
    const code = text.charCodeAt(parser.at);
    if (code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB) parser.at++;
    else if (code === SLASH && /[/*]/.test(text[parser.at + 1] ?? '')) skipComment(parser);
    else return;
  }
}

function skipComment(parser: JsonParser): void {
  const { text, at } = parser;
  const close = text[at + 1] === '*' ? text.indexOf('*/', at + 2) : text.indexOf('\n', at);
  const end = close < 0 ? text.length : text[at + 1] === '*' ? close + 2 : close;
  fail(parser, 'JSON has no comments.', at, end);
  parser.at = end;
}

function fail(parser: JsonParser, message: string, start = parser.at, end = start + 1): void {
  if (parser.diagnostics.length >= MAX_ERRORS) return;
  // One mistake often shows itself twice at the same place.
  const previous = parser.diagnostics.at(-1);
  if (previous?.code === 'json-syntax' && previous.span.start === start) return;
  const span = { file: parser.file, start, end: Math.min(end, parser.text.length) };
  parser.diagnostics.push({ code: 'json-syntax', message, span, severity: 'error' });
}
