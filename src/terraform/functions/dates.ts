import { numberValue } from '../values/decimals.ts';
import { NUMBER, STRING } from '../values/types.ts';
import { type Failure, failure, onTexts, type TerraformFunction, text, textOf } from './signature.ts';
import { localDate, offsetText, parseDuration, parseTimestamp, type Timestamp, two } from './timestamps.ts';

const NO_TIMESTAMP = 'not a valid RFC3339 timestamp';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** What a verb such as `YYYY` stands for, by its length; undefined: there is no such verb. */
type Verb = (date: Date, length: number, time: Timestamp) => string | undefined;

const VERBS: Readonly<Record<string, Verb>> = {
  Y: (date, length) =>
    length === 4 ? year(date).padStart(4, '0') : length === 2 ? year(date).padStart(2, '0').slice(-2) : undefined,
  M: (date, length) => {
    const name = MONTHS[date.getUTCMonth()]!;
    return length > 2 ? named(name, length - 2) : padded(date.getUTCMonth() + 1, length);
  },
  D: (date, length) => padded(date.getUTCDate(), length),
  E: (date, length) => (length > 2 ? named(DAYS[date.getUTCDay()]!, length - 2) : undefined),
  h: (date, length) => padded(date.getUTCHours(), length),
  H: (date, length) => padded(date.getUTCHours() % 12 || 12, length),
  A: (date, length) => (length === 2 ? halfOfDay(date) : undefined),
  a: (date, length) => (length === 2 ? halfOfDay(date).toLowerCase() : undefined),
  m: (date, length) => padded(date.getUTCMinutes(), length),
  s: (date, length) => padded(date.getUTCSeconds(), length),
  Z: (_, length, { offset }) => zone(offset, length),
};

function year(date: Date): string {
  return String(date.getUTCFullYear());
}

function padded(value: number, length: number): string | undefined {
  return length === 1 ? String(value) : length === 2 ? two(value) : undefined;
}

/** Short for one more letter than the two digits, in full for two more. */
function named(name: string, more: number): string | undefined {
  return more === 1 ? name.slice(0, 3) : more === 2 ? name : undefined;
}

function halfOfDay(date: Date): string {
  return date.getUTCHours() < 12 ? 'AM' : 'PM';
}

function zone(offset: number, length: number): string | undefined {
  switch (length) {
    case 1:
      return offset === 0 ? 'Z' : offsetText(offset, ':');
    case 3:
      return offset === 0 ? 'UTC' : offsetText(offset, '');
    case 4:
      return offsetText(offset, '');
    case 5:
      return offsetText(offset, ':');
    default:
      return undefined;
  }
}

const TOKEN = /'(?:[^']|'')*'|'[\s\S]*$|([A-Za-z])\1*|[^'A-Za-z]+/g;

/** https://developer.hashicorp.com/terraform/language/functions/formatdate */
function formatdate(format: string, timestamp: string): string | Failure {
  const time = parseTimestamp(timestamp);
  if (!time) return failure(NO_TIMESTAMP, 1);
  const date = localDate(time);
  let result = '';
  for (const [token, letter] of format.matchAll(TOKEN)) {
    if (token.startsWith("'")) {
      if (token.length === 1 || !token.endsWith("'")) return failure("unterminated literal '", 0);
      result += token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'");
    } else if (letter !== undefined) {
      const text = VERBS[letter]?.(date, token.length, time);
      if (text === undefined) return failure(`invalid date format verb "${token}"`, 0);
      result += text;
    } else result += token;
  }
  return result;
}

function timeadd(timestamp: string, duration: string): string | Failure {
  const time = parseTimestamp(timestamp);
  if (!time) return failure(NO_TIMESTAMP);
  const added = parseDuration(duration);
  if (added === undefined) return failure(`invalid duration "${duration}"`);
  return formatted({ ...time, instant: time.instant + added });
}

function formatted(time: Timestamp): string {
  const date = localDate(time);
  const day = [year(date).padStart(4, '0'), two(date.getUTCMonth() + 1), two(date.getUTCDate())].join('-');
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day}T${clock}${zone(time.offset, 1)}`;
}

const timecmp: TerraformFunction = {
  parameters: [text('timestamp_a'), text('timestamp_b')],
  type: NUMBER,
  call(args, { span }) {
    const [a, b] = args.map(value => parseTimestamp(textOf(value))?.instant);
    if (a === undefined) return failure(NO_TIMESTAMP, 0);
    if (b === undefined) return failure(NO_TIMESTAMP, 1);
    return numberValue(a < b ? -1 : a > b ? 1 : 0, span);
  },
};

/** The time of the run is not in the files. */
function now(name: string): TerraformFunction {
  return {
    parameters: [],
    type: STRING,
    call: (_, { span }) => ({
      kind: 'unknown',
      type: STRING,
      reason: 'computed-at-deployment',
      missing: `${name}()`,
      span,
    }),
  };
}

/** https://developer.hashicorp.com/terraform/language/functions, "Date and Time Functions". */
export const dateFunctions: Readonly<Record<string, TerraformFunction>> = {
  formatdate: onTexts(['format', 'time'], formatdate),
  plantimestamp: now('plantimestamp'),
  timeadd: onTexts(['timestamp', 'duration'], timeadd),
  timecmp,
  timestamp: now('timestamp'),
};
