import type { Span } from '../../model/source.ts';
import { isSequence } from '../expressions/loops.ts';
import { compose } from '../expressions/templates.ts';
import { convertTo } from '../values/conversion.ts';
import { bigNumberOf, formatNumber, isInfinite } from '../values/decimals.ts';
import { jsonPieces, quotedJson } from '../values/json-encoding.ts';
import type { Piece } from '../values/json-text.ts';
import { isInteger, truncate } from '../values/numbers.ts';
import { firstUnknown } from '../values/traits.ts';
import { ANY, BOOL, NUMBER, STRING, type TerraformType } from '../values/types.ts';
import { isDynamic, itemOf, lengthBounds, unknownLike } from '../values/unknowns.ts';
import { listValue, type NumberValue, type TerraformValue, typeOf } from '../values/values.ts';
import { graphemesOf } from './graphemes.ts';
import { any, type Failure, failure, isFailure, type TerraformFunction, text, textOf } from './signature.ts';

/** One `%` verb: `%[2]-10.3s`. */
interface Verb {
  readonly raw: string;
  readonly offset: number;
  readonly flags: string;
  readonly width: number;
  /** Undefined: none is written. */
  readonly precision: number | undefined;
  readonly argument: number;
  readonly mode: string;
}

type Token = string | Verb;

