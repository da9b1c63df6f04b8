import { posix } from 'node:path';
import type { SourceFile } from '../../model/source.ts';
import { startOf } from '../../model/source.ts';
import { parseAddress, printAddress, withoutKeys } from '../address.ts';
import { configurationOf } from '../configuration/configuration.ts';
import { joinPath } from '../configuration/files.ts';
import { type EvaluatedModule, evaluateModule } from '../modules/evaluated-module.ts';
import type { TerraformOptions } from '../options.ts';
import { isModuleDirectory } from '../recognise.ts';
import type { TerraformResource } from '../resource.ts';
import { fromJson } from '../values/convert.ts';
import { asObject, type JsonObject, memberOf, type PlannedResource } from './document.ts';
import { joinSource } from './join.ts';

/** The configuration that a plan was made of, evaluated with the plan's variables. */
export interface PlanSource {
  readonly module: EvaluatedModule;
  /** The resource with its places and structure in the source; unchanged where the source does not have it. */
  join(planned: TerraformResource): TerraformResource;
}

/**
 * The source of a plan: the directory that the user names, else the plan's own or the one above. A directory counts as
 * the source only if it declares most of what the plan's root module declares.
 */
export function sourceOf(
  file: SourceFile,
  document: JsonObject,
  planned: readonly PlannedResource[],
  options: TerraformOptions,
): PlanSource | undefined {
  if (options.source === 'none') return undefined;
  const directory = directoryOf(file, planned, options);
  if (directory === undefined) return undefined;
  const variables = asObject(document['variables']);
  const module = evaluateModule(directory, options, name => {
    const variable = asObject(memberOf(variables, name));
    return variable && fromJson(variable['value'] ?? null, startOf(file));
  });
  return { module, join: joinerOf(module) };
}

/** A directory that the user names needs no further sign. */
function directoryOf(
  file: SourceFile,
  planned: readonly PlannedResource[],
  options: TerraformOptions,
): string | undefined {
  const { source, files } = options;
  if (typeof source === 'object') {
    const directory = joinPath(source.directory);
    return isModuleDirectory(files.list(directory)) ? directory : undefined;
  }
  const beside = posix.dirname(file.path);
  const candidates = [beside, posix.join(beside, '..')].filter(candidate =>
    isModuleDirectory(options.files.list(candidate)),
  );
  if (candidates.length === 0) return undefined;
  const blocks = rootBlocks(planned);
  return candidates.find(candidate => declares(candidate, blocks, options));
}

/** Share of the plan's blocks that a directory must declare to be taken for its source. */
const MIN_SHARE = 0.5;

function declares(directory: string, blocks: ReadonlySet<string>, options: TerraformOptions): boolean {
  const { resources, calls } = configurationOf(directory, options.files);
  const found = [...blocks].filter(block => resources.has(block) || calls.has(block.replace(/^module\./, '')));
  return found.length > 0 && found.length >= MIN_SHARE * blocks.size;
}

/** Blocks of the root module that give the resources: `aws_x.y`, `module.z`. */
function rootBlocks(planned: readonly PlannedResource[]): ReadonlySet<string> {
  const blocks = planned.flatMap(({ address }) => {
    const parsed = parseAddress(address);
    if (!parsed) return [];
    const [call] = parsed.modules;
    return [call ? `module.${call.name}` : `${parsed.type}.${parsed.name}`];
  });
  return new Set(blocks);
}

function joinerOf({ resources }: EvaluatedModule): PlanSource['join'] {
  const byAddress = new Map<string, TerraformResource>();
  const byBlock = new Map<string, TerraformResource>();
  for (const resource of resources) {
    byAddress.set(resource.address, resource);
    const block = blockAddress(resource.address);
    if (!byBlock.has(block)) byBlock.set(block, resource);
  }
  return planned => {
    const same = byAddress.get(planned.address);
    const source = same ?? byBlock.get(blockAddress(planned.address));
    return source ? joinSource(planned, source, same !== undefined) : planned;
  };
}

function blockAddress(text: string): string {
  const address = parseAddress(text);
  return address ? printAddress(withoutKeys(address)) : text;
}
