import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { tagBuilt } from '../scripts/release.ts';
import { folder } from './folder.ts';

const ROOT = join(import.meta.dirname, '..');
const isThere = spawnSync('pre-commit', ['--version']).status === 0 && existsSync(join(ROOT, 'dist', 'cli.js'));

function git(directory: string, ...words: readonly string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...words], { cwd: directory, stdio: 'ignore' });
}

/** A repository with a tag as the release step makes it. */
function hookRepository(): string {
  const root = folder({ '.gitignore': 'dist/\n', 'package-lock.json': '{}\n' });
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  cpSync(join(ROOT, '.pre-commit-hooks.yaml'), join(root, '.pre-commit-hooks.yaml'));
  git(root, 'init', '--quiet');
  git(root, 'config', 'user.name', 'test');
  git(root, 'config', 'user.email', 'test@example.com');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'sources');
  const filter = (path: string) => !path.includes(join('dist', 'types'));
  cpSync(join(ROOT, 'dist'), join(root, 'dist'), { recursive: true, filter });
  expect(tagBuilt(root)).toBe(`v${manifest.version}`);
  return root;
}

const database = (name: string, encrypted: string) =>
  `resource "aws_db_instance" "${name}" {\n  engine            = "postgres"\n  storage_encrypted = ${encrypted}\n}\n`;

test.skipIf(!isThere)(
  'pre-commit installs the tag of a release, passes what is clean, stops what is not',
  { timeout: 240_000 },
  () => {
    const hook = hookRepository();
    const root = folder({
      '.gitignore': 'home/\n',
      '.pre-commit-config.yaml': `repos:\n  - repo: ${hook}\n    rev: v${manifest.version}\n    hooks: [{ id: lintel, args: [--rule, rds-storage-encrypted, --format, concise] }]\n`,
      'main.tf': database('this', 'var.encrypted'),
      'variables.tf': 'variable "encrypted" {\n  default = true\n}\n',
      'old.tf': database('old', 'false'),
      'prod/main.tf':
        'module "db" {\n  source    = "../modules/db"\n  encrypted = var.encrypted\n}\nvariable "encrypted" {}\n',
      'prod/terraform.tfvars': 'encrypted = true\n',
      'modules/db/main.tf': `variable "encrypted" {}\n${database('called', 'var.encrypted')}`,
      'with blank/a b.tf': database('blank', 'true'),
      'values.yaml': 'a: 1\n',
      'home/': '',
    });
    git(root, 'init', '--quiet');
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'base');

    /** What the hook finds in a commit of these changes, then everything is put back. */
    const found = (change: () => void, add = true) => {
      change();
      if (add) git(root, 'add', '--all');
      const environment = { ...process.env, PRE_COMMIT_HOME: join(root, 'home') };
      const { status, stdout } = spawnSync('pre-commit', ['run'], { cwd: root, env: environment, encoding: 'utf8' });
      git(root, 'reset', '--quiet', '--hard');
      const findings = stdout.split('\n').filter(line => line.includes(' rds-storage-encrypted: '));
      return [status, ...findings.map(line => line.replace(/:\d+:\d+: .* of (\S+) .*/, ' $1'))];
    };
    const write = (name: string, text: string) => writeFileSync(join(root, name), text);
    const append = (name: string, text: string) => appendFileSync(join(root, name), text);

    // The value comes from a file that did not change; what is wrong elsewhere is not this commit's.
    expect(found(() => append('main.tf', '# touched\n'))).toEqual([0]);
    expect(found(() => write('variables.tf', 'variable "encrypted" {\n  default = false\n}\n'))).toEqual([
      1,
      'main.tf aws_db_instance.this',
    ]);
    const called = 'modules/db/main.tf module.db.aws_db_instance.called';
    expect(found(() => write('prod/terraform.tfvars', 'encrypted = false\n'))).toEqual([1, called]);
    expect(found(() => write('modules/db/main.tf', database('called', 'false')))).toEqual([1, called]);
    expect(found(() => write('with blank/a b.tf', database('blank', 'false')))).toEqual([
      1,
      'with blank/a b.tf aws_db_instance.blank',
    ]);
    expect(found(() => git(root, 'mv', 'old.tf', 'older.tf'))).toEqual([1, 'older.tf aws_db_instance.old']);
    expect(found(() => git(root, 'rm', '--quiet', 'old.tf'))).toEqual([0]);
    expect(found(() => append('values.yaml', 'b: 2\n'))).toEqual([0]);
    // Of a file that is staged in part, what is staged counts.
    const staged = (first: string, second: string) =>
      found(() => {
        write('main.tf', database('this', first));
        git(root, 'add', 'main.tf');
        write('main.tf', database('this', second));
      }, false);
    expect(staged('false', 'true')).toEqual([1, 'main.tf aws_db_instance.this']);
    expect(staged('true', 'false')).toEqual([0]);
  },
);
