import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from './folder.ts';

const ROOT = join(import.meta.dirname, '..');
const isThere = spawnSync('pre-commit', ['--version']).status === 0 && existsSync(join(ROOT, 'dist', 'cli.js'));

function git(directory: string, ...words: readonly string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...words], { cwd: directory, stdio: 'ignore' });
}

/** What a release tag holds, as a repository. */
function hookRepository(): string {
  const root = folder({});
  const { scripts: _, devDependencies: _d, ...manifest } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  for (const name of ['dist', '.pre-commit-hooks.yaml']) {
    cpSync(join(ROOT, name), join(root, name), {
      recursive: true,
      filter: path => !path.includes(join('dist', 'types')),
    });
  }
  git(root, 'init', '--quiet');
  git(root, 'add', '--all', '--force');
  git(root, 'commit', '--quiet', '--message', 'built');
  git(root, 'tag', 'v0');
  return root;
}

test.skipIf(!isThere)(
  'pre-commit installs the hook, passes what is clean, stops what is not',
  { timeout: 240_000 },
  () => {
    const hook = hookRepository();
    const root = folder({
      '.pre-commit-config.yaml': `repos:\n  - repo: ${hook}\n    rev: v0\n    hooks: [{ id: lintel, args: [--rule, rds-storage-encrypted] }]\n`,
      'main.tf':
        'resource "aws_db_instance" "this" {\n  engine            = "postgres"\n  storage_encrypted = var.encrypted\n}\n',
      'variables.tf': 'variable "encrypted" {\n  default = true\n}\n',
      'old.tf':
        'resource "aws_db_instance" "old" {\n  engine            = "postgres"\n  storage_encrypted = false\n}\n',
      'home/': '',
    });
    const run = () => {
      git(root, 'add', '--all');
      const environment = { ...process.env, PRE_COMMIT_HOME: join(root, 'home') };
      return spawnSync('pre-commit', ['run'], { cwd: root, env: environment, encoding: 'utf8' });
    };
    git(root, 'init', '--quiet');
    writeFileSync(join(root, '.gitignore'), 'home/\n');
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'base');

    // The value comes from a file that did not change; what is wrong elsewhere is not this commit's.
    appendFileSync(join(root, 'main.tf'), '# touched\n');
    expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining('Passed') });

    writeFileSync(join(root, 'variables.tf'), 'variable "encrypted" {\n  default = false\n}\n');
    const failed = run();
    expect(failed.status).toBe(1);
    expect(failed.stdout).toContain('Storage of aws_db_instance.this is not encrypted at rest');
    expect(failed.stdout).not.toContain('aws_db_instance.old');
  },
);
