import { posix } from 'node:path';
import type { OpenFiles } from '../files.ts';
import { append } from '../model/groups.ts';
import { withoutAssets } from './cloud-assembly.ts';
import { walk } from './walk.ts';

/** Templates that others depend on, by their paths. */
export interface LinkedTemplates {
  /** What is changed shows in them: parents of nested stacks, and whoever may import. */
  readonly affected: ReadonlySet<string>;
  /** What they export, or import and export again, shows in those. */
  readonly needed: ReadonlySet<string>;
}

/** A hook is to take no longer than a search for modules; repositories with more files of these kinds are rare. */
const MAX_FILES = 5000;
const HEAD_BYTES = 1024 * 1024;
const NAMES = /\.(?:ya?ml|json|template)$/;

/**
 * The templates below a directory that some changed ones are linked with: those that nest them, and where they import
 * or export, the others that do. Names of exports are mostly put together, so that who imports what is found when all
 * are read; here it is told by a look at the texts. The first 5,000 files are looked at.
 */
export async function linkedTemplates(
  changed: ReadonlySet<string>,
  top: string,
  files: OpenFiles,
  looksLikeTemplate: (text: string) => boolean,
): Promise<LinkedTemplates> {
  const looks = new Map<string, Look>();
  for (const path of await candidates(top, changed, files)) {
    const text = files.head(path, HEAD_BYTES);
    if (text !== undefined && (changed.has(path) || looksLikeTemplate(text))) looks.set(path, lookAt(path, text));
  }
  const parents = parentsOf(looks);
  const affected = new Set(changed);
  addParents(affected, parents);
  const has = (what: 'imports' | 'exports') => [...affected].some(path => looks.get(path)?.[what]);
  const isLinked = has('imports') || has('exports');
  if (has('exports')) for (const [path, { imports }] of looks) if (imports) affected.add(path);
  addParents(affected, parents);
  const needed = new Set<string>();
  if (isLinked) for (const [path, { imports, exports }] of looks) if (imports || exports) needed.add(path);
  addParents(needed, parents);
  return { affected, needed };
}

/** Those that changed first, so that they are looked at in any case. */
async function candidates(top: string, changed: ReadonlySet<string>, files: OpenFiles): Promise<readonly string[]> {
  const paths = new Set(changed);
  for (const { path, names } of withoutAssets(await walk(top, files), files)) {
    for (const name of names) if (NAMES.test(name)) paths.add(posix.join(path, name));
    if (paths.size >= MAX_FILES) break;
  }
  return [...paths].slice(0, MAX_FILES);
}

/** What the text of a template says of its links. */
interface Look {
  readonly imports: boolean;
  readonly exports: boolean;
  /** Files that it names as templates of nested stacks. */
  readonly nests: readonly string[];
}

const NESTED = /(?:TemplateURL|Location|aws:asset:path)["']?\s*:\s*["']?(?:file:\/\/)?([^\s"'#,{}]+)/g;

function lookAt(path: string, text: string): Look {
  const nests = text.includes('AWS::CloudFormation::Stack') || text.includes('AWS::Serverless::Application');
  return {
    imports: text.includes('ImportValue'),
    exports: /\bExport["']?\s*:/.test(text),
    nests: nests ? [...text.matchAll(NESTED)].map(([, file]) => posix.join(posix.dirname(path), file!)) : [],
  };
}

function parentsOf(looks: ReadonlyMap<string, Look>): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const [path, { nests }] of looks) {
    for (const nested of nests) append(parents, nested, path);
  }
  return parents;
}

function addParents(paths: Set<string>, parents: ReadonlyMap<string, readonly string[]>): void {
  // A set is walked to its end, also where it grows meanwhile.
  for (const path of paths) for (const parent of parents.get(path) ?? []) paths.add(parent);
}
