import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileReader } from '../../model/files.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Attribute, Block, HclFile } from '../../parse/hcl/ast.ts';
import { parseHcl } from '../../parse/hcl/parser.ts';
import type { ResourceMode } from '../address.ts';
import { joinPath, lockFileOf, moduleFiles } from './files.ts';
import { parseJsonConfiguration } from './json-syntax.ts';
import { overrideBlock } from './overrides.ts';

/** What the files of one directory declare, overrides merged, nothing evaluated: the same for every call of it. */
export interface ModuleConfiguration {
  readonly directory: string;
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly variables: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, Attribute>;
  readonly outputs: ReadonlyMap<string, Block>;
  /** By `aws_x.y`, `data.aws_x.y`, `ephemeral.aws_x.y`, in source order. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly calls: ReadonlyMap<string, Block>;
  /** By local name, or local name and alias: `aws`, `aws.west`. */
  readonly providers: ReadonlyMap<string, Block>;
  /** `terraform` blocks, for required providers and versions. */
  readonly settings: readonly Block[];
}

export interface ResourceBlock {
  readonly mode: ResourceMode;
  readonly type: string;
  readonly name: string;
  readonly block: Block;
}

const read = new WeakMap<FileReader, Map<string, ModuleConfiguration>>();

/** Reads a module directory; once for each directory of a reader. An empty configuration where there are no files. */
export function configurationOf(directory: string, files: FileReader): ModuleConfiguration {
  const known = read.get(files) ?? new Map<string, ModuleConfiguration>();
  read.set(files, known);
  const path = joinPath(directory);
  const configuration = known.get(path) ?? readConfiguration(path, files);
  known.set(path, configuration);
  return configuration;
}

const parsed = new WeakMap<SourceFile, HclFile>();

/** The syntax tree of a configuration file in either syntax; parsed once. */
export function parseConfiguration(file: SourceFile): HclFile {
  const tree = parsed.get(file) ?? (file.path.endsWith('.json') ? parseJsonConfiguration(file) : parseHcl(file));
  parsed.set(file, tree);
  return tree;
}

interface Declarations {
  readonly variables: Map<string, Block>;
  readonly locals: Map<string, Attribute>;
  readonly outputs: Map<string, Block>;
  readonly resources: Map<string, ResourceBlock>;
  readonly calls: Map<string, Block>;
  readonly providers: Map<string, Block>;
  readonly settings: Block[];
  readonly diagnostics: Diagnostic[];
}

function readConfiguration(directory: string, files: FileReader): ModuleConfiguration {
  const { primary, overrides } = moduleFiles(files.list(directory), lockFileOf(directory, files));
  const declarations: Declarations = {
    variables: new Map(),
    locals: new Map(),
    outputs: new Map(),
    resources: new Map(),
    calls: new Map(),
    providers: new Map(),
    settings: [],
    diagnostics: [],
  };
  const sources: SourceFile[] = [];
  for (const name of [...primary, ...overrides]) {
    const file = files.read(joinPath(directory, name));
    if (!file) continue;
    sources.push(file);
    const tree = parseConfiguration(file);
    declarations.diagnostics.push(...tree.diagnostics);
    const merge = overrides.includes(name);
    for (const item of tree.body.items) if (item.kind === 'block') declare(item, merge, declarations);
  }
  return { directory, files: sources, ...declarations };
}

function declare(block: Block, merge: boolean, into: Declarations): void {
  const [first, second] = block.labels;
  switch (block.type) {
    case 'variable':
      declareNamed(first?.value, block, merge, into.variables, into.diagnostics);
      break;
    case 'output':
      declareNamed(first?.value, block, merge, into.outputs, into.diagnostics);
      break;
    case 'module':
      declareNamed(first?.value, block, merge, into.calls, into.diagnostics);
      break;
    case 'provider':
      declareNamed(providerKey(block), block, merge, into.providers, into.diagnostics);
      break;
    case 'locals':
      declareLocals(block, merge, into);
      break;
    case 'terraform':
      into.settings.push(block);
      break;
    case 'resource':
      declareResource('managed', first?.value, second?.value, block, merge, into);
      break;
    case 'data':
    case 'ephemeral':
      declareResource(block.type, first?.value, second?.value, block, merge, into);
      break;
    case 'check':
      for (const item of block.body.items) {
        if (item.kind === 'block' && item.type === 'data') declare(item, merge, into);
      }
  }
}

function declareNamed(
  name: string | undefined,
  block: Block,
  merge: boolean,
  into: Map<string, Block>,
  diagnostics: Diagnostic[],
): void {
  if (name === undefined) return;
  const known = into.get(name);
  if (!known) into.set(name, block);
  else if (merge) into.set(name, overrideBlock(known, block));
  else diagnostics.push(duplicate(block, `${block.type} "${name}"`));
}

function declareResource(
  mode: ResourceMode,
  type: string | undefined,
  name: string | undefined,
  block: Block,
  merge: boolean,
  into: Declarations,
): void {
  if (type === undefined || name === undefined) return;
  const key = resourceKey(mode, type, name);
  const known = into.resources.get(key);
  if (!known) into.resources.set(key, { mode, type, name, block });
  else if (merge) into.resources.set(key, { mode, type, name, block: overrideBlock(known.block, block) });
  else into.diagnostics.push(duplicate(block, key));
}

/** How a resource is found in `ModuleConfiguration.resources`. */
export function resourceKey(mode: ResourceMode, type: string, name: string): string {
  return mode === 'managed' ? `${type}.${name}` : `${mode}.${type}.${name}`;
}

function declareLocals(block: Block, merge: boolean, into: Declarations): void {
  for (const item of block.body.items) {
    if (item.kind !== 'attribute') continue;
    if (merge || !into.locals.has(item.name)) into.locals.set(item.name, item);
    else into.diagnostics.push(duplicate(item, `local.${item.name}`));
  }
}

function providerKey(block: Block): string | undefined {
  const name = block.labels[0]?.value;
  const alias = literalText(attributeOf(block, 'alias'));
  return alias === undefined ? name : `${name}.${alias}`;
}

function duplicate(at: Block | Attribute, name: string): Diagnostic {
  return {
    code: 'duplicate-declaration',
    message: `${name} is declared twice; the first declaration is analysed`,
    advice: 'Remove or rename one of them.',
    span: at.kind === 'block' ? at.headerSpan : at.nameSpan,
    severity: 'warning',
  };
}

/** The argument of that name in a block; undefined where there is none. */
export function attributeOf(block: Block, name: string): Attribute | undefined {
  return block.body.items.find((item): item is Attribute => item.kind === 'attribute' && item.name === name);
}

/** Text of an argument that is a plain quoted string; undefined otherwise. */
export function literalText(attribute: Attribute | undefined): string | undefined {
  if (attribute?.value.kind !== 'template') return undefined;
  let text = '';
  for (const part of attribute.value.parts) {
    if (part.kind !== 'text') return undefined;
    text += part.value;
  }
  return text;
}
