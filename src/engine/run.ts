import { cloudFormationType } from '../facts/cloudformation.ts';
import type { Evaluation } from '../model/finding.ts';
import type { Graph } from '../model/graph.ts';
import type { Progress } from '../model/progress.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import type { Rule } from '../model/rule.ts';
import { isInside, type Span } from '../model/source.ts';
import type { Assumption, Value } from '../model/value.ts';
import type { Context } from './answer.ts';
import { type Combined, combine } from './combine.ts';
import { type CompiledRule, compileRule, type RuleAnswer, type RuleOptions } from './compile.ts';
import { withFingerprints } from './fingerprint.ts';
import { inOrder } from './order.ts';
import { type Place, placeOf, placeOfInput } from './outcome.ts';
import { type Choices, choicesIn, type Exploration, explore, MAX_EVALUATIONS_OF_INPUT } from './scenarios.ts';
import { NOWHERE, pathOf, rootTrail, type Trail } from './trail.ts';

/**
 * Asks every rule of every resource that it is about, in a total order that depends on the inputs only. Verdicts of
 * all kinds are in the result. Throws only where a rule or a predicate is broken, which is no fault of the input.
 */
export function runRules(rules: readonly Rule[], graph: Graph, options: RunOptions = {}): Evaluation[] {
  const compiled = rules.map(rule => compileRule(rule, options));
  const rulesFor = indexByType(compiled.filter(({ rule }) => rule.scope === 'resource'));
  const ofInputs = compiled.filter(({ rule }) => rule.scope === 'template');
  const drafts: Draft[] = [];
  for (const [done, input] of graph.inputs.entries()) {
    options.onProgress?.({ stage: 'evaluating', done, total: graph.inputs.length });
    const run = runOf(input, graph);
    const resources = graph.inInput(input);
    for (const resource of resources) {
      const item = rootTrail(resource);
      for (const rule of rulesFor(resource.type)) evaluateResource(rule, resource, item, run, drafts);
    }
    for (const rule of ofInputs) drafts.push(...evaluateInput(rule, resources, run));
  }
  return withFingerprints(inOrder(drafts), options.stablePath);
}

export interface RunOptions extends RuleOptions {
  /** The path of an input as it is called from any working directory, for fingerprints. */
  readonly stablePath?: (path: string) => string;
  /** Called before each input. */
  readonly onProgress?: (progress: Progress) => void;
}

/** An evaluation that is being made, with the content by which its fingerprint tells it from its like. */
export interface Draft {
  readonly evaluation: Omit<Evaluation, 'fingerprint'> & { fingerprint: string };
  readonly content: Value | undefined;
  /** No other evaluation can have the same fingerprint. */
  readonly isAlone: boolean;
}

interface Run {
  readonly graph: Graph;
  readonly input: InputInfo;
  readonly memory: Context['memory'];
  readonly choices: Choices;
  /** No two resources of the input have the same id. */
  readonly hasUniqueIds: boolean;
}

function runOf(input: InputInfo, graph: Graph): Run {
  const feasible = (assumptions: readonly Assumption[]) => input.feasible?.(assumptions) ?? true;
  let left = MAX_EVALUATIONS_OF_INPUT;
  const spend = (evaluations: number) => {
    left -= evaluations;
    return left >= 0;
  };
  const ids = graph.inInput(input).map(({ id }) => id);
  return {
    graph,
    input,
    memory: new Map(),
    choices: { of: choicesIn(input, graph), feasible, spend },
    hasUniqueIds: new Set(ids).size === ids.length,
  };
}

function evaluateResource(compiled: CompiledRule, resource: Resource, item: Trail, run: Run, drafts: Draft[]): void {
  const { graph, input, memory, choices } = run;
  const start = resource.exists === 'unknown' ? resource.existsWhen : NOTHING;
  const exploration = explore<RuleAnswer>(
    scenario => compiled.ask({ graph, input, resource, item, scenario, memory }),
    isOpen,
    start,
    choices,
  );
  const all = combine(withItems(exploration, choices), start);
  const isAlone = all.length === 1 && run.hasUniqueIds;
  for (const combined of all) {
    const place = placeOf(combined.answer, resource);
    if (resource.partial && !isSaidHere(place, resource)) continue;
    drafts.push(draft(compiled, combined, place, input, resource, isAlone));
  }
}

