import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Tags the current commit with the built program on top of it. pre-commit and GitHub run a tag as it is: they install
 * no development dependencies, and a `prepare` script breaks hooks. The branch stays without `dist/`.
 */
function main(): void {
  const tag = `v${manifest.version}`;
  if (git('status', '--porcelain') !== '') throw new Error('there are changes that are not committed');
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const head = git('rev-parse', 'HEAD');
  git('add', '--force', 'dist');
  const tree = git('write-tree');
  git('reset', '--quiet');
  const commit = git('commit-tree', tree, '-p', head, '-m', `${tag}, built`);
  git('tag', '--annotate', tag, commit, '--message', tag);
  console.log(`${tag} is made; push it with: git push origin ${tag}`);
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
}

main();
