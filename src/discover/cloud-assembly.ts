import { posix } from 'node:path';
import type { FileReader } from '../model/files.ts';
import { parseJson } from '../parse/json.ts';
import { textOfNode, valueAt } from '../parse/syntax.ts';
import type { Directory } from './walk.ts';

/**
 * The directories of a search without what lies about in the CDK's output: of a cloud assembly, the templates that
 * its manifest names are inputs; older ones, and the assets, which are code, are not. Nested stacks are read where
 * they are nested. Parents come first.
 * Source: https://docs.aws.amazon.com/cdk/api/v2/docs/cloud-assembly-schema-readme.html
 */
export function withoutAssets(directories: readonly Directory[], files: FileReader): readonly Directory[] {
  const assets: string[] = [];
  const kept: Directory[] = [];
  for (const directory of directories) {
    if (assets.some(asset => directory.path === asset || directory.path.startsWith(`${asset}/`))) continue;
    const templates = templatesOfAssembly(directory, files);
    if (templates) {
      for (const name of directory.names) {
        if (name.startsWith('asset.') && name.endsWith('/')) assets.push(posix.join(directory.path, name.slice(0, -1)));
      }
    }
    const isKept = (name: string) => !name.endsWith('.json') || templates?.has(name) !== false;
    kept.push({ path: directory.path, names: directory.names.filter(isKept) });
  }
  return kept;
}

/** The template files that the manifest of a directory names; undefined where it is no cloud assembly. */
function templatesOfAssembly({ path, names }: Directory, files: FileReader): ReadonlySet<string> | undefined {
  if (!names.includes('manifest.json')) return undefined;
  const file = files.read(posix.join(path, 'manifest.json'));
  if (!file?.text.includes('"artifacts"')) return undefined;
  const artifacts = valueAt(parseJson(file).documents[0]?.root, 'artifacts');
  if (artifacts?.kind !== 'mapping') return undefined;
  return new Set(
    artifacts.entries.flatMap(({ value }) => textOfNode(valueAt(valueAt(value, 'properties'), 'templateFile')) ?? []),
  );
}
