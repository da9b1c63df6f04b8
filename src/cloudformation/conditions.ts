import type { Span } from '../model/source.ts';
import { type Assumption, textOf, type Value } from '../model/value.ts';
import type { Entry, SyntaxNode } from '../parse/syntax.ts';
import { evaluate } from './evaluate.ts';
import { and, FALSE, type Formula, not, or, TRUE, variablesOf } from './formula.ts';
import { functionOf } from './functions.ts';
import type { Parameter } from './parameters.ts';
import { emptyNetwork, type Network, satisfiable } from './satisfiability.ts';
import { fail, type Scope } from './scope.ts';

/** The Conditions section; each condition becomes a formula when it is first asked for. */
export interface Conditions {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Undefined while it is being made: a condition that needs itself is an error. */
  readonly formulas: Map<string, Formula | undefined>;
}

/** What assumptions can speak of, in a template and the stacks nested in it. */
export interface Assumable {
  /** Scopes of conditions, and parameters, by their full names: `Network.IsProduction`. */
  readonly conditions: Map<string, { readonly name: string; readonly scope: Scope }>;
  readonly parameters: Map<string, Parameter>;
  /** What has been found out of assumptions, one after the other, as the same `Fn::If` is asked again and again. */
  readonly nothingAssumed: Assumed;
  readonly network: Network;
  /** What the Rules section demands of the parameters. */
  readonly given: Formula[];
  /** How many conditions are being made, each for the one before. */
  depth: number;
}

/** An assumption after others. */
interface Assumed {
  readonly before: Assumed | undefined;
  readonly formula: Formula;
  /** Whether it can hold together with those before it. */
  readonly possible: boolean;
  /** What was assumed in addition, by name and value. */
  readonly more: Map<string, Map<Assumption['value'], Assumed>>;
}

const MAX_NESTED_CONDITIONS = 300;

export function nothingAssumable(): Assumable {
  const parameters: Assumable['parameters'] = new Map();
  const network = emptyNetwork(variable => parameters.get(variable)?.domain);
  const nothingAssumed: Assumed = { before: undefined, formula: TRUE, possible: true, more: new Map() };
  return { conditions: new Map(), parameters, nothingAssumed, network, given: [], depth: 0 };
}

export function readConditions(entries: readonly Entry[]): Conditions {
  return { entries: new Map(entries.map(entry => [entry.key.raw, entry])), formulas: new Map() };
}

/** Whether a condition holds, under what is assumed where it is asked; undefined: the template does not decide it. */
export function truthOf(name: string, span: Span, scope: Scope): boolean | undefined {
  const formula = formulaOf(name, span, scope);
  if (formula.kind === 'constant') return formula.value;
  const full = scope.prefix + name;
  if (!possibleHere([{ name: full, value: true }], scope)) return false;
  if (!possibleHere([{ name: full, value: false }], scope)) return true;
  return undefined;
}

/** Whether assumptions about conditions and parameters can hold together, as far as a bounded search can tell. */
export function possible(assumptions: readonly Assumption[], assumable: Assumable): boolean {
  let at = assumable.nothingAssumed;
  for (const assumption of assumptions) {
    at = assumedToo(assumption, at, assumable);
    if (!at.possible) return false;
  }
  return true;
}

function assumedToo(assumption: Assumption, before: Assumed, assumable: Assumable): Assumed {
  const { name, value } = assumption;
  let byValue = before.more.get(name);
  if (!byValue) {
    byValue = new Map();
    before.more.set(name, byValue);
  }
  let assumed = byValue.get(value);
  if (!assumed) {
    const formula = formulaOfAssumption(assumption, assumable);
    const formulas = [formula, ...connected(formula, before, assumable)];
    assumed = { before, formula, possible: satisfiable(formulas, assumable.network), more: new Map() };
    byValue.set(value, assumed);
  }
  return assumed;
}

/**
 * What was assumed before, or is given of the parameters, and speaks of the same variables, directly or through
 * others. The rest can hold, and goes on to do so.
 */
