import { knownPrefix, textOfParts } from '../values/text-parts.ts';
import { BOOL, STRING, type TerraformType } from '../values/types.ts';
import { boundExceeded, unknownLike } from '../values/unknowns.ts';
import {
  boolValue,
  compareText,
  listValue,
  type SequenceValue,
  stringValue,
  type TerraformValue,
} from '../values/values.ts';
import { graphemesOf } from './graphemes.ts';
import {
  failure,
  number,
  onTexts,
  parameter,
  type TerraformFunction,
  testOfTexts,
  text,
  textOf,
  wholeNumber,
} from './signature.ts';

const STRINGS: TerraformType = { kind: 'list', element: STRING };
const MAX_TEXT = 4_000_000;

const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACE_AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g');

const indent: TerraformFunction = {
  parameters: [number('spaces'), text('str')],
  type: STRING,
  call([spaces, str], { span }) {
    const count = wholeNumber(spaces, 0);
    if (typeof count !== 'number') return count;
    if (count < 0) return failure('the number of spaces must not be negative', 0);
    const lines = textOf(str).split('\n');
    if (count * lines.length > MAX_TEXT) return boundExceeded('a text that is too long', span, STRING);
    return stringValue(lines.join(`\n${' '.repeat(count)}`), span);
  },
};

const join: TerraformFunction = {
  parameters: [text('separator')],
  rest: parameter('lists', STRINGS),
  type: STRING,
  call([separator, ...lists], { span }) {
    if (lists.length === 0) return failure('at least one list is required');
    const parts: TerraformValue[] = [];
    for (const [at, list] of (lists as SequenceValue[]).entries()) {
      for (const [position, item] of list.items.entries()) {
        if (item.kind === 'null') return failure(`element ${position} is null; cannot concatenate null values`, at + 1);
        if (parts.length > 0) parts.push(separator!);
        parts.push(item);
      }
    }
    return textOfParts(parts, span);
  },
};

const sort: TerraformFunction = {
  additive: 'items',
  parameters: [parameter('list', STRINGS)],
  type: STRINGS,
  call([list], { span }) {
    const { items } = list as SequenceValue;
    const at = items.findIndex(item => item.kind === 'null');
    if (at >= 0) return failure(`given list element ${at} is null; a null string cannot be sorted`);
    const unknown = items.find(item => item.kind === 'unknown');
    if (unknown?.kind === 'unknown') {
      const each = unknownLike(unknown, STRING, span, { notNull: true });
      return listValue(
        items.map(() => each),
        STRING,
        span,
      );
    }
    return listValue(
      [...items].sort((a, b) => compareText(textOf(a), textOf(b))),
      STRING,
      span,
    );
  },
};

const split: TerraformFunction = {
  parameters: [text('separator'), text('str')],
  type: STRINGS,
  call([separator, str], { span }) {
    const [by, given] = [textOf(separator), textOf(str)];
    const pieces = by === '' ? [...given] : given.split(by);
    return listValue(
      pieces.map(piece => stringValue(piece, span)),
      STRING,
      span,
    );
  },
};

const startswith: TerraformFunction = {
  parameters: [text('str', 'unknowns'), text('prefix')],
  type: BOOL,
  call([str, wanted], { span }) {
    const prefix = textOf(wanted);
    const known = knownPrefix(str!);
    if (str?.kind !== 'unknown') return boolValue(known.startsWith(prefix), span);
    if (known.startsWith(prefix)) return boolValue(true, span);
    return prefix.startsWith(known) ? unknownLike(str, BOOL, span) : boolValue(false, span);
  },
};

const substr: TerraformFunction = {
  parameters: [text('str'), number('offset'), number('length')],
  type: STRING,
  call([str, offset, length], { span }) {
    const from = wholeNumber(offset, 1);
    const count = wholeNumber(length, 2);
    if (typeof from !== 'number') return from;
    if (typeof count !== 'number') return count;
    return stringValue(cut(graphemesOf(textOf(str)), from, count), span);
  },
};

