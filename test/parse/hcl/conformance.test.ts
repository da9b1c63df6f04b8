import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { positionAt } from '../../../src/model/source.ts';
import type { Body } from '../../../src/parse/hcl/ast.ts';
import { hclToJson } from '../../../src/parse/hcl/json.ts';
import { parseHcl, parseHclExpression, parseHclTemplate } from '../../../src/parse/hcl/parser.ts';
import { type Token, tokenize } from '../../../src/parse/hcl/tokens.ts';
import { constantValue } from './template-value.ts';

const folder = new URL('../../../../shared/conformance/hcl-syntax/', import.meta.url);

/** Cases whose expected value cannot be taken as it stands, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'tokens/normal/040':
    'Lists the tokens of three inputs one after another, of which only the first input is given: compared up to its end.',
};

interface SyntaxCase {
  name: string;
  kind: 'config' | 'expression' | 'template';
  input: string;
  want?: unknown;
  error?: true;
}

describe.skipIf(!existsSync(folder))('the conformance cases of HCL', () => {
  const cases = readLines<SyntaxCase>('cases.jsonl');

  test.each(cases.filter(({ kind }) => kind === 'config'))('$name', ({ input, want, error }) => {
    const result = hclToJson(input);
    expect('errors' in result).toBe(error === true);
    if ('value' in result) expect(sameAsJson(result.value)).toEqual(want);
    expect(parseHcl({ path: 'x.tf', text: input }).diagnostics.length > 0).toBe(error === true);
  });

  test.each(cases.filter(({ kind }) => kind === 'expression'))('$name', ({ input, want, error }) => {
    const result = hclToJson(`a = ${input}\n`);
    expect('errors' in result).toBe(error === true);
    if ('value' in result) expect(sameAsJson(result.value)).toEqual(want);
    // By itself an expression may hold line ends, so that only this direction holds.
    if (!error) expect(parseHclExpression({ path: 'x', text: input }).diagnostics).toEqual([]);
  });

  test.each(cases.filter(({ kind }) => kind === 'template'))('$name', ({ input, want, error }) => {
    const { expression, diagnostics } = parseHclTemplate({ path: 'x.tmpl', text: input });
    if (diagnostics.length > 0) expect(error).toBe(true);
    else if (error) expect(() => constantValue(expression)).toThrow();
    else expect(constantValue(expression)).toEqual(want);
  });
});

interface TokenCase {
  name: string;
  mode: 'normal' | 'template';
  input?: string;
  input_base64?: string;
  tokens: HclToken[];
}

interface HclToken {
  type: string;
  text: string;
  start: Place;
  end: Place;
}

/** Byte offset, line and column, the latter two from 1; a column is a grapheme cluster. */
type Place = [number, number, number];

describe.skipIf(!existsSync(folder))('the tokens of HashiCorp’s scanner', () => {
  test.each(readLines<TokenCase>('tokens.jsonl'))('$name', ({ name, mode, input, input_base64, tokens }) => {
    const text = input ?? new TextDecoder().decode(Buffer.from(input_base64 ?? '', 'base64'));
    const wanted = name in exceptions ? tokens.slice(0, tokens.findIndex(({ type }) => type === 'EOF') + 1) : tokens;
    const places = placesOf(text, input === undefined ? 1 : 3);
    expect(comparable(tokenize(text, mode).map(token => hclToken(text, token, places)))).toEqual(comparable(wanted));
  });
});

interface SpanItem {
  attr?: string;
  block?: string;
  span: [number, number];
  name: [number, number];
  expr?: [number, number];
  labels?: { text: string; span: [number, number] }[];
  line: number;
  endLine?: number;
  body?: SpanItem[];
}

describe.skipIf(!existsSync(folder))('the spans of a second parser', () => {
  const inputs = new Map(readLines<SyntaxCase>('cases.jsonl').map(({ name, input }) => [name, input]));

  test.each(readLines<{ name: string; items: SpanItem[] }>('spans.jsonl'))('$name', ({ name, items }) => {
    const text = inputs.get(name)!;
    expect(spansOf(parseHcl({ path: 'x.tf', text }).body)).toEqual(items);
  });
});