function connected(formula: Formula, assumedBefore: Assumed, { given }: Assumable): Formula[] {
  if (given.length === 0 && !assumedBefore.before) return [];
  let others: Formula[] = [...given];
  for (let at: Assumed | undefined = assumedBefore; at; at = at.before) others.push(at.formula);
  const reached = new Set(variablesOf(formula));
  const found: Formula[] = [];
  for (let grown = true; grown; ) {
    grown = false;
    const apart: Formula[] = [];
    for (const other of others) {
      const variables = variablesOf(other);
      if (isDisjoint(reached, variables)) {
        apart.push(other);
        continue;
      }
      found.push(other);
      for (const variable of variables) reached.add(variable);
      grown = true;
    }
    others = apart;
  }
  return found;
}

/** Whether something can hold in addition where an expression stands. */
export function possibleHere(assumptions: readonly Assumption[], scope: Scope): boolean {
  return possible([...scope.assumed, ...assumptions], scope.assumable);
}

/** What an undecided condition depends on, in the user's words. */
export function missingFor(name: string, scope: Scope): string {
  const entry = scope.conditions.entries.get(name);
  if (!entry) return `condition ${name}`;
  const variables = [...variablesOf(formulaOf(name, entry.key.span, scope))].map(variable =>
    scope.assumable.parameters.has(variable) ? `parameter ${variable}` : variable,
  );
  return variables.length === 0 ? `condition ${name}` : `condition ${name} (${variables.slice(0, 3).join(', ')})`;
}

export function formulaOf(name: string, span: Span, scope: Scope): Formula {
  const { entries, formulas } = scope.conditions;
  const full = scope.prefix + name;
  const entry = entries.get(name);
  if (!entry) {
    fail(scope, 'template-unknown-condition', `There is no condition "${name}".`, span, 'Declare it under Conditions.');
    return opaque(`condition ${full}`);
  }
  if (formulas.has(name)) {
    const known = formulas.get(name);
    if (known) return known;
    fail(scope, 'template-circular-condition', `The condition "${name}" depends on itself.`, entry.key.span);
    return opaque(`condition ${full}`);
  }
  if (scope.assumable.depth >= MAX_NESTED_CONDITIONS) return opaque(`condition ${full}`);
  formulas.set(name, undefined);
  scope.assumable.depth++;
  const made = readFormula(entry.value, scope);
  scope.assumable.depth--;
  const formula: Formula = made.kind === 'constant' ? made : { kind: 'named', name: full, formula: made };
  formulas.set(name, formula);
  return formula;
}

/** A condition function as a formula; what cannot be taken apart is a variable of its own. */
export function readFormula(node: SyntaxNode, scope: Scope): Formula {
  const call = functionOf(node);
  const operands = call?.argument.kind === 'sequence' ? call.argument.items : undefined;
  switch (call?.name) {
    case 'Condition':
      if (call.argument.kind === 'scalar') return formulaOf(call.argument.raw, call.argument.span, scope);
      break;
    case 'Fn::And':
      if (operands) return and(operands.map(operand => readFormula(operand, scope)));
      break;
    case 'Fn::Or':
      if (operands) return or(operands.map(operand => readFormula(operand, scope)));
      break;
    case 'Fn::Not': {
      const operand = operands ? operands[0] : call.argument;
      if (operand && (operands?.length ?? 1) === 1) return not(readFormula(operand, scope));
      break;
    }
    case 'Fn::Equals':
      if (operands?.length === 2) return equality(operands[0]!, operands[1]!, scope);
      break;
    case 'Fn::Contains': {
      const [list, item] = operands ?? [];
      if (list?.kind === 'sequence' && item) return or(list.items.map(candidate => equality(candidate, item, scope)));
      break;
    }
  }
  if (call && RULE_FUNCTIONS.has(call.name)) return opaque(canonical(node));
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value ? TRUE : FALSE;
  const advice = 'Conditions are made of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition.';
  fail(scope, 'template-wrong-arguments', 'This is no condition.', node.span, advice);
  return opaque(canonical(node));
}

/** Functions of the Rules section about lists of parameters, which are not looked into. */
const RULE_FUNCTIONS: ReadonlySet<string> = new Set(['Fn::Contains', 'Fn::EachMemberEquals', 'Fn::EachMemberIn']);