const VERB = /%(?:(%)|([0#\- +]*)([1-9]\d{0,6})?(\.\d{0,6})?(?:\[([1-9]\d{0,6})\])?([A-Za-z]))/y;
const MAX_WIDTH = 10_000;

/** Texts and verbs of a format string; arguments are counted from the last index that was written. */
function tokensOf(format: string): readonly Token[] | Failure {
  const tokens: Token[] = [];
  let next = 1;
  let at = 0;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent !== at) {
      tokens.push(format.slice(at, percent < 0 ? undefined : percent));
      if (percent < 0) break;
    }
    VERB.lastIndex = percent;
    const match = VERB.exec(format);
    if (!match) return failure(`invalid format string starting at offset ${percent}`);
    at = VERB.lastIndex;
    if (match[1]) tokens.push('%');
    else {
      const verb = verbOf(match, percent, next);
      next = verb.argument + 1;
      tokens.push(verb);
    }
  }
  return tokens;
}

function verbOf(match: RegExpExecArray, offset: number, next: number): Verb {
  const [raw, , flags = '', width, precision, index, mode = ''] = match;
  return {
    raw,
    offset,
    flags,
    width: Math.min(Number(width ?? 0), MAX_WIDTH),
    precision: precision === undefined ? undefined : Math.min(Number(precision.slice(1)), MAX_WIDTH),
    argument: index === undefined ? next : Number(index),
    mode,
  };
}

/** The format filled in; an argument that is not known leaves a hole in the text. */
function fill(format: string, args: readonly TerraformValue[], span: Span): TerraformValue | Failure {
  const tokens = tokensOf(format);
  if ('kind' in tokens) return tokens;
  const pieces: Piece[] = [];
  let highest = 0;
  for (const token of tokens) {
    if (typeof token === 'string') {
      pieces.push({ text: token });
      continue;
    }
    highest = Math.max(highest, token.argument);
    const piece = fillVerb(token, args);
    if ('kind' in piece) return piece;
    pieces.push(piece);
  }
  if (highest < args.length) {
    return failure(
      `too many arguments; ${highest === 0 ? 'no verbs in format string' : `only ${highest} used by format string`}`,
      highest + 1,
    );
  }
  return compose(pieces, span, false);
}

function fillVerb(verb: Verb, args: readonly TerraformValue[]): Piece | Failure {
  const argument = args[verb.argument - 1];
  const where = `"${verb.raw}" at ${verb.offset}`;
  if (!argument) {
    return failure(`not enough arguments for ${where}: need index ${verb.argument} but have ${args.length} total`);
  }
  if (verb.mode !== 'v' && argument.kind === 'null') {
    return failure(`unsupported value for ${where}: null value cannot be formatted`);
  }
  const unknown = firstUnknown(argument);
  if (unknown) {
    const plain = (verb.mode === 's' || verb.mode === 'v') && verb.raw.length === 2 && argument.kind === 'unknown';
    const hole = plain ? convertTo(argument, STRING) : undefined;
    return {
      hole: hole && 'value' in hole ? hole.value : unknownLike(unknown, STRING, argument.span, { notNull: true }),
    };
  }
  const filled = formatKnown(verb, argument);
  if (typeof filled === 'string') return { text: filled };
  return failure(`unsupported value for ${where}: ${filled.error}`);
}

type Formatted = string | { readonly error: string };

function formatKnown(verb: Verb, argument: TerraformValue): Formatted {
  switch (verb.mode) {
    case 'v':
      return formatAny(verb, argument);
    case 't':
      return formatAs(argument, BOOL, value => String((value as { value: boolean }).value));
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return formatAs(argument, NUMBER, value => formatInteger(verb, value as NumberValue));
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return formatAs(argument, NUMBER, value => formatFloat(verb, value as NumberValue));
    case 's':
    case 'q':
      return formatAs(argument, STRING, value => formatText(verb, textOf(value)));
    default:
      return { error: `unsupported format verb '${verb.mode}'` };
  }
}

function formatAs(value: TerraformValue, type: TerraformType, format: (value: TerraformValue) => Formatted): Formatted {
  const converted = convertTo(value, type);
  return 'value' in converted ? format(converted.value) : converted;
}

function formatAny(verb: Verb, argument: TerraformValue): Formatted {
  if (!verb.flags.includes('#')) {
    if (argument.kind === 'string') return padded(verb, argument.value);
    if (argument.kind === 'number') return padded(verb, formatNumber(bigNumberOf(argument), 'g', undefined));
  }
  const json = jsonPieces(argument);
  return json ? padded(verb, json.join('')) : { error: 'cannot serialize infinity as JSON' };
}

function formatText(verb: Verb, given: string): string {
  const cut = verb.precision ? graphemesOf(given).slice(0, verb.precision).join('') : given;
  return padded(verb, verb.mode === 'q' ? quotedJson(cut) : cut);
}

function padded({ width, flags }: Verb, given: string): string {
  const missing = width - graphemesOf(given).length;
  if (missing <= 0) return given;
  const padding = (flags.includes('0') ? '0' : ' ').repeat(missing);
  return flags.includes('-') ? given + padding : padding + given;
}

const BASES: Readonly<Record<string, readonly [number, string]>> = {
  b: [2, '0b'],
  o: [8, '0'],
  d: [10, ''],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInteger({ mode, flags, width, precision }: Verb, value: NumberValue): Formatted {
  const number = bigNumberOf(value);
  if (!isInteger(number) || number.kind !== 'finite') return { error: 'an integer is required' };
  const integer = truncate(number);
  const [base, prefix] = BASES[mode]!;
  const lower = (integer < 0n ? -integer : integer).toString(base);
  if (lower === '0' && precision === 0) return '';
  const digits = (mode === 'X' ? lower.toUpperCase() : lower).padStart(precision ?? 0, '0');
  const lead = signText(integer < 0n, flags) + (flags.includes('#') ? prefix : '');
  const missing = width - lead.length - digits.length;
  if (missing <= 0) return lead + digits;
  if (flags.includes('-')) return lead + digits + ' '.repeat(missing);
  if (flags.includes('0') && precision === undefined) return lead + '0'.repeat(missing) + digits;
  return ' '.repeat(missing) + lead + digits;
}

function formatFloat({ mode, flags, width, precision }: Verb, value: NumberValue): string {
  const general = mode === 'g' || mode === 'G';
  const given = formatNumber(bigNumberOf(value), mode as 'f', precision ?? (general ? undefined : 6));
  const digits = given.replace(/^[+-]/, '');
  const infinite = isInfinite(value);
  const sign = given[0] === '-' ? '-' : infinite ? (flags.includes(' ') ? ' ' : '+') : signText(false, flags);
  const missing = Math.max(0, width - sign.length - digits.length);
  if (flags.includes('-')) return sign + digits + ' '.repeat(missing);
  if (flags.includes('0') && !infinite) return sign + '0'.repeat(missing) + digits;
  return ' '.repeat(missing) + sign + digits;
}

function signText(negative: boolean, flags: string): string {
  return negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

const STRINGS: TerraformType = { kind: 'list', element: STRING };

/** One text for each position of the lists; arguments that are no lists are the same for all. */
function fillEach(format: string, args: readonly TerraformValue[], span: Span): TerraformValue | Failure {
  const lists = args.filter(isList);
  const lengths = new Set(
    lists.map(list => lengthBounds(list)).map(length => (length?.min === length?.max ? length?.min : undefined)),
  );
  const open = args.find(value => isDynamic(value) || (isList(value) && value.kind === 'unknown'));
  if (open?.kind === 'unknown') {
    const row = args.map(value =>
      value === open ? itemOf(open) : isList(value) ? unknownLike(open, ANY, span) : value,
    );
    const each = fill(format, row, span);
    return unknownLike(open, STRINGS, span, isFailure(each) ? {} : { each });
  }
  const unsure = lists.find(list => lengthBounds(list)?.min !== lengthBounds(list)?.max);
  const unknown = unsure && firstUnknown(unsure);
  if (unknown) return unknownLike(unknown, STRINGS, span);
  if (lengths.size > 1) return failure('the lists have different lengths', args.indexOf(lists[1]!) + 1);
  const [count = 1] = lengths;
  const texts: TerraformValue[] = [];
  for (let at = 0; at < count; at++) {
    const row = args.map(value => (isSequence(value) ? value.items[at]! : value));
    const filled = fill(format, row, span);
    if (isFailure(filled)) return failure(`error on format iteration ${at}: ${filled.message}`, filled.argument);
    texts.push(filled);
  }
  return listValue(texts, STRING, span);
}

function isList(value: TerraformValue): boolean {
  const { kind } = typeOf(value);
  return value.kind !== 'null' && (kind === 'list' || kind === 'set' || kind === 'tuple');
}

/** https://developer.hashicorp.com/terraform/language/functions/format */
export const formatFunctions: Readonly<Record<string, TerraformFunction>> = {
  format: {
    parameters: [text('format')],
    rest: any('args', 'nulls', 'unknowns', 'dynamic'),
    type: STRING,
    call([format, ...args], { span }) {
      // Terraform treats a literal null like a value of any type.
      if (args.some(value => value.kind === 'null' && value.type.kind === 'any')) {
        return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: 'null in format()', span };
      }
      return fill(textOf(format), args, span);
    },
  },
  formatlist: {
    parameters: [text('format')],
    rest: any('args', 'nulls', 'unknowns', 'dynamic'),
    type: STRINGS,
    call: ([format, ...args], { span }) => fillEach(textOf(format), args, span),
  },
};