/** A negative offset counts from the end, a negative length means all; with both negative or zero as Terraform does. */
function cut(characters: readonly string[], offset: number, length: number): string {
  if (offset >= 0 && length === 0) return '';
  const start = offset < 0 ? Math.max(0, offset + characters.length) : offset;
  const end = length <= 0 ? undefined : start + length;
  return characters.slice(start, end).join('');
}

/** Changes the known parts of a text one by one; what is not known stays a hole. */
function eachPart(apply: (part: string) => string): TerraformFunction {
  return {
    parameters: [text('str', 'unknowns')],
    type: STRING,
    call([str], { span }) {
      if (str?.kind !== 'unknown') return stringValue(apply(textOf(str)), span);
      if (!str.parts) return unknownLike(str, STRING, span);
      const parts = str.parts.map(part => {
        if (typeof part === 'string') return apply(part);
        return part.kind === 'unknown' ? unknownLike(part, STRING, part.span) : part;
      });
      return textOfParts(parts, span);
    },
  };
}

/** Takes something off the ends of a text; the structure of a document is not touched by that. */
function atEnds(apply: (part: string) => string): TerraformFunction {
  return {
    parameters: [text('str', 'unknowns')],
    type: STRING,
    call([str], { span }) {
      if (str?.kind === 'string') {
        const trimmed = stringValue(apply(str.value), span);
        return str.structure ? { ...trimmed, structure: str.structure } : trimmed;
      }
      if (str?.kind !== 'unknown') return failure('a string is required');
      const unknown = unknownLike(str, STRING, span);
      return str.structure ? { ...unknown, structure: str.structure, parts: str.parts } : unknown;
    },
  };
}

/** Upper or lower case character by character, so that no character becomes several. */
function changeCase(change: (character: string) => string): (text: string) => string {
  return given => {
    if (/^[\0-\x7f]*$/.test(given)) return change(given);
    return Array.from(given, character => {
      const changed = [...change(character)];
      return changed.length === 1 || character === '\u0130' ? changed[0]! : character;
    }).join('');
  };
}

const upperCase = changeCase(character => character.toUpperCase());
const lowerCase = changeCase(character => character.toLowerCase());

/** Every letter after something that is no letter, digit or underscore becomes a capital. */
function titleCase(given: string): string {
  return given.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (whole, before: string, letter: string) => {
    const separates = before === '' || before.charCodeAt(0) < 128 || new RegExp(`[${SPACE}]`).test(before);
    return separates ? before + upperCase(letter) : whole;
  });
}

function trimCharacters(given: string, cutset: string): string {
  const characters = [...given];
  const cut = new Set(cutset);
  let [start, end] = [0, characters.length];
  while (start < end && cut.has(characters[start]!)) start++;
  while (end > start && cut.has(characters[end - 1]!)) end--;
  return characters.slice(start, end).join('');
}

function trimLineEnds(given: string): string {
  let end = given.length;
  while (end > 0 && (given[end - 1] === '\n' || given[end - 1] === '\r')) end--;
  return given.slice(0, end);
}

/** https://developer.hashicorp.com/terraform/language/functions, "String Functions". */
export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  chomp: atEnds(trimLineEnds),
  endswith: testOfTexts(['str', 'suffix'], (str, suffix) => str.endsWith(suffix)),
  indent,
  join,
  lower: eachPart(lowerCase),
  sort,
  split,
  startswith,
  strcontains: testOfTexts(['str', 'substr'], (str, part) => str.includes(part)),
  strrev: onTexts(['str'], str => [...graphemesOf(str)].reverse().join('')),
  substr,
  title: onTexts(['str'], titleCase),
  trim: onTexts(['str', 'cutset'], trimCharacters),
  trimprefix: onTexts(['str', 'prefix'], (str, prefix) => (str.startsWith(prefix) ? str.slice(prefix.length) : str)),
  trimspace: atEnds(str => str.replace(SPACE_AROUND, '')),
  trimsuffix: onTexts(['str', 'suffix'], (str, suffix) =>
    suffix !== '' && str.endsWith(suffix) ? str.slice(0, -suffix.length) : str,
  ),
  upper: eachPart(upperCase),
};
