import type { CallSite } from '../../model/resource.ts';
import type { Span } from '../../model/source.ts';
import { startOf } from '../../model/source.ts';
import type { Assumption } from '../../model/value.ts';
import type { Block } from '../../parse/hcl/ast.ts';
import { modulePrefix, printKey } from '../address.ts';
import { attributeOf, configurationOf, type ModuleConfiguration } from '../configuration/configuration.ts';
import { objectWith, withNames } from '../configuration/names.ts';
import { type Given, variableValue } from '../configuration/variables.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import { ANY } from '../values/types.ts';
import type { TerraformValue } from '../values/values.ts';
import { type Group, group } from './groups.ts';
import { expand, type Instance } from './instances.ts';
import { cyclicValue, type Memo, memoOf } from './memo.ts';
import { callTarget } from './module-calls.ts';
import { type CallMember, type ModuleNames, moduleScope } from './module-scope.ts';
import { type ProviderTable, providersOf } from './providers.ts';
import { NOT_EXPANDED, type ResourceInstance, resourceGroup } from './resource-group.ts';
import type { Run } from './run.ts';

/** Where a module instance stands. */
interface Place {
  /** `module.db["a"]`; empty for the root module. */
  readonly path: string;
  /** Names of the calls from the root module to it. */
  readonly callPath: readonly string[];
  /** Directories of the modules around it and its own. */
  readonly directories: readonly string[];
  /** Calls through which it came, outermost first. */
  readonly calledFrom: readonly CallSite[];
  readonly instance: Instance;
  readonly exists: 'yes' | 'unknown';
  readonly existsWhen: readonly Assumption[];
}

interface Caller {
  readonly block: Block;
  readonly providers: ProviderTable;
  readonly module: ModuleInstance;
}

/** Nesting of module calls; Terraform has no limit, people use three or four. */
const MAX_MODULE_DEPTH = 32;

/** The root module of a run; nothing of it is evaluated yet. */
export function rootModule(run: Run, given: Given): ModuleInstance {
  const configuration = configurationOf(run.root, run.options.files);
  return new ModuleInstance(run, configuration, given, {
    path: '',
    callPath: [],
    directories: [configuration.directory],
    calledFrom: [],
    instance: { key: undefined, names: new Map(), exists: 'yes', existsWhen: [] },
    exists: 'yes',
    existsWhen: [],
  });
}

/** One instance of a module: the root, or a call with its own inputs. What is in it is evaluated when asked for. */
export class ModuleInstance implements ModuleNames, CallMember {
  readonly configuration: ModuleConfiguration;
  readonly place: Place;
  readonly path: string;
  readonly directory: string;
  readonly instance: Instance;
  readonly scope: Scope;
  readonly providers: ProviderTable;
  /** The call that it comes from; undefined of the root module. */
  readonly caller: Caller | undefined;
  readonly #run: Run;
  readonly #given: Given;
  readonly #memo: Memo;

  constructor(run: Run, configuration: ModuleConfiguration, given: Given, place: Place, caller?: Caller) {
    this.configuration = configuration;
    this.place = place;
    this.path = place.path;
    this.directory = configuration.directory;
    this.instance = place.instance;
    this.#run = run;
    this.#given = given;
    this.caller = caller;
    this.#memo = memoOf(run);
    this.scope = moduleScope(this, run);
    this.providers = providersOf(run, configuration, this.scope, caller);
    for (const file of configuration.files) run.files.set(file.path, file);
    for (const diagnostic of configuration.diagnostics) run.report(diagnostic);
  }

  /** What its call gives for a variable, whether it declares one or not. */
  input(name: string): TerraformValue | undefined {
    return this.#given(name);
  }

  variable(name: string): TerraformValue | undefined {
    const block = this.configuration.variables.get(name);
    return (
      block && this.#once(`var.${name}`, block.headerSpan, () => variableValue(name, block, this.#given, this.scope))
    );
  }

  local(name: string): TerraformValue | undefined {
    const attribute = this.configuration.locals.get(name);
    const evaluate = () => evaluateExpression(attribute!.value, this.scope);
    return attribute && this.#once(`local.${name}`, attribute.span, evaluate);
  }

  output(name: string): TerraformValue | undefined {
    const block = this.configuration.outputs.get(name);
    return block && this.#once(`output.${name}`, block.headerSpan, () => outputValue(block, this.scope));
  }

