import { allOf, anyOf, negate, type Verdict } from '../../model/verdict.ts';
import { wildcardMatch } from '../../model/wildcard.ts';

/** Fields of a log event by their path without `$.`: `userIdentity.type`. */
export type LogEvent = Readonly<Record<string, string>>;

export type FilterPattern =
  | { readonly kind: 'everything' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly FilterPattern[] }
  | { readonly kind: 'exists'; readonly field: string; readonly negated: boolean }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: string; readonly value: string }
  | { readonly kind: 'other'; readonly field: string };

/** CloudWatch Logs takes no longer ones. */
const MAX_LENGTH = 1024;

/**
 * Reads a metric filter's pattern for JSON events, `{ ($.a = "b*") || ($.c NOT EXISTS) }`; the empty pattern matches
 * everything. Undefined where it is no such pattern: terms of plain text, a mistake, or one that is too long.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(text: string): FilterPattern | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'everything' };
  if (trimmed.length > MAX_LENGTH || !trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const tokens = tokensOf(trimmed.slice(1, -1));
  if (!tokens) return undefined;
  const reader = { tokens, next: 0 };
  const pattern = readAny(reader);
  return reader.next === tokens.length ? pattern : undefined;
}

/**
 * Whether the pattern matches an event. Fields under a name of `settled` that the event does not have are absent; what
 * others hold is not known: a test for a value is then unknown, one that leaves values out passes.
 */
export function matchesEvent(pattern: FilterPattern, event: LogEvent, settled: ReadonlySet<string>): Verdict {
  switch (pattern.kind) {
    case 'everything':
      return 'pass';
    case 'all':
      return allOf(pattern.parts.map(part => matchesEvent(part, event, settled)));
    case 'any':
      return anyOf(pattern.parts.map(part => matchesEvent(part, event, settled)));
    case 'exists':
      return negateIf(pattern.negated, isThere(pattern.field, event, settled));
    case 'compare':
      return compares(pattern.field, pattern.operator, pattern.value, event, settled);
    case 'other':
      return isThere(pattern.field, event, settled) === 'fail' ? 'fail' : 'unknown';
  }
}

function isThere(field: string, event: LogEvent, settled: ReadonlySet<string>): Verdict {
  if (event[field] !== undefined) return 'pass';
  return isSettled(field, settled) ? 'fail' : 'unknown';
}

function isSettled(field: string, settled: ReadonlySet<string>): boolean {
  return settled.has(field) || settled.has(field.slice(0, Math.max(0, field.indexOf('.'))));
}

function compares(
  field: string,
  operator: string,
  value: string,
  event: LogEvent,
  settled: ReadonlySet<string>,
): Verdict {
  const held = event[field];
  if (operator === '!=') return held !== undefined && wildcardMatch(value, held) ? 'fail' : 'pass';
  if (held === undefined) return isSettled(field, settled) ? 'fail' : 'unknown';
  if (operator !== '=') return 'unknown';
  return wildcardMatch(value, held) ? 'pass' : 'fail';
}

function negateIf(negated: boolean, verdict: Verdict): Verdict {
  return negated ? negate(verdict) : verdict;
}

/** `"quoted"`, operators, brackets, and words: selectors, keywords, numbers, values without quotes. */
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|%[^%]*%|\|\||&&|!=|[<>]=?|=|[()]|[^\s"()=!<>|&]+)/y;

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    tokens.push(found[1]!);
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly string[];
  next: number;
}

function readAny(reader: Reader): FilterPattern | undefined {
  return readJoined(reader, '||', 'any', readAll);
}

function readAll(reader: Reader): FilterPattern | undefined {
  return readJoined(reader, '&&', 'all', readOne);
}

function readJoined(
  reader: Reader,
  operator: string,
  kind: 'all' | 'any',
  readPart: (reader: Reader) => FilterPattern | undefined,
): FilterPattern | undefined {
  const parts: FilterPattern[] = [];
  do {
    const part = readPart(reader);
    if (!part) return undefined;
    parts.push(part);
  } while (taken(reader, operator));
  return parts.length === 1 ? parts[0] : { kind, parts };
}

function readOne(reader: Reader): FilterPattern | undefined {
  if (taken(reader, '(')) {
    const inside = readAny(reader);
    return inside && taken(reader, ')') ? inside : undefined;
  }
  const selector = reader.tokens[reader.next++];
  if (!selector?.startsWith('$.') || selector.length === 2) return undefined;
  return readTest(selector.slice(2), reader);
}

function readTest(field: string, reader: Reader): FilterPattern | undefined {
  const operator = reader.tokens[reader.next++];
  switch (operator) {
    case 'EXISTS':
      return { kind: 'exists', field, negated: false };
    case 'NOT':
      return taken(reader, 'EXISTS') ? { kind: 'exists', field, negated: true } : undefined;
    case 'IS':
      return /^(?:NULL|TRUE|FALSE)$/.test(reader.tokens[reader.next++] ?? '') ? { kind: 'other', field } : undefined;
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return readComparison(field, operator, reader.tokens[reader.next++]);
    default:
      return undefined;
  }
}

function readComparison(field: string, operator: string, token: string | undefined): FilterPattern | undefined {
  if (token === undefined || /^(?:[()=<>]|!=|\|\||&&)/.test(token)) return undefined;
  // Regular expressions are not run.
  if (token.startsWith('%')) return { kind: 'other', field };
  const value = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
  return { kind: 'compare', field, operator, value };
}

function taken(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.next] !== token) return false;
  reader.next++;
  return true;
}
