import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../src/files.ts';
import { folder } from './folder.ts';

describe('decoding', () => {
  const read = (content: Uint8Array | string) => {
    const root = folder({ 'a.yaml': content });
    const files = openFiles(['a.yaml'], { workingDirectory: root });
    return { text: files.read('a.yaml')?.text, problem: files.problemOf('a.yaml')?.code };
  };

  test.each([
    ['UTF-8', Buffer.from('ä: 1')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffä: 1')],
    ['UTF-16, little end first', Buffer.from('\ufeffä: 1', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\ufeffä: 1', 'utf16le').swap16()],
  ])('%s', (_, content) => {
    expect(read(content)).toEqual({ text: 'ä: 1', problem: undefined });
  });

  test('bytes that are no UTF-8 are replaced, with a warning', () => {
    expect(read(Buffer.from([0x61, 0xe4, 0x62]))).toEqual({ text: 'a\ufffdb', problem: 'invalid-utf8' });
  });
});

describe('reading', () => {
  test('gives the same object for the same file, however it is called', () => {
    const root = folder({ 'infra/a.tf': 'x' });
    const files = openFiles(['.'], { workingDirectory: root });
    expect(files.read('infra/../infra/a.tf')).toBe(files.read(join(root, 'infra', 'a.tf')));
    expect(files.read('infra/a.tf')).toEqual({ path: 'infra/a.tf', text: 'x' });
  });

  test('knows nothing of what is missing, or is no file', () => {
    const root = folder({ 'infra/a.tf': 'x' });
    const files = openFiles(['.'], { workingDirectory: root });
    expect([files.read('b.tf'), files.read('infra'), files.readBytes('b.tf'), files.has('infra')]).toEqual([
      undefined,
      undefined,
      undefined,
      false,
    ]);
  });

  test('lists names in order, directories with a slash', () => {
    const root = folder({ 'b.tf': '', 'B.tf': '', 'a/x': '' });
    const files = openFiles(['.'], { workingDirectory: root });
    expect([files.list('.'), files.list('missing')]).toEqual([['B.tf', 'a/', 'b.tf'], []]);
  });

  test('puts overlays in the place of files', () => {
    const root = folder({ 'a.tf': 'disk' });
    const overlay = new Map([
      ['a.tf', Buffer.from('editor')],
      ['new.tf', Buffer.from('new')],
    ]);
    const files = openFiles(['.'], { workingDirectory: root, overlay });
    expect([files.read('a.tf')?.text, files.read('new.tf')?.text, files.list('.')]).toEqual([
      'editor',
      'new',
      ['a.tf', 'new.tf'],
    ]);
  });
});

describe('confinement', () => {
  const TREE = {
    'repo/.git/HEAD': '',
    'repo/infra/main.tf': 'x',
    'repo/other/policy.json': '{}',
    'secret/key.txt': 'secret',
    'secret/main.tf': 'outside',
  };

  test('is the repository that holds the root', () => {
    const root = folder(TREE);
    const files = openFiles(['infra'], { workingDirectory: join(root, 'repo') });
    const readable = ['infra/main.tf', 'other/policy.json', '../secret/key.txt', '../secret/main.tf'].filter(files.has);
    expect(readable).toEqual(['infra/main.tf', 'other/policy.json']);
    expect(files.list('../secret')).toEqual([]);
  });

  test('is the root, and Terraform files elsewhere, where there is no repository', () => {
    const root = folder(TREE);
    const files = openFiles([join(root, 'repo', 'infra')], { workingDirectory: join(root, 'secret') });
    expect(files.read('../repo/infra/main.tf')?.path).toBe('../repo/infra/main.tf');
    const outside = folder({ 'a/main.tf': '', 'b/main.tf': 'm', 'b/key.txt': 's' });
    const free = openFiles([join(outside, 'a')], { workingDirectory: join(outside, 'a') });
    expect([free.has('../b/main.tf'), free.has('../b/key.txt'), free.list('../b')]).toEqual([true, false, ['main.tf']]);
  });

  test('is the working directory, where that holds the root and there is no repository', () => {
    const root = folder({ 'infra/main.tf': '', 'shared/policy.json': '{}' });
    const files = openFiles(['infra'], { workingDirectory: root });
    expect(files.has('shared/policy.json')).toBe(true);
  });

  test('does not end at links', () => {
    const root = folder(TREE);
    symlinkSync(join(root, 'secret', 'key.txt'), join(root, 'repo', 'infra', 'link.txt'));
    symlinkSync(join(root, 'secret'), join(root, 'repo', 'infra', 'folder'));
    symlinkSync(join(root, 'repo', 'other', 'policy.json'), join(root, 'repo', 'infra', 'policy.json'));
    const files = openFiles(['infra'], { workingDirectory: join(root, 'repo') });
    expect(['infra/link.txt', 'infra/folder/key.txt', 'infra/folder/main.tf'].filter(files.has)).toEqual([]);
    expect(files.read('infra/policy.json')?.text).toBe('{}');
  });
});