function equality(left: SyntaxNode, right: SyntaxNode, scope: Scope): Formula {
  const [leftValue, rightValue] = [evaluate(left, scope), evaluate(right, scope)];
  reportResource(left, leftValue, scope);
  reportResource(right, rightValue, scope);
  const [leftText, rightText] = [textOf(leftValue), textOf(rightValue)];
  if (leftText !== undefined && rightText !== undefined) return leftText === rightText ? TRUE : FALSE;
  const whole = canonical(left) === canonical(right) ? TRUE : opaque(`${canonical(left)} = ${canonical(right)}`);
  if (rightText !== undefined) return equalityWithText(left, leftValue, rightText, whole, scope);
  if (leftText !== undefined) return equalityWithText(right, rightValue, leftText, whole, scope);
  return whole;
}

/** Conditions are decided before there are resources. */
function reportResource(node: SyntaxNode, value: Value | undefined, scope: Scope): void {
  if (value?.kind !== 'reference') return;
  const message = `A condition cannot depend on a resource such as "${value.target}".`;
  fail(scope, 'template-wrong-arguments', message, node.span, 'Only parameters and mappings can decide conditions.');
}

function equalityWithText(
  node: SyntaxNode,
  value: Value | undefined,
  text: string,
  whole: Formula,
  scope: Scope,
): Formula {
  const variable = undecidedName(node, scope);
  if (variable !== undefined) return { kind: 'equal', variable, text };
  return value ? equalityOfValue(value, text, whole, scope, 0) : whole;
}

/** The variable that a node refers to: a parameter or pseudo parameter whose value is not known. */
export function undecidedName(node: SyntaxNode, scope: Scope): string | undefined {
  const call = functionOf(node);
  if (call?.name !== 'Ref' || call.argument.kind !== 'scalar') return undefined;
  const name = call.argument.raw;
  const parameter = scope.parameters.get(name);
  if (parameter) return parameter.value.kind === 'unknown' ? parameter.variable : undefined;
  return name.startsWith('AWS::') && scope.options.parameters?.[name] === undefined ? name : undefined;
}

function equalityOfValue(value: Value, text: string, whole: Formula, scope: Scope, depth: number): Formula {
  const known = textOf(value);
  if (known !== undefined) return known === text ? TRUE : FALSE;
  if (value.kind === 'template' && contradicts(value.parts, text)) return FALSE;
  if (value.kind !== 'unknown' || value.alternatives.length === 0 || depth > 4) return whole;
  return or(
    value.alternatives.map(({ when, value: chosen }) => {
      const equal = chosen ? equalityOfValue(chosen, text, whole, scope, depth + 1) : FALSE;
      return and([formulaOfAssumption(when, scope.assumable), equal]);
    }),
  );
}

/** Whether the known start or end of a text that is known in part is another one. */
function contradicts(parts: readonly (string | Value)[], text: string): boolean {
  const [first, last] = [parts[0], parts.at(-1)];
  return (typeof first === 'string' && !text.startsWith(first)) || (typeof last === 'string' && !text.endsWith(last));
}

/** An assumption about a name that the template does not have says nothing. */
function formulaOfAssumption({ name, value }: Assumption, assumable: Assumable): Formula {
  const condition = typeof value === 'boolean' ? assumable.conditions.get(name) : undefined;
  if (condition) {
    const { entries } = condition.scope.conditions;
    const formula = formulaOf(condition.name, entries.get(condition.name)!.key.span, condition.scope);
    return value ? formula : not(formula);
  }
  const known = textOf(assumable.parameters.get(name)?.value);
  if (known !== undefined) return known === String(value) ? TRUE : FALSE;
  return { kind: 'equal', variable: name, text: String(value) };
}

function isDisjoint(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  for (const variable of second) if (first.has(variable)) return false;
  return true;
}

function opaque(text: string): Formula {
  return { kind: 'equal', variable: text, text: 'true' };
}

/** The same text for the same expression, whichever form it is written in. */
function canonical(node: SyntaxNode): string {
  const call = functionOf(node);
  if (call) return `${call.name}(${canonical(call.argument)})`;
  switch (node.kind) {
    case 'scalar':
      return node.raw;
    case 'sequence':
      return `[${node.items.map(canonical).join(', ')}]`;
    case 'mapping':
      return `{${node.entries.map(({ key, value }) => `${key.raw}: ${canonical(value)}`).join(', ')}}`;
  }
}
