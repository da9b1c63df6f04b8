import { numberText } from '../values/decimals.ts';
import { inKeyOrder, type TerraformValue } from '../values/values.ts';

/** What has been written, and the column after it. */
interface Writer {
  text: string;
  column: number;
}

const INDENT = 2;
const BEST_WIDTH = 80;
const MAX_SIMPLE_KEY = 128;

/**
 * YAML as `yamlencode` writes it, character for character: libyaml's emitter, strings in double quotes, those with
 * line ends as literal blocks. The value must be wholly known.
 */
export function encodeYaml(value: TerraformValue): string {
  const writer: Writer = { text: '', column: 0 };
  writeNode(value, 0, writer, { root: true, afterKey: false });
  if (writer.column > 0) put(writer, '\n');
  // A plain scalar alone in a document needs an end mark.
  return isPlain(value) ? `${writer.text}...\n` : writer.text;
}

interface Place {
  readonly root: boolean;
  /** Behind `key:` on the same line, where a block starts on the next one. */
  readonly afterKey: boolean;
}

const INLINE: Place = { root: false, afterKey: false };

/** `indent` is that of the lines that a block at this place has. */
function writeNode(value: TerraformValue, indent: number, writer: Writer, place: Place): void {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      if (value.items.length === 0) put(writer, '[]');
      else writeSequence(value.items, place.afterKey ? indent - INDENT : indent, writer, place);
      return;
    case 'map':
    case 'object':
      if (value.entries.size === 0) put(writer, '{}');
      else
        writeMapping(
          [...inKeyOrder(value.entries)].map(([key, entry]) => [key, entry.value]),
          indent,
          writer,
          place,
        );
      return;
    case 'string':
      writeString(value.value, place.root ? INDENT : indent, writer, true);
      return;
    default:
      put(writer, plainText(value));
  }
}

function isPlain(value: TerraformValue): boolean {
  return value.kind === 'number' || value.kind === 'bool' || value.kind === 'null';
}

function plainText(value: TerraformValue): string {
  if (value.kind === 'number') return numberText(value);
  return value.kind === 'bool' ? String(value.value) : 'null';
}

function writeSequence(items: readonly TerraformValue[], indent: number, writer: Writer, place: Place): void {
  for (const [at, item] of items.entries()) {
    if (at > 0 || place.afterKey) newLine(writer, indent);
    put(writer, '- ');
    writeNode(item, indent + INDENT, writer, INLINE);
  }
}

function writeMapping(
  entries: readonly (readonly [string, TerraformValue])[],
  indent: number,
  writer: Writer,
  place: Place,
): void {
  for (const [at, [key, value]] of entries.entries()) {
    if (at > 0 || place.afterKey) newLine(writer, indent);
    const simple = !key.includes('\n') && Buffer.byteLength(key) <= MAX_SIMPLE_KEY;
    if (simple) {
      writeString(key, indent, writer, false);
      put(writer, ':');
      writeValue(value, indent, writer);
    } else {
      put(writer, '? ');
      writeString(key, indent + INDENT, writer, true);
      newLine(writer, indent);
      put(writer, ': ');
      writeNode(value, indent + INDENT, writer, INLINE);
    }
  }
}

function writeValue(value: TerraformValue, indent: number, writer: Writer): void {
  const block = ('items' in value && value.items.length > 0) || ('entries' in value && value.entries.size > 0);
  if (!block) put(writer, ' ');
  writeNode(value, indent + INDENT, writer, { root: false, afterKey: true });
}

function writeString(text: string, indent: number, writer: Writer, breaks: boolean): void {
  if (breaks && text.includes('\n') && mayBeLiteral(text)) writeLiteral(text, indent, writer);
  else writeQuoted(text, indent, writer, breaks);
}

const UNPRINTABLE = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** A block cannot show control characters, a space before a line end, or one at the very end. */
function mayBeLiteral(text: string): boolean {
  return !UNPRINTABLE.test(text) && !/ [\n\u0085\u2028\u2029]/.test(text) && !text.endsWith(' ');
}

function writeLiteral(text: string, indent: number, writer: Writer): void {
  const hint = /^[ \n]/.test(text) ? String(INDENT) : '';
  const end = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  put(writer, `|${hint}${end}\n`);
  for (const [at, line] of text.split('\n').entries()) {
    if (at > 0) put(writer, '\n');
    if (line !== '') put(writer, ' '.repeat(indent) + line);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** Long lines are broken at a space, which the line end then stands for. */
function writeQuoted(text: string, indent: number, writer: Writer, breaks: boolean): void {
  put(writer, '"');
  const characters = [...text];
  let afterSpace = false;
  for (const [at, character] of characters.entries()) {
    const inside = at > 0 && at < characters.length - 1;
    if (character === ' ' && breaks && !afterSpace && inside && writer.column > BEST_WIDTH) {
      newLine(writer, indent);
      if (characters[at + 1] === ' ') put(writer, '\\');
    } else put(writer, escaped(character));
    afterSpace = character === ' ';
  }
  put(writer, '"');
}

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  if (!UNPRINTABLE.test(character) && character.length === 1) return character;
  const code = character.codePointAt(0)!;
  const [letter, digits] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code
    .toString(16)
    .toUpperCase()
    .padStart(digits as number, '0')}`;
}

function newLine(writer: Writer, indent: number): void {
  put(writer, `\n${' '.repeat(indent)}`);
}

function put(writer: Writer, text: string): void {
  writer.text += text;
  const lineEnd = text.lastIndexOf('\n');
  writer.column = lineEnd < 0 ? writer.column + text.length : text.length - lineEnd - 1;
}
