import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover, type Recognisers } from '../src/discover.ts';
import { UsageError } from '../src/errors.ts';
import { openFiles } from '../src/files.ts';
import { folder } from './folder.ts';

const TEMPLATE = 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n';
const PLAN = '{"format_version":"1.2","terraform_version":"1.9.0","resource_changes":[]}';

async function find(
  tree: Record<string, string>,
  paths: readonly string[] = ['.'],
  calls: Record<string, string[]> = {},
) {
  const root = folder(tree);
  return await findIn(root, paths, calls);
}

async function findIn(root: string, paths: readonly string[], calls: Record<string, string[]> = {}) {
  const recognisers: Recognisers = {
    looksLikeTemplate: text => text.includes('AWS::'),
    looksLikePlan: text => text.includes('"format_version"'),
    isModuleDirectory: names => names.some(name => /\.(tf|tofu)(\.json)?$/.test(name)),
    moduleCallsOf: async directory => calls[directory] ?? [],
  };
  const { roots, diagnostics } = await discover(paths, openFiles(paths, { workingDirectory: root }), recognisers);
  return { roots: roots.map(({ kind, path }) => `${kind} ${path}`), problems: diagnostics.map(({ code }) => code) };
}

describe('searching a directory', () => {
  test('finds templates and plans by what they hold, modules by their files', async () => {
    const tree = {
      'stack.yaml': TEMPLATE,
      'stack.template': TEMPLATE,
      'notes.yaml': 'a: 1',
      'package.json': '{}',
      'plan.json': PLAN,
      'network/main.tf': '',
      'network/extra.tf.json': '{}',
      'deep/er/stack.json': '{"Resources":{"A":{"Type":"AWS::S3::Bucket"}}}',
    };
    expect(await find(tree)).toEqual({
      roots: [
        'template deep/er/stack.json',
        'module network',
        'plan plan.json',
        'template stack.template',
        'template stack.yaml',
      ],
      problems: [],
    });
  });

  test('leaves out what is not the project’s own', async () => {
    const tree = {
      'node_modules/x/t.yaml': TEMPLATE,
      '.terraform/modules/m/main.tf': '',
      '.git/t.yaml': TEMPLATE,
      '.aws/t.yaml': TEMPLATE,
    };
    expect((await find(tree)).roots).toEqual(['template .aws/t.yaml']);
  });

  test('leaves out what git ignores', async () => {
    const tree = {
      '.git/HEAD': '',
      '.gitignore': 'build/\n*.out.yaml\n',
      'build/t.yaml': TEMPLATE,
      'a.out.yaml': TEMPLATE,
      'infra/.gitignore': '!keep.out.yaml\nlocal.yaml\n',
      'infra/keep.out.yaml': TEMPLATE,
      'infra/local.yaml': TEMPLATE,
      'infra/sub/t.yaml': TEMPLATE,
      'local.yaml': TEMPLATE,
    };
    const root = folder(tree);
    expect((await findIn(root, ['.'])).roots).toEqual([
      'template infra/keep.out.yaml',
      'template infra/sub/t.yaml',
      'template local.yaml',
    ]);
    expect((await findIn(root, ['infra'])).roots).toEqual([
      'template infra/keep.out.yaml',
      'template infra/sub/t.yaml',
    ]);
  });

  test('searches an ignored directory that is named', async () => {
    const tree = { '.git/HEAD': '', '.gitignore': 'cdk.out/\n', 'cdk.out/t.template.json': `{"a":"AWS::"}` };
    expect((await find(tree, ['cdk.out'])).roots).toEqual(['template cdk.out/t.template.json']);
  });

  test('does not follow links', async () => {
    const root = folder({ 'infra/t.yaml': TEMPLATE });
    symlinkSync(root, join(root, 'infra', 'loop'));
    symlinkSync(join(root, 'infra'), join(root, 'twice'));
    expect((await findIn(root, ['.'])).roots).toEqual(['template infra/t.yaml']);
  });
});

describe('modules', () => {
  const TREE = { 'app/main.tf': '', 'modules/db/main.tf': '', 'modules/net/main.tf': '' };

  test('that another one calls are no roots', async () => {
    const calls = { app: ['modules/db'], 'modules/db': ['modules/net'] };
    expect((await find(TREE, ['.'], calls)).roots).toEqual(['module app']);
  });

  test('that are named are roots, whoever calls them', async () => {
    expect((await find(TREE, ['modules/db', 'app'], { app: ['modules/db'] })).roots).toEqual([
      'module app',
      'module modules/db',
    ]);
  });

  test('that call each other in a circle have one root', async () => {
    const calls = { app: ['modules/db'], 'modules/db': ['app'] };
    expect((await find(TREE, ['.'], calls)).roots).toEqual(['module app', 'module modules/net']);
  });
});

describe('paths', () => {
  test('of files are what they hold', async () => {
    const tree = { 't.yaml': TEMPLATE, 'p.json': PLAN, 'm/main.tf': '' };
    expect((await find(tree, ['t.yaml', 'p.json', 'm/main.tf'])).roots).toEqual([
      'module m',
      'plan p.json',
      'template t.yaml',
    ]);
  });

  test('that are no input are errors', async () => {
    expect(await find({ 'a.txt': 'hello', 't.yaml': TEMPLATE }, ['a.txt', 't.yaml'])).toEqual({
      roots: ['template t.yaml'],
      problems: ['not-an-input'],
    });
  });

  test('that do not exist are the user’s mistake', async () => {
    await expect(find({}, ['missing'])).rejects.toThrow(new UsageError('missing: no such file or directory'));
  });

  test('that meet the same file count once', async () => {
    expect((await find({ 'a/t.yaml': TEMPLATE }, ['.', 'a', 'a/t.yaml', './a/../a/t.yaml'])).roots).toEqual([
      'template a/t.yaml',
    ]);
  });
});

test.skipIf(process.getuid?.() === 0)('a directory that may not be read is said to be so', async () => {
  const root = folder({ 'a/t.yaml': TEMPLATE, 'b/t.yaml': TEMPLATE });
  chmodSync(join(root, 'b'), 0);
  const { roots, diagnostics } = await discoverOf(root);
  chmodSync(join(root, 'b'), 0o755);
  expect(roots).toEqual(['a/t.yaml']);
  expect(diagnostics).toEqual(['b: directory-unreadable']);
});

async function discoverOf(root: string) {
  const recognisers: Recognisers = {
    looksLikeTemplate: text => text.includes('AWS::'),
    looksLikePlan: () => false,
    isModuleDirectory: () => false,
    moduleCallsOf: async () => [],
  };
  const found = await discover(['.'], openFiles(['.'], { workingDirectory: root }), recognisers);
  return {
    roots: found.roots.map(({ path }) => path),
    diagnostics: found.diagnostics.map(({ code, span }) => `${span.file.path}: ${code}`),
  };
}
