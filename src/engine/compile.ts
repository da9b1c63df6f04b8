import type { ParameterValue, Rule, Severity } from '../model/rule.ts';
import { type Answer, answerAt, type Context, type Question } from './answer.ts';
import { asksOfItself, type CompileContext, compileCondition } from './conditions.ts';
import { indexByKey } from './links.ts';
import { operandOf } from './operands.ts';
import { type Path, parsePath } from './path-syntax.ts';
import { canSettle, follow, itemsOf, settledItems, undecidedName } from './paths.ts';
import type { Exploration, Scenario } from './scenarios.ts';
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
  /** Items whose answers hang on names that only they ask for. */
  readonly undecided?: readonly UndecidedItem[];
  /** What became of these. */
  readonly explored?: readonly ExploredItem[];
}

/** An item that can be explored apart from the others, so that many conditions in one list cost no more than each. */
export interface UndecidedItem {
  readonly key: string;
  /** The answer where nothing more is assumed, and the name that it hangs on. */
  readonly answer: RuleAnswer;
  readonly name: string;
  ask(inScenario: Scenario): RuleAnswer;
}

export interface ExploredItem extends Exploration<RuleAnswer> {
  readonly key: string;
}

export interface ItemAnswer {
  /** Tells the items of one resource apart, in every scenario. */
  readonly key: string;
  readonly item?: Trail;
  readonly answer: Answer;
}

const NONE: readonly ItemAnswer[] = [];
const NOTHING_TO_SAY: RuleAnswer = { fails: NONE, doubts: NONE };

/** Throws where the rule names a path, pattern, parameter or predicate that is none: rules are checked when they are loaded. */
export function compileRule(rule: Rule, options: RuleOptions = {}): CompiledRule {
  const parameters = { ...defaultsOf(rule), ...options.parameters?.[rule.id] };
  const compile: CompileContext = { ruleId: rule.id, parameters };
  const when = rule.when && compileCondition(rule.when, compile);
  const unknownWhen = rule.unknownWhen && compileCondition(rule.unknownWhen, compile);
  const require = compileCondition(rule.require, compile);
  const decide = deciding(require, unknownWhen);
  const message = fillIn(rule.message, parameters).split('{resource}');
  const asMap = asksOfItself(rule.require);
  const each: Each | undefined = rule.each && {
    paths: rule.each.map(parsePath),
    types: rule.resources,
    asMap,
    decide,
  };
  return {
    rule,
    severity: options.severities?.[rule.id] ?? rule.severity,
    sets: rule.fix?.set && (operandOf(rule.fix.set, parameters) as Readonly<Record<string, unknown>>),
    message: resource => message.join(resource),
    ask: context => {
      const applies = when?.(context);
      if (applies?.verdict === 'fail') return NOTHING_TO_SAY;
      if (each) return askEach(each, applies, context);
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
      return { fails: NONE, doubts: NONE, pass: answer };
    case 'fail':
      return { fails: [{ key: '', answer }], doubts: NONE };
    case 'unknown':
      return { fails: NONE, doubts: [{ key: '', answer }] };
  }
}

/** What `each` asks of its items. */
interface Each {
  readonly paths: readonly Path[];
  readonly types: readonly string[];
  readonly asMap: boolean;
  readonly decide: Decide;
}

function askEach(each: Each, applies: Answer | undefined, context: Context): RuleAnswer {
  const { scenario } = context;
  const found = noFindings();
  let list: Trail | undefined;
  for (const path of each.paths) {
    const before = scenario.undecided;
    const at = follow(path, context.item, scenario);
    if (list?.value === undefined) list = at;
    const items = itemsOf(at, scenario, each.asMap);
    if (!items || items.unseen) found.doubts.push(mayHoldMore(at, items !== undefined));
    // What is met on the way to items that are known is in the items: each of them can be looked at for itself.
    const apart = items !== undefined && applies?.verdict !== 'unknown';
    if (apart) scenario.undecided = before;
    for (const item of items?.items ?? []) askItem(item, each, applies, context, found, apart);
  }
  const at = list ?? context.item;
  const count = found.count;
  const words = count > 1 ? () => `all ${count} items of ${nameOf(at)} qualify` : undefined;
  const pass = count === 1 && found.only ? found.only : answerAt('pass', at, words);
  return { fails: found.fails, doubts: found.doubts, undecided: found.undecided, pass };
}

/** What the items say, while they are asked. */
interface Findings {
  readonly fails: ItemAnswer[];
  readonly doubts: ItemAnswer[];
  readonly undecided: UndecidedItem[];
  /** An answer that is a pass. */
  only: Answer | undefined;
  count: number;
}

function noFindings(): Findings {
  return { fails: [], doubts: [], undecided: [], only: undefined, count: 0 };
}

function mayHoldMore(at: Trail, isKnown: boolean): ItemAnswer {
  const words = isKnown ? () => `${nameOf(at)} may hold more than these files show` : undefined;
  return { key: `${pathOf(at)}[]`, answer: answerAt('unknown', at, words) };
}

function askItem(
  item: Trail,
  each: Each,
  applies: Answer | undefined,
  context: Context,
  found: Findings,
  apart: boolean,
): void {
  if (isAskedElsewhere(item, each.types, context)) return;
  const ownName = apart && canSettle(item) ? undecidedName(item) : undefined;
  if (ownName !== undefined) {
    found.count++;
    found.undecided.push(undecidedItem(item, ownName, each, applies, context));
    return;
  }
  const { scenario } = context;
  const before = scenario.undecided;
  if (apart) scenario.undecided = undefined;
  const answer = each.decide(context, item, applies);
  found.count++;
  if (answer.verdict === 'fail') found.fails.push(keyedBy(item, answer));
  else if (answer.verdict === 'pass') found.only = answer;
  else {
    const keyed = keyedBy(item, answer);
    const name = apart ? (undecidedName(item) ?? scenario.undecided) : undefined;
    if (name === undefined || !canSettle(item)) {
      found.doubts.push(keyed);
      if (apart) scenario.undecided = before ?? name;
      return;
    }
    found.undecided.push(undecidedItem(item, name, each, applies, context, { fails: NONE, doubts: [keyed] }));
  }
  if (apart) scenario.undecided = before;
}

/** What is not decided about itself is asked only where nothing decides it. */
function undecidedItem(
  item: Trail,
  name: string,
  each: Each,
  applies: Answer | undefined,
  context: Context,
  known?: RuleAnswer,
): UndecidedItem {
  const ask = (inScenario: Scenario) => askSettled(item, each, applies, { ...context, scenario: inScenario });
  return {
    key: pathOf(item) ?? '',
    name,
    ask,
    get answer() {
      return known ?? ask({ ...context.scenario, undecided: undefined });
    },
  };
}

function keyedBy(item: Trail, answer: Answer): ItemAnswer {
  return { key: pathOf(item) ?? '', item, answer };
}

/** An item in a scenario that decides what it hung on: it may be left out, or be several. */
function askSettled(item: Trail, each: Each, applies: Answer | undefined, context: Context): RuleAnswer {
  const { items, unseen } = settledItems(item, context.scenario);
  const found = noFindings();
  if (unseen) found.doubts.push(mayHoldMore(item, true));
  for (const settled of items) askItem(settled, each, applies, context, found, false);
  return { fails: found.fails, doubts: found.doubts, pass: found.only ?? answerAt('pass', item.up ?? item) };
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