/** Of a resource that is elsewhere, what is absent here may be there: only what is said here can be judged. */
function isSaidHere({ path, span }: Pick<Place, 'path' | 'span'>, resource: Resource): boolean {
  // Code that judges several properties together tells the place only.
  if (path === undefined) return isInBlock(span, resource);
  const name = /^(?:Properties\.)?(\w+)/.exec(path)?.[1];
  return name !== undefined && resource.properties.properties.has(name);
}

/** Inside its block, and more than the name of it. */
function isInBlock(inner: Span, { nameSpan, span }: Resource): boolean {
  return isInside(inner, span) && inner.start !== nameSpan.start && inner.start !== span.start;
}

/** Inputs without a resource of the rule's types are left out. */
function evaluateInput(compiled: CompiledRule, resources: readonly Resource[], run: Run): Draft[] {
  const { graph, input, memory, choices } = run;
  const { resources: types } = compiled.rule;
  const own = resources.filter(({ isDeclaration, type }) => !isDeclaration || types.includes(type));
  if (!own.some(({ type }) => types.includes('*') || types.includes(type))) return [];
  const exploration = explore<RuleAnswer>(
    scenario => compiled.ask({ graph, input, resource: undefined, item: NOWHERE, scenario, memory }),
    isOpen,
    [],
    choices,
  );
  return combine(withItems(exploration, choices), []).map(combined =>
    draft(compiled, combined, placeOfInput(combined.answer, own), input, null, false),
  );
}

const NOTHING: readonly Assumption[] = [];

/** Explores what the answers leave undecided of single items. */
function withItems({ leaves, exceeded }: Exploration<RuleAnswer>, choices: Choices): Exploration<RuleAnswer> {
  if (!leaves.some(({ answer }) => answer.undecided?.length)) return { leaves, exceeded };
  const explored = leaves.map(({ assumptions, answer }) => ({
    assumptions,
    answer: {
      ...answer,
      explored: answer.undecided?.map(item => ({
        key: item.key,
        ...explore(item.ask, isOpen, assumptions, choices, item),
      })),
    },
  }));
  return { leaves: explored, exceeded };
}

function isOpen(answer: RuleAnswer): boolean {
  return answer.doubts.length > 0;
}

function draft(
  { rule, severity, sets, message }: CompiledRule,
  { verdict, because, when, item }: Combined,
  { span, path, declaredIn, related }: Place,
  input: InputInfo,
  resource: Resource | null,
  isAlone: boolean,
): Draft {
  const evaluation = {
    rule,
    verdict,
    severity,
    resource,
    input,
    declaredIn: declaredIn === undefined || declaredIn === resource?.address ? resource?.deployedBy : declaredIn,
    span,
    path,
    message: verdict === 'fail' ? message(resource?.address ?? input.path) : rule.title,
    because,
    when,
    related,
    calledFrom: resource?.calledFrom ?? [],
    sets: verdict === 'fail' ? setsOf(sets, item) : undefined,
    fingerprint: '',
  };
  return { evaluation, content: item?.value, isAlone };
}

/** What the fix of a finding about an item sets, said from the resource on: `ContainerDefinitions[1].Privileged`. */
function setsOf(sets: CompiledRule['sets'], item: Trail | undefined): CompiledRule['sets'] {
  const path = item && pathOf(item);
  const prefix = path?.startsWith('Properties.') ? path.slice('Properties.'.length) : undefined;
  if (!sets || prefix === undefined) return sets;
  return Object.fromEntries(Object.entries(sets).map(([name, value]) => [`${prefix}.${name}`, value]));
}

/** The rules to ask of a type; `*` stands for every type that can be tagged. */
function indexByType(compiled: readonly CompiledRule[]): (type: string) => readonly CompiledRule[] {
  const taggable = compiled.filter(({ rule }) => rule.resources.includes('*'));
  const byType = new Map<string, CompiledRule[]>();
  return type => {
    let found = byType.get(type);
    if (!found) {
      const all = taggable.length > 0 && cloudFormationType(type)?.tags !== undefined ? taggable : [];
      found = [...all, ...compiled.filter(({ rule }) => rule.resources.includes(type))];
      byType.set(type, found);
    }
    return found;
  };
}
