import { dirname, posix, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';
import { repositoryRoot } from './files/confinement.ts';
import type { FileReader } from './model/files.ts';

/** Says whether git leaves a path alone. Paths are relative to the searched directory; directories end with a slash. */
export interface IgnoreRules {
  ignores(path: string): boolean;
}

interface IgnoreFile {
  readonly matcher: Ignore;
  /** What to put before a path relative to the searched directory, or how many characters to take off. */
  readonly prefix: string;
  readonly strip: number;
}

/**
 * Reads the `.gitignore` files from the root of the repository down, and those inside the searched directory when it
 * comes to them. A directory that git ignores and the user names all the same is searched; only what is inside it
 * counts.
 */
export async function ignoreRules(directory: string, realPath: string, files: FileReader): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const read = (path: string, prefix: string, strip: number): IgnoreFile[] => {
    const text = files.read(path)?.text;
    return text === undefined ? [] : [{ matcher: ignore().add(text), prefix, strip }];
  };

  const above = rulesAbove(realPath, read);
  const chains = new Map<string, readonly IgnoreFile[]>();
  const chainOf = (inside: string): readonly IgnoreFile[] => {
    const known = chains.get(inside);
    if (known) return known;
    const own = read(posix.join(directory, inside, '.gitignore'), '', inside === '.' ? 0 : inside.length + 1);
    const chain = [...(inside === '.' ? above : chainOf(posix.dirname(inside))), ...own];
    chains.set(inside, chain);
    return chain;
  };
  return { ignores: path => isIgnored(path, chainOf(posix.dirname(path))) };
}

/** Rules of the directories above; none of them if they leave out the searched directory as a whole. */
function rulesAbove(
  searched: string,
  read: (path: string, prefix: string, strip: number) => IgnoreFile[],
): readonly IgnoreFile[] {
  const repository = repositoryRoot(searched);
  if (repository === undefined || repository === searched) return [];
  const rules: IgnoreFile[] = [];
  for (let directory = dirname(searched); ; directory = dirname(directory)) {
    const prefix = `${relative(directory, searched).replaceAll(sep, '/')}/`;
    rules.unshift(...read(`${directory}${sep}.gitignore`, prefix, 0));
    if (directory === repository) break;
  }
  const isLeftOut = rules.some(rule => rule.matcher.ignores(rule.prefix));
  return isLeftOut ? [] : rules;
}

/** The nearest file that says anything decides, as git does it. */
function isIgnored(path: string, chain: readonly IgnoreFile[]): boolean {
  for (let i = chain.length - 1; i >= 0; i--) {
    const { matcher, prefix, strip } = chain[i]!;
    const answer = matcher.test(prefix + path.slice(strip));
    if (answer.ignored) return true;
    if (answer.unignored) return false;
  }
  return false;
}
