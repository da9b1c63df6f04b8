import type { Condition, PropertyCondition, RelatedCondition, Tests } from '../model/rule.ts';

/** A condition of a rule in words, as a nested Markdown list. */
export function conditionText(condition: Condition | undefined): string {
  return condition === undefined ? '' : lines(condition, 0).join('\n');
}

function lines(condition: Condition, depth: number): readonly string[] {
  if ('all' in condition) return group('all of', condition.all, depth);
  if ('any' in condition) return group('any of', condition.any, depth);
  if ('not' in condition) return group('not', [condition.not], depth);
  if ('type' in condition) return [item(`the type is ${alternatives(condition.type)}`, depth)];
  if ('dialect' in condition) return [item(`it is written in ${alternatives(condition.dialect)}`, depth)];
  if ('related' in condition) return related(condition.related, depth);
  if ('predicate' in condition) {
    const inputs = condition.with ? ` with ${code(condition.with)}` : '';
    return [item(`${code(condition.predicate)} holds${inputs}`, depth)];
  }
  return property(condition, depth);
}

function group(title: string, conditions: readonly Condition[], depth: number): readonly string[] {
  return [item(`${title}:`, depth), ...conditions.flatMap(each => lines(each, depth + 1))];
}

function property(condition: PropertyCondition, depth: number): readonly string[] {
  const { some, every, absent } = condition;
  const subject = subjectOf(condition);
  const whenAbsent = absent === undefined ? '' : ` (absent: ${absent})`;
  const tests = testTexts(condition);
  const result = tests.length > 0 ? [item(`${subject} ${tests.join(' and ')}${whenAbsent}`, depth)] : [];
  if (some) result.push(item(`some item of ${subject}${whenAbsent}:`, depth), ...lines(some, depth + 1));
  if (every) result.push(item(`every item of ${subject}${whenAbsent}:`, depth), ...lines(every, depth + 1));
  return result;
}

function subjectOf({ property: path, attribute, argument }: PropertyCondition): string {
  if (attribute !== undefined) return `the attribute ${code(attribute)}`;
  if (argument !== undefined) return `the argument ${code(argument)}`;
  return path === undefined || path === '' ? 'the item itself' : code(path);
}

function testTexts(tests: Tests): readonly string[] {
  const texts: string[] = [];
  if (tests.exists !== undefined) texts.push(tests.exists ? 'is present' : 'is absent');
  if (tests.equals !== undefined) texts.push(`is ${code(tests.equals)}`);
  if (tests.in !== undefined) texts.push(`is one of ${code(tests.in)}`);
  if (tests.matches !== undefined) texts.push(`matches ${code(tests.matches)}`);
  if (tests.startsWith !== undefined) texts.push(`starts with ${code(tests.startsWith)}`);
  if (tests.endsWith !== undefined) texts.push(`ends with ${code(tests.endsWith)}`);
  if (tests.contains !== undefined) texts.push(`contains ${code(tests.contains)}`);
  if (tests.atLeast !== undefined) texts.push(`is at least ${code(tests.atLeast)}`);
  if (tests.atMost !== undefined) texts.push(`is at most ${code(tests.atMost)}`);
  if (tests.length?.atLeast !== undefined) texts.push(`has a length of at least ${code(tests.length.atLeast)}`);
  if (tests.length?.atMost !== undefined) texts.push(`has a length of at most ${code(tests.length.atMost)}`);
  return texts;
}

function related({ type, via, by, where, quantifier, region }: RelatedCondition, depth: number): readonly string[] {
  const how =
    via !== undefined
      ? ` that ${alternatives(via)} refers to`
      : by !== undefined
        ? ` whose ${alternatives(by)} refers to it`
        : ` of the same ${region ? 'region' : 'input'}`;
  const title = `${quantifier === 'every' ? 'every' : 'there is an'} ${alternatives(type)}${how}`;
  return where ? [item(`${title}, for which:`, depth), ...lines(where, depth + 1)] : [item(title, depth)];
}

function alternatives(value: string | readonly string[]): string {
  return typeof value === 'string' ? code(value) : value.map(code).join(' or ');
}

function item(text: string, depth: number): string {
  return `${'  '.repeat(depth)}- ${text}`;
}

/** Operands are literals, or name a parameter of the rule. */
function code(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'parameter' in value)
    return `the parameter \`${String(value.parameter)}\``;
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
