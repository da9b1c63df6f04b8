import type { Condition, PropertyCondition } from '../model/rule.ts';
import { negate } from '../model/verdict.ts';
import { type Answer, answerAt, type Context, ELSEWHERE, type Question, reasonOf, telling } from './answer.ts';
import type { Parameters } from './operands.ts';
import { parsePath } from './path-syntax.ts';
import { follow, itemsOf } from './paths.ts';
import { compilePredicate } from './predicates.ts';
import { compileRelated } from './related.ts';
import { compileTests, isAbsent, type ValueTest } from './tests.ts';
import { nameOf, rootTrail, type Subject, type Trail } from './trail.ts';

/** What a rule's conditions are compiled with. */
export interface CompileContext {
  readonly ruleId: string;
  readonly parameters: Parameters;
}

/** Turns a condition into a closure, once for a run. Throws on a path, pattern, parameter or predicate that is none. */
export function compileCondition(condition: Condition, compile: CompileContext): Question {
  if ('all' in condition) return allQuestion(condition.all.map(part => compileCondition(part, compile)));
  if ('any' in condition) return anyQuestion(condition.any.map(part => compileCondition(part, compile)));
  if ('not' in condition) return notQuestion(compileCondition(condition.not, compile));
  if ('type' in condition) return typeQuestion(condition.type);
  if ('dialect' in condition) return dialectQuestion(condition.dialect);
  if ('related' in condition) {
    const { related } = condition;
    return compileRelated(related, related.where && compileCondition(related.where, compile));
  }
  if ('predicate' in condition) return compilePredicate(condition.predicate, condition.with, compile);
  return propertyQuestion(condition, compile);
}

/** Whether a condition asks about the item itself, so that the values of a map are meant, not the map as one item. */
export function asksOfItself(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksOfItself);
  if ('any' in condition) return condition.any.some(asksOfItself);
  if ('not' in condition) return asksOfItself(condition.not);
  return 'property' in condition && condition.property === '';
}

/** Fails at the first part that fails; unknown at the first that is unknown; passes at the part that says most. */
function allQuestion(parts: readonly Question[]): Question {
  return context => {
    let doubt: Answer | undefined;
    let pass: Answer | undefined;
    for (const part of parts) {
      const answer = part(context);
      if (answer.verdict === 'fail') return answer;
      if (answer.verdict === 'unknown') doubt ??= answer;
      else pass = telling(pass, answer);
    }
    return doubt ?? pass ?? answerAt('pass', context.item);
  };
}

/** Passes at the first part that passes; unknown at the first that is unknown; fails at the part that says most. */
function anyQuestion(parts: readonly Question[]): Question {
  return context => {
    let doubt: Answer | undefined;
    let fail: Answer | undefined;
    for (const part of parts) {
      const answer = part(context);
      if (answer.verdict === 'pass') return answer;
      if (answer.verdict === 'unknown') doubt ??= answer;
      else fail = telling(fail, answer);
    }
    return doubt ?? fail ?? answerAt('fail', context.item);
  };
}

function notQuestion(part: Question): Question {
  return context => {
    const answer = part(context);
    const { at, words, weight, related, found } = answer;
    return { verdict: negate(answer.verdict), at, words, weight, related, found };
  };
}

function typeQuestion(type: string | readonly string[]): Question {
  const types = new Set([type].flat());
  return ({ resource, item }) => ({
    verdict: resource && (types.has(resource.type) || types.has(resource.writtenAs)) ? 'pass' : 'fail',
    at: resource ? rootTrail(resource) : item,
    words: () => (resource ? `${resource.address} is of type ${resource.writtenAs}` : 'a template has no type'),
    weight: ELSEWHERE,
  });
}

function dialectQuestion(dialect: string | readonly string[]): Question {
  const dialects = new Set([dialect].flat());
  return ({ resource, item, input }) => ({
    verdict: dialects.has(input.dialect) ? 'pass' : 'fail',
    at: resource ? rootTrail(resource) : item,
    words: () => `it is written in ${input.dialect}`,
    weight: ELSEWHERE,
  });
}

type PlaceTest = (at: Trail, context: Context) => Answer;

function propertyQuestion(condition: PropertyCondition, compile: CompileContext): Question {
  const subject: Subject = 'attribute' in condition ? 'attribute' : 'argument' in condition ? 'argument' : 'property';
  const path = parsePath(condition[subject] ?? '');
  const tests = placeTests(condition, compile);
  const { absent } = condition;
  return context => {
    const at = follow(path, startOf(context, subject), context.scenario);
    if (absent !== undefined && isAbsent(at.value)) return answerAt(absent, at);
    let result: Answer | undefined;
    for (const test of tests) {
      const answer = test(at, context);
      if (answer.verdict === 'fail') return answer;
      if (!result || (answer.verdict === 'unknown' && result.verdict === 'pass')) result = answer;
    }
    return result ?? answerAt('pass', at);
  };
}

function startOf(context: Context, subject: Subject): Trail {
  return subject === 'property' || !context.resource ? context.item : rootTrail(context.resource, subject);
}

function placeTests(condition: PropertyCondition, compile: CompileContext): PlaceTest[] {
  const tests: PlaceTest[] = compileTests(condition, compile.parameters).map(valueTest);
  if (condition.some) {
    tests.push(someTest(compileCondition(condition.some, compile), asksOfItself(condition.some)));
  }
  if (condition.every) {
    tests.push(everyTest(compileCondition(condition.every, compile), asksOfItself(condition.every)));
  }
  return tests;
}

function valueTest(test: ValueTest): PlaceTest {
  const { words, place } = test;
  return (at, { scenario }) => {
    const verdict = test.verdict(at, scenario);
    const decided = place?.(at, verdict, scenario) ?? at;
    return answerAt(verdict, decided, words && (() => words(at, verdict, scenario)));
  };
}

function someTest(question: Question, asMap: boolean): PlaceTest {
  return (at, context) => {
    const found = itemsOf(at, context.scenario, asMap);
    if (!found) return answerAt('unknown', at);
    let doubt: Answer | undefined;
    let fail: Answer | undefined;
    for (const item of found.items) {
      const answer = question({ ...context, item });
      if (answer.verdict === 'pass') return answer;
      if (answer.verdict === 'unknown') doubt ??= answer;
      else fail = telling(fail, answer);
    }
    if (doubt) return doubt;
    if (found.unseen) return answerAt('unknown', at, () => openWords(at));
    if (!fail) return answerAt('fail', at);
    if (found.items.length === 1) return fail;
    const example = fail;
    return answerAt('fail', at, () => `no item of ${nameOf(at)} qualifies: ${reasonOf(example)}`);
  };
}

function everyTest(question: Question, asMap: boolean): PlaceTest {
  return (at, context) => {
    const found = itemsOf(at, context.scenario, asMap);
    if (!found) return answerAt('unknown', at);
    let doubt: Answer | undefined;
    let pass: Answer | undefined;
    for (const item of found.items) {
      const answer = question({ ...context, item });
      if (answer.verdict === 'fail') return answer;
      if (answer.verdict === 'unknown') doubt ??= answer;
      else pass = telling(pass, answer);
    }
    if (doubt) return doubt;
    if (found.unseen) return answerAt('unknown', at, () => openWords(at));
    if (!pass || found.items.length === 1) return pass ?? answerAt('pass', at);
    return answerAt('pass', at, () => `all ${found.items.length} items of ${nameOf(at)} qualify`);
  };
}

function openWords(at: Trail): string {
  return `${nameOf(at)} may hold more than these files show`;
}
