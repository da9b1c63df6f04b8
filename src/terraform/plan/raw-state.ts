import { printKey } from '../address.ts';
import { asObject, asText, type Json, type JsonObject, listIn, type PlannedResource } from './document.ts';

/**
 * Whether a document is a `terraform.tfstate` of version 4, the only one that Terraform has written since 0.12. Its
 * form is not documented; see Terraform's internal/states/statefile/version4.go.
 */
export function isRawState(document: JsonObject): boolean {
  return document['version'] === 4 && document['lineage'] !== undefined && listIn(document, 'resources') !== undefined;
}

/** The managed resources of a raw state; objects that wait for their destruction are left out. */
export function rawResources(document: JsonObject): readonly PlannedResource[] {
  return (listIn(document, 'resources') ?? []).flatMap(item => instancesOf(asObject(item)));
}

/** `module.a["k"].aws_x.y`, as a state has it: with the keys of modules, without that of the resource. */
export function rawAddress(module: string | undefined, type: string, name: string): string {
  return `${module ? `${module}.` : ''}${type}.${name}`;
}

function instancesOf(resource: JsonObject | undefined): PlannedResource[] {
  const [type, name] = [asText(resource?.['type']), asText(resource?.['name'])];
  if (resource?.['mode'] !== 'managed' || type === undefined || name === undefined) return [];
  const block = rawAddress(asText(resource['module']), type, name);
  const provider = /\["([^"]+)"\]/.exec(asText(resource['provider']) ?? '')?.[1] ?? '';
  return (listIn(resource, 'instances') ?? []).flatMap((item): PlannedResource[] => {
    const instance = asObject(item);
    const values = asObject(instance?.['attributes']);
    if (!instance || !values || instance['deposed'] !== undefined) return [];
    const sensitive = sensitiveTree(listIn(instance, 'sensitive_attributes') ?? []);
    const address = `${block}${keyOf(instance['index_key'])}`;
    return [{ address, block, type, name, provider, values, unknown: null, sensitive, existing: true }];
  });
}

function keyOf(key: Json | undefined): string {
  return typeof key === 'number' || typeof key === 'string' ? printKey(key) : '';
}

/** Paths to sensitive values as the tree that plans have; below an index everything is taken to be sensitive. */
function sensitiveTree(paths: readonly Json[]): JsonObject {
  const tree: Record<string, Json> = Object.create(null);
  for (const path of paths) {
    let node = tree;
    const steps = Array.isArray(path) ? path.map(step => asText(asObject(step as Json)?.['value'])) : [];
    for (const [at, step] of steps.entries()) {
      if (step === undefined || node[step] === true) break;
      const inner = asObject(node[step]) as Record<string, Json> | undefined;
      if (at === steps.length - 1 || steps[at + 1] === undefined) node[step] = true;
      else node = node[step] = inner ?? Object.create(null);
    }
  }
  return tree;
}