function spansOf(body: Body): SpanItem[] {
  return body.items.map(item => {
    const range = (span: { start: number; end: number }): [number, number] => [span.start, span.end];
    const { line } = positionAt(item.span.file, item.span.start);
    const span = range(item.span);
    if (item.kind === 'attribute') {
      return { attr: item.name, span, name: range(item.nameSpan), expr: range(item.value.span), line };
    }
    const { text } = item.span.file;
    const labels = item.labels.map(label => ({ text: text.slice(...range(label.span)), span: range(label.span) }));
    const endLine = positionAt(item.span.file, item.span.end).line;
    const inner = spansOf(item.body);
    return { block: item.type, span, name: range(item.typeSpan), labels, line, endLine, body: inner };
  });
}

function readLines<Line>(name: string): Line[] {
  const file = new URL(name, folder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line));
}

/** Through JSON, which has no infinite numbers and no objects without prototype. */
function sameAsJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const tokenTypes: Readonly<Partial<Record<Token['kind'], string>>> = {
  identifier: 'Ident',
  number: 'NumberLit',
  newline: 'Newline',
  end: 'EOF',
  comment: 'Comment',
  heredoc: 'OHeredoc',
  'close-heredoc': 'CHeredoc',
  '"': 'OQuote',
  'close-quote': 'CQuote',
  interpolation: 'TemplateInterp',
  directive: 'TemplateControl',
  'close-sequence': 'TemplateSeqEnd',
  '(': 'OParen',
  ')': 'CParen',
  '{': 'OBrace',
  '}': 'CBrace',
  '+': 'Plus',
  '*': 'Star',
  '%': 'Percent',
  '=': 'Equal',
  '<': 'LessThan',
  '::': 'DoubleColon',
};

function hclToken(text: string, token: Token, places: readonly Place[]): HclToken {
  const written = text.slice(token.start, token.end);
  const type = token.kind === 'text' ? 'Literal' : token.kind === 'invalid' ? invalidType(written) : undefined;
  const [start, end] = [places[token.start]!, places[token.end]!];
  return { type: type ?? tokenTypes[token.kind] ?? token.kind, text: written, start, end };
}

function invalidType(character: string): string {
  if (character === '\ufffd') return 'BadUTF8';
  return character === '|' ? 'BitwiseOr' : 'Invalid';
}

/**
 * The same tokens cut in the same way: HashiCorp's scanner cuts text at every `$` and `%`, and has the line end in the
 * comment before it.
 */
function comparable(tokens: readonly HclToken[]): HclToken[] {
  const result: HclToken[] = [];
  for (const original of tokens) {
    const isText = original.type === 'QuotedLit' || original.type === 'StringLit';
    const token = isText ? { ...original, type: 'Literal' } : original;
    const last = result.at(-1);
    const continues = last?.type === 'Literal' && token.type === 'Literal' && !last.text.endsWith('\n');
    const endsComment = last?.type === 'Comment' && !last.text.startsWith('/*') && token.type === 'Newline';
    if (last && (continues || (endsComment && last.end[0] === token.start[0]))) {
      result[result.length - 1] = { ...last, text: last.text + token.text, end: token.end };
    } else result.push(token);
  }
  return result;
}

/** The place of every offset. A character that stands for a broken byte counts as the one byte that it was. */
function placesOf(text: string, replacementBytes: number): Place[] {
  const places: Place[] = [];
  let [byte, line, column] = [0, 1, 1];
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    for (let i = 0; i < segment.length; i++) {
      const bytes = Buffer.byteLength(segment.slice(0, i));
      places[index + i] = [byte + bytes, line, column];
    }
    byte += segment === '\ufffd' ? replacementBytes : Buffer.byteLength(segment);
    if (segment.endsWith('\n')) {
      line++;
      column = 1;
    } else column++;
  }
  places[text.length] = [byte, line, column];
  return places;
}
