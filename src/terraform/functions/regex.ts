import { RE2JS } from 're2js';
import type { Span } from '../../model/source.ts';
import { ANY, STRING, type TerraformAttributeType, type TerraformType } from '../values/types.ts';
import { listValue, nullValue, objectValue, stringValue, type TerraformValue, tupleValue } from '../values/values.ts';
import { type Failure, failure, isFailure, onTexts, type TerraformFunction, text, textOf } from './signature.ts';

/** Offsets of a match and of its groups; -1 where a group took no part. */
type Match = readonly (readonly [start: number, end: number])[];

const compiled = new Map<string, RE2JS | Failure>();
const MAX_COMPILED = 200;

/** Patterns of Go's RE2 syntax, which have no backtracking: https://github.com/google/re2/wiki/Syntax */
function compile(pattern: string): RE2JS | Failure {
  const before = compiled.get(pattern);
  if (before) return before;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const expression = compileAnew(pattern);
  compiled.set(pattern, expression);
  return expression;
}

function compileAnew(pattern: string): RE2JS | Failure {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return failure(`invalid regexp pattern: ${error instanceof Error ? error.message : pattern}`, 0);
  }
}

/** All matches as Go finds them: an empty one right after another does not count. */
function matchesOf(expression: RE2JS, given: string, limit = Number.POSITIVE_INFINITY): Match[] {
  const matcher = expression.matcher(given);
  const matches: Match[] = [];
  let [at, previousEnd] = [0, -1];
  while (at <= given.length && matches.length < limit && matcher.find(at)) {
    const match: [number, number][] = [];
    for (let group = 0; group <= matcher.groupCount(); group++) match.push([matcher.start(group), matcher.end(group)]);
    const [start, end] = match[0]!;
    if (end > start || start !== previousEnd) matches.push(match);
    at = end > at ? end : at + ((given.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    previousEnd = end;
  }
  return matches;
}

/** Names of the groups by their number; undefined for groups without a name. */
function groupNames(expression: RE2JS): readonly (string | undefined)[] {
  const names: (string | undefined)[] = Array.from({ length: expression.groupCount() });
  for (const [name, number] of Object.entries(expression.namedGroups())) names[number - 1] = name;
  return names;
}

/** A string without groups, a tuple of unnamed groups, an object of named ones. */
function resultType(pattern: TerraformValue | undefined): TerraformType | Failure {
  if (pattern?.kind !== 'string') return ANY;
  const expression = compile(pattern.value);
  if (isFailure(expression)) return expression;
  const names = groupNames(expression);
  if (names.length === 0) return STRING;
  if (names.every(name => name === undefined)) return { kind: 'tuple', elements: names.map(() => STRING) };
  if (names.some(name => name === undefined)) {
    return failure('invalid regexp pattern: cannot mix both named and unnamed capture groups', 0);
  }
  const attributes = names.map((name): [string, TerraformAttributeType] => [name!, { type: STRING, optional: false }]);
  return { kind: 'object', attributes: new Map(attributes) };
}

function resultOf(expression: RE2JS, given: string, match: Match, span: Span): TerraformValue {
  const groups = match.map(([start, end]) =>
    start < 0 ? nullValue(STRING, span) : stringValue(given.slice(start, end), span),
  );
  const names = groupNames(expression);
  if (names.length === 0) return groups[0]!;
  if (names[0] === undefined) return tupleValue(groups.slice(1), span);
  return objectValue(
    names.map((name, at) => [name!, { value: groups[at + 1]! }]),
    span,
  );
}

const regex: TerraformFunction = {
  parameters: [text('pattern'), text('string')],
  type: ([pattern]) => resultType(pattern),
  call([pattern, string], { span }) {
    const expression = compile(textOf(pattern)) as RE2JS;
    const given = textOf(string);
    const [match] = matchesOf(expression, given, 1);
    return match
      ? resultOf(expression, given, match, span)
      : failure('pattern did not match any part of the given string');
  },
};

const regexall: TerraformFunction = {
  parameters: [text('pattern'), text('string')],
  type([pattern]) {
    const element = resultType(pattern);
    return isFailure(element) ? element : { kind: 'list', element };
  },
  call([pattern, string], { span, type }) {
    const expression = compile(textOf(pattern)) as RE2JS;
    const given = textOf(string);
    const results = matchesOf(expression, given).map(match => resultOf(expression, given, match, span));
    return listValue(results, type.kind === 'list' ? type.element : STRING, span);
  },
};

/** A text in slashes is a pattern, anything else is taken literally. */
function replace(given: string, wanted: string, by: string): string | Failure {
  if (wanted.length < 2 || !wanted.startsWith('/') || !wanted.endsWith('/')) return replaceAll(given, wanted, by);
  const expression = compile(wanted.slice(1, -1));
  return isFailure(expression) ? expression : replaceMatches(expression, given, by);
}

/** An empty text is found before every character and at the end. */
function replaceAll(given: string, wanted: string, by: string): string {
  return wanted === '' ? by + Array.from(given, character => character + by).join('') : given.split(wanted).join(by);
}

function replaceMatches(expression: RE2JS, given: string, template: string): string {
  const names = groupNames(expression);
  let result = '';
  let at = 0;
  for (const match of matchesOf(expression, given)) {
    const [start, end] = match[0]!;
    result += given.slice(at, start) + expand(template, given, match, names);
    at = end;
  }
  return result + given.slice(at);
}

const GROUP = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** Go's templates: `$1`, `${1}`, `$name`, `$$`; a group that there is not gives nothing. */
function expand(template: string, given: string, match: Match, names: readonly (string | undefined)[]): string {
  return template.replace(GROUP, (_, dollar?: string, plain?: string, braced?: string) => {
    if (dollar) return '$';
    const name = plain ?? braced ?? '';
    const number = /^\d+$/.test(name) ? Number(name) : names.indexOf(name) + 1;
    const [start, end] = (/^\d+$/.test(name) || number > 0 ? match[number] : undefined) ?? [-1, -1];
    return start < 0 ? '' : given.slice(start, end);
  });
}

export const regexFunctions: Readonly<Record<string, TerraformFunction>> = {
  regex,
  regexall,
  replace: onTexts(['str', 'substr', 'replace'], replace),
};