  resource(key: string): Group<ResourceInstance> | undefined {
    const declared = this.configuration.resources.get(key);
    if (!declared) return undefined;
    const expandOnce = () => resourceGroup(this.#run, declared, this.path, this.scope);
    return this.#memo(key, expandOnce, () => this.#cyclicGroup(key, declared.block));
  }

  call(name: string): Group<ModuleInstance> | 'not-resolved' | undefined {
    const block = this.configuration.calls.get(name);
    if (!block) return undefined;
    const key = `module.${name}`;
    return this.#memo(
      key,
      () => callGroup(this.#run, this, name, block),
      () => this.#cyclicGroup(key, block),
    );
  }

  /** All outputs as an object. */
  value(): TerraformValue {
    const { outputs, files } = this.configuration;
    const all = [...outputs.keys()].map(name => [name, this.output(name)!] as const);
    const span = this.caller?.block.headerSpan ?? startOf(files[0] ?? NO_FILE);
    return objectWith(Object.fromEntries(all), span);
  }

  #once(name: string, span: Span, evaluate: () => TerraformValue): TerraformValue {
    return this.#memo(name, evaluate, () => cyclicValue(this.#run, modulePrefix(this.path) + name, span));
  }

  #cyclicGroup<T extends ResourceInstance | ModuleInstance>(key: string, block: Block): Group<T> {
    const repeatedBy = cyclicValue(this.#run, modulePrefix(this.path) + key, block.headerSpan);
    return group<T>({ kind: attributeOf(block, 'for_each') ? 'for_each' : 'count', instances: [], repeatedBy }, []);
  }
}

const NO_FILE = { path: '', text: '' };

function outputValue(block: Block, scope: Scope): TerraformValue {
  const value = attributeOf(block, 'value');
  const sensitive = attributeOf(block, 'sensitive')?.value;
  if (!value) return { kind: 'null', type: ANY, span: block.headerSpan };
  const evaluated = evaluateExpression(value.value, scope);
  return sensitive?.kind === 'literal' && sensitive.value === true ? { ...evaluated, sensitive: true } : evaluated;
}

/** The instances of a call, each with its own inputs. */
function callGroup(
  run: Run,
  parent: ModuleInstance,
  name: string,
  block: Block,
): Group<ModuleInstance> | 'not-resolved' {
  const { place } = parent;
  const callPath = [...place.callPath, name];
  const target = callTarget(block, callPath, parent.directory, run.manifest, run.options.files);
  if ('problem' in target) {
    run.report(target.problem);
    return 'not-resolved';
  }
  if (place.directories.includes(target.directory) || callPath.length > MAX_MODULE_DEPTH) {
    run.report(endlessCalls(block));
    return 'not-resolved';
  }
  const configuration = configurationOf(target.directory, run.options.files);
  const expansion = run.budget > 0 ? expand(block, parent.scope) : NOT_EXPANDED;
  const members = expansion.instances.flatMap(instance => {
    if (run.budget <= 0) return [];
    run.budget -= 1;
    const at = placeOf(place, instance, block, callPath, target.directory);
    const given = inputsOf(run, block, withNames(parent.scope, instance.names));
    return [new ModuleInstance(run, configuration, given, at, { block, providers: parent.providers, module: parent })];
  });
  return group(expansion, members);
}

function placeOf(
  parent: Place,
  instance: Instance,
  block: Block,
  callPath: readonly string[],
  directory: string,
): Place {
  const path = `${modulePrefix(parent.path)}module.${callPath.at(-1)}${printKey(instance.key)}`;
  return {
    path,
    callPath,
    directories: [...parent.directories, directory],
    calledFrom: [...parent.calledFrom, { address: path, span: block.headerSpan }],
    instance,
    exists: parent.exists === 'yes' ? instance.exists : 'unknown',
    existsWhen: [...parent.existsWhen, ...instance.existsWhen],
  };
}

/** What a call gives for the variables of its module, evaluated in the module that calls. */
function inputsOf(run: Run, block: Block, scope: Scope): Given {
  const memo = memoOf(run);
  return name => {
    const attribute = attributeOf(block, name);
    if (!attribute || CALL_ARGUMENTS.has(name)) return undefined;
    return memo(
      name,
      () => evaluateExpression(attribute.value, scope),
      () => cyclicValue(run, name, attribute.span),
    );
  };
}

/** Names that no variable can have, https://developer.hashicorp.com/terraform/language/values/variables. */
const CALL_ARGUMENTS: ReadonlySet<string> = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'depends_on',
]);

function endlessCalls(block: Block) {
  return {
    code: 'module-cycle',
    message: `Module "${block.labels[0]?.value ?? ''}" is called from inside itself`,
    advice: 'Remove the call; modules cannot be recursive.',
    span: block.headerSpan,
    severity: 'error',
  } as const;
}
