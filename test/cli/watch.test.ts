import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { repeatOnChange } from '../../src/cli/watch.ts';
import { folder } from '../folder.ts';

const RULE = 'rds-storage-encrypted';

function database(encrypted: boolean): string {
  return `resource "aws_db_instance" "this" {\n  engine = "postgres"\n  storage_encrypted = ${encrypted}\n}\n`;
}

test('scans again when a file changes or appears, not when its own report is written', {
  timeout: 30_000,
}, async () => {
  const root = folder({ 'modules/db/main.tf': database(false) });
  const scan = (words: readonly string[] = []) =>
    run(['.', '--rule', RULE, '--watch', '-o', 'sarif=out.sarif', ...words], {
      workingDirectory: root,
      variables: {},
      outputIsTerminal: false,
      version: '1.2.3',
      readInput: async () => new Uint8Array(),
    });
  const codes: number[] = [];
  const end = new AbortController();
  const first = await scan();
  expect(first).toMatchObject({
    exitCode: 1,
    watched: {
      directories: [root, join(root, 'modules'), join(root, 'modules/db')],
      written: [join(root, 'out.sarif')],
    },
  });
  const watching = repeatOnChange(first, scan, ({ exitCode }) => codes.push(exitCode), end.signal);
  const changed = async (path: string, text: string, count: number) => {
    writeFileSync(join(root, path), text);
    for (let i = 0; codes.length < count && i < 100; i++) await wait(50);
  };
  await changed('modules/db/main.tf', database(true), 1);
  await changed('db.tf', database(false), 2);
  await wait(300);
  end.abort();
  await watching;
  expect(codes).toEqual([0, 1]);
});
