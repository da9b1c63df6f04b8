import type { Span } from '../../model/source.ts';
import { bigNumberValue, numberValue } from '../values/decimals.ts';
import { fromInteger, parseNumber } from '../values/numbers.ts';
import { ANY } from '../values/types.ts';
import { boolValue, nullValue, stringValue, type TerraformValue } from '../values/values.ts';
import { type Failure, failure } from './signature.ts';
import { two } from './timestamps.ts';

const TRUE = new Set('y Y yes Yes YES true True TRUE on On ON'.split(' '));
const FALSE = new Set('n N no No NO false False FALSE off Off OFF'.split(' '));
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const INTEGER = /^(?:[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(Z|[+-]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?)?$/;

/**
 * The value of a YAML scalar as Terraform resolves it, which is YAML 1.1 with some of 1.2. `tag` is short: `!!int`,
 * or empty.
 */
export function resolveScalar(source: string, tag: string, quoted: boolean, span: Span): TerraformValue | Failure {
  switch (tag) {
    case '!!str':
    case '!!binary':
      return stringValue(source, span);
    case '':
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!null':
    case '!!timestamp':
      return resolvePlain(source, tag, quoted, span);
    default:
      return failure(`unsupported tag "${tag}"`);
  }
}

function resolvePlain(source: string, tag: string, quoted: boolean, span: Span): TerraformValue | Failure {
  if (quoted && (source === '' || /^[-+0-9.yYnNtTfFoO~]/.test(source))) return stringValue(source, span);
  const word = wordValue(source, span);
  if (word) return word;
  if (tag === '' && /^\.(nan|NaN|NAN)$/.test(source)) return failure('floating point NaN is not supported');
  if (tag === '' || tag === '!!timestamp') {
    const timestamp = timestampText(source);
    if (timestamp !== undefined) return stringValue(timestamp, span);
  }
  if (INTEGER.test(source) || FLOAT.test(source)) return numberOf(source, span) ?? stringValue(source, span);
  switch (tag) {
    case '':
      return stringValue(source, span);
    case '!!null':
      return nullValue(ANY, span);
    case '!!int':
    case '!!float':
      return numberOf(source.replaceAll('_', ''), span) ?? failure(`cannot parse "${source}" as ${tag}`);
    default:
      return failure(`cannot parse "${source}" as ${tag}`);
  }
}

function wordValue(source: string, span: Span): TerraformValue | undefined {
  if (NULL.has(source)) return nullValue(ANY, span);
  if (TRUE.has(source)) return boolValue(true, span);
  if (FALSE.has(source)) return boolValue(false, span);
  const infinite = /^([-+]?)\.(inf|Inf|INF)$/.exec(source);
  return infinite ? numberValue(infinite[1] === '-' ? -Infinity : Infinity, span) : undefined;
}

function numberOf(source: string, span: Span): TerraformValue | undefined {
  if (/^0[xo]/.test(source)) return bigNumberValue(fromInteger(BigInt(source)), span);
  const number = parseNumber(source);
  return number && bigNumberValue(number, span);
}

/** RFC 3339 of what YAML reads as a date. */
function timestampText(source: string): string | undefined {
  const match = TIMESTAMP.exec(source);
  if (!match) return undefined;
  const [month, day] = [Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [match[4] ?? match[8], match[5] ?? match[9], match[6] ?? match[10]].map(part =>
    Number(part ?? 0),
  );
  const date = new Date(Date.UTC(Number(match[1]), month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const zone = match[7] === undefined || match[7] === '+00:00' ? 'Z' : match[7];
  return `${match[1]}-${two(month)}-${two(day)}T${two(hour!)}:${two(minute!)}:${two(second!)}${zone}`;
}
