import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Tags the current commit with the built program on top of it: pre-commit and GitHub run a tag as it is. The branch
 * stays without `dist/`, the tag without scripts and development dependencies: for a package that has a script `build`
 * npm would install all of these on the machine of everyone who uses the hook.
 */
function main(): void {
  if (gitIn(ROOT)('status', '--porcelain') !== '') throw new Error('there are changes that are not committed');
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const tag = tagBuilt(ROOT);
  console.log(`${tag} is made; push it with: git push origin ${tag}`);
}

/** Puts a tag on the current commit of a repository with its `dist/` on top; the tag's name. */
export function tagBuilt(root: string): string {
  const git = gitIn(root);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tag = `v${manifest.version}`;
  const head = git('rev-parse', 'HEAD');
  git('add', '--force', 'dist');
  const { scripts: _, devDependencies: _d, ...runnable } = manifest;
  const stored = git.store(`${JSON.stringify(runnable, undefined, 2)}\n`);
  git('update-index', '--cacheinfo', `100644,${stored},package.json`);
  git('rm', '--quiet', '--cached', '--ignore-unmatch', 'package-lock.json');
  const tree = git('write-tree');
  git('reset', '--quiet');
  const commit = git('commit-tree', tree, '-p', head, '-m', `${tag}, built`);
  git('tag', '--annotate', tag, commit, '--message', tag);
  return tag;
}

function gitIn(root: string) {
  const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  /** Puts a text into git's store; its id. */
  const store = (input: string) =>
    execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: root, encoding: 'utf8', input }).trim();
  return Object.assign(git, { store });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
