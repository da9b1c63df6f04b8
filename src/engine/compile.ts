import type { ParameterValue, Rule, Severity } from '../model/rule.ts';
import { type Answer, answerAt, type Context, type Question } from './answer.ts';
import { asksOfItself, type CompileContext, compileCondition } from './conditions.ts';
import { indexByKey } from './links.ts';
import { operandOf } from './operands.ts';
import { follow, itemsOf, type Path, parsePath } from './paths.ts';
import { declaredIn, nameOf, pathOf, type Trail } from './trail.ts';

/** What users set for rules. */
export interface RuleOptions {
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
  readonly severities?: Readonly<Record<string, Severity>>;
}

/** A rule as closures: paths split, operands and parameters put in. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly severity: Severity;
  /** What the fix sets, with the parameters put in. */
  readonly sets?: Readonly<Record<string, unknown>>;
  /** What a finding about this resource says. */
  message(resource: string): string;
  /** Asks the rule in one scenario. */
  ask(context: Context): RuleAnswer;
}

/** What a rule says of a resource in one scenario. Without `each` there is one item, of the key ''. */
export interface RuleAnswer {
  readonly fails: readonly ItemAnswer[];
  readonly doubts: readonly ItemAnswer[];
  /** Absent where the rule has nothing to say. */
  readonly pass?: Answer;
}

export interface ItemAnswer {
  /** Tells the items of one resource apart, in every scenario. */
  readonly key: string;
  readonly item?: Trail;
  readonly answer: Answer;
}

const NOTHING_TO_SAY: RuleAnswer = { fails: [], doubts: [] };

/** Throws where the rule names a path, pattern, parameter or predicate that is none: rules are checked when they are loaded. */
export function compileRule(rule: Rule, options: RuleOptions = {}): CompiledRule {
  const parameters = { ...defaultsOf(rule), ...options.parameters?.[rule.id] };
  const compile: CompileContext = { ruleId: rule.id, parameters };
  const when = rule.when && compileCondition(rule.when, compile);
  const unknownWhen = rule.unknownWhen && compileCondition(rule.unknownWhen, compile);
  const require = compileCondition(rule.require, compile);
  const decide = deciding(require, unknownWhen);
  const message = fillIn(rule.message, parameters).split('{resource}');
  const each = rule.each?.map(parsePath);
  const asMap = asksOfItself(rule.require);
  return {
    rule,
    severity: options.severities?.[rule.id] ?? rule.severity,
    sets: rule.fix?.set && (operandOf(rule.fix.set, parameters) as Readonly<Record<string, unknown>>),
    message: resource => message.join(resource),
    ask: context => {
      const applies = when?.(context);
      if (applies?.verdict === 'fail') return NOTHING_TO_SAY;
      if (each) return askEach(each, rule.resources, asMap, applies, decide, context);
      return single(decide(context, context.item, applies));
    },
  };
}

type Decide = (context: Context, item: Trail, applies: Answer | undefined) => Answer;

/** The table of docs/rule-language.md, after `when` did not fail. */
function deciding(require: Question, unknownWhen: Question | undefined): Decide {
  return (context, item, applies) => {
    const answer = require(item === context.item ? context : { ...context, item });
    if (answer.verdict === 'pass') return answer;
    const excuse = unknownWhen?.(context);
    if (excuse?.verdict === 'pass') return { ...excuse, verdict: 'unknown' };
    if (applies?.verdict === 'unknown') return applies;
    if (answer.verdict === 'unknown') return answer;
    return excuse?.verdict === 'unknown' ? excuse : answer;
  };
}

function single(answer: Answer): RuleAnswer {
  switch (answer.verdict) {
    case 'pass':
      return { fails: [], doubts: [], pass: answer };
    case 'fail':
      return { fails: [{ key: '', answer }], doubts: [] };
    case 'unknown':
      return { fails: [], doubts: [{ key: '', answer }] };
  }
}

function askEach(
  paths: readonly Path[],
  types: readonly string[],
  asMap: boolean,
  applies: Answer | undefined,
  decide: Decide,
  context: Context,
): RuleAnswer {
  const fails: ItemAnswer[] = [];
  const doubts: ItemAnswer[] = [];
  let list: Trail | undefined;
  let only: Answer | undefined;
  let count = 0;
  for (const path of paths) {
    const at = follow(path, context.item, context.scenario);
    if (list?.value === undefined) list = at;
    const found = itemsOf(at, context.scenario, asMap);
    if (!found || found.open) {
      const words = found && (() => `${nameOf(at)} may hold more than these files show`);
      doubts.push({ key: `${pathOf(at)}[]`, answer: answerAt('unknown', at, words) });
    }
    for (const item of found?.items ?? []) {
      if (isAskedElsewhere(item, types, context)) continue;
      const answer = decide(context, item, applies);
      const keyed: ItemAnswer = { key: pathOf(item) ?? '', item, answer };
      count++;
      if (answer.verdict === 'fail') fails.push(keyed);
      else if (answer.verdict === 'unknown') doubts.push(keyed);
      else only = answer;
    }
  }
  const at = list ?? context.item;
  const pass =
    count === 1 && only
      ? only
      : answerAt('pass', at, count > 1 ? () => `all ${count} items of ${nameOf(at)} qualify` : undefined);
  return { fails, doubts, pass };
}

/** The item is declared by a resource of its own, of which the rule is asked as well: it is reported there. */
function isAskedElsewhere(item: Trail, types: readonly string[], context: Context): boolean {
  const address = declaredIn(item);
  return address !== undefined && !types.includes('*') && indexByKey(types, context).has(`@${address}`);
}

function defaultsOf(rule: Rule): Record<string, ParameterValue> {
  return Object.fromEntries(Object.entries(rule.parameters).map(([name, parameter]) => [name, parameter.default]));
}

function fillIn(message: string, values: Readonly<Record<string, ParameterValue>>): string {
  return message.replace(/\{([\w-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? show(values[name]!) : whole,
  );
}

function show(value: ParameterValue): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
