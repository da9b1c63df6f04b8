import { chosen, chosenProperty, type PredicateSubject } from '../model/predicate.ts';
import { isInside, type Span } from '../model/source.ts';
import { type ListValue, listOf, type ObjectValue, objectOf, type Property, type Value } from '../model/value.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Pattern, patternOf } from './match.ts';

/**
 * One statement of a policy document, as far as the files give it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Statement {
  readonly span: Span;
  /** Whether the effect is Allow. */
  readonly allows: Verdict;
  readonly effect?: Property;
  readonly action?: Element;
  readonly notAction?: Element;
  readonly resource?: Element;
  readonly notResource?: Element;
  readonly principal?: Principals;
  readonly notPrincipal?: Property;
  readonly condition?: { readonly property: Property; readonly value: Value };
  /** Address of the block that has the statement, where it is not the resource: a data source. */
  readonly declaredIn?: string;
}

/** The texts of an element that holds one text or a list of them. */
export interface Element {
  readonly property: Property;
  readonly patterns: readonly Pattern[];
  /** Items may exist that the files do not show. */
  readonly open: boolean;
}

export interface Principals {
  readonly property: Property;
  /** By kind: `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for `Principal: "*"`. */
  readonly kinds: ReadonlyMap<string, Element>;
  /** The whole element is not known. */
  readonly unknown?: Pattern;
}

type Scenario = Pick<PredicateSubject, 'assume'>;

/**
 * Reads a statement; undefined where the value is none (a text, a list, something unknown). Many rules ask about the
 * same statement: what hangs on no assumption is read once.
 */
export function statementOf(value: Value | undefined, scenario: Scenario): Statement | undefined {
  const holder = objectOf(chosen(value, scenario));
  if (!holder) return undefined;
  const known = statements.get(holder);
  if (known) return known;
  let assumes = false;
  const assume = (name: string) => {
    assumes = true;
    return scenario.assume(name);
  };
  const statement = readStatement(holder, { assume });
  if (!assumes) statements.set(holder, statement);
  return statement;
}

const statements = new WeakMap<ObjectValue, Statement>();

function readStatement(holder: ObjectValue, scenario: Scenario): Statement {
  const condition = chosenProperty(holder, 'Condition', scenario);
  return {
    span: holder.span,
    allows: effectIs('Allow', holder, scenario),
    effect: chosenProperty(holder, 'Effect', scenario)?.property,
    action: elementOf(holder, 'Action', scenario),
    notAction: elementOf(holder, 'NotAction', scenario),
    resource: elementOf(holder, 'Resource', scenario),
    notResource: elementOf(holder, 'NotResource', scenario),
    principal: principalsOf(holder, scenario),
    notPrincipal: chosenProperty(holder, 'NotPrincipal', scenario)?.property,
    condition: isEmptyObject(condition?.value) ? undefined : condition,
    declaredIn: holder.properties.get('Effect')?.declaredIn,
  };
}

/** The statements of a document: a list, or a single one; `unknown` where the document is not known. */
export function statementsOf(
  document: Value | undefined,
  scenario: Scenario,
): { statements: Statement[]; unknown?: Value } {
  const settled = chosen(document, scenario);
  if (settled && !objectOf(settled)) return { statements: [], unknown: settled };
  const value = chosenProperty(settled, 'Statement', scenario)?.value;
  if (!value) return { statements: [] };
  const items = listOf(value)?.items ?? [value];
  const statements: Statement[] = [];
  let unknown: Value | undefined = mayHoldOthers(listOf(value)) ? value : undefined;
  for (const item of items) {
    const statement = statementOf(item, scenario);
    if (statement) statements.push(statement);
    // A block that is not generated is no statement.
    else if (chosen(item, scenario)) unknown ??= item;
  }
  return { statements, unknown };
}

/** Whether there may be items of which the list says nothing. */
function mayHoldOthers(list: ListValue | undefined): boolean {
  return list?.open === true && !list.represented;
}

function effectIs(effect: 'Allow' | 'Deny', holder: Value, scenario: Scenario): Verdict {
  const value = chosenProperty(holder, 'Effect', scenario)?.value;
  // AWS refuses a statement without an effect; whoever wrote it meant to allow something.
  if (!value) return effect === 'Allow' ? 'pass' : 'fail';
  if (value.kind === 'scalar') return value.value === effect ? 'pass' : 'fail';
  return 'unknown';
}

function elementOf(holder: Value, name: string, scenario: Scenario): Element | undefined {
  const found = chosenProperty(holder, name, scenario);
  return found && readElement(found.property, found.value, scenario);
}

function readElement(property: Property, value: Value, scenario: Scenario): Element {
  const list = listOf(value);
  const patterns: Pattern[] = [];
  const add = (item: Value) => {
    const settled = chosen(item, scenario);
    if (settled?.kind === 'list') for (const inner of settled.items) add(inner);
    const pattern = settled && patternOf(settled, scenario);
    if (pattern) patterns.push(within(property, pattern));
  };
  for (const item of list?.items ?? [value]) add(item);
  return { property, patterns, open: mayHoldOthers(list) };
}

/** An item that is written elsewhere (a variable, a local) is reported where the policy uses it. */
function within(property: Property, pattern: Pattern): Pattern {
  const { span } = property;
  return isInside(pattern.span, span) ? pattern : { ...pattern, span };
}

function principalsOf(holder: Value, scenario: Scenario): Principals | undefined {
  const found = chosenProperty(holder, 'Principal', scenario);
  if (!found) return undefined;
  const { property, value } = found;
  const kinds = new Map<string, Element>();
  const object = objectOf(value);
  if (object) {
    for (const kind of object.properties.keys()) {
      const element = elementOf(object, kind, scenario);
      if (element) kinds.set(kind, element);
    }
    return { property, kinds };
  }
  const element = readElement(property, value, scenario);
  if (value.kind === 'unknown') return { property, kinds, unknown: element.patterns[0] };
  return { property, kinds: new Map([['*', element]]) };
}

function isEmptyObject(value: Value | undefined): boolean {
  const object = objectOf(value);
  return object !== undefined && object.properties.size === 0 && !object.open;
}
