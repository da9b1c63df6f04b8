import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Tags the current commit with the built program on top of it: pre-commit and GitHub run a tag as it is. The branch
 * stays without `dist/`, the tag without scripts and development dependencies: for a package that has a script `build`
 * npm would install all of these on the machine of everyone who uses the hook.
 */
function main(): void {
  const tag = `v${manifest.version}`;
  if (git('status', '--porcelain') !== '') throw new Error('there are changes that are not committed');
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const head = git('rev-parse', 'HEAD');
  git('add', '--force', 'dist');
  git('update-index', '--cacheinfo', `100644,${store(runnableManifest())},package.json`);
  git('rm', '--quiet', '--cached', 'package-lock.json');
  const tree = git('write-tree');
  git('reset', '--quiet');
  const commit = git('commit-tree', tree, '-p', head, '-m', `${tag}, built`);
  git('tag', '--annotate', tag, commit, '--message', tag);
  console.log(`${tag} is made; push it with: git push origin ${tag}`);
}

function runnableManifest(): string {
  const { scripts: _, devDependencies: _d, ...kept } = manifest;
  return `${JSON.stringify(kept, undefined, 2)}\n`;
}

/** Puts a text into git's store; its id. */
function store(text: string): string {
  return execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: ROOT, encoding: 'utf8', input: text }).trim();
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
}

main();
