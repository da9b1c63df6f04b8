import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/cli/environment.ts';
import { progressBar } from '../../src/cli/progress.ts';

/** What is written when an input is begun every 300 ms. */
function written(more: Partial<Environment>): readonly string[] {
  const texts: string[] = [];
  let time = 0;
  const bar = progressBar(
    {
      workingDirectory: '/',
      variables: {},
      outputIsTerminal: true,
      terminal: text => texts.push(text),
      version: '1.2.3',
      readInput: async () => new Uint8Array(),
      ...more,
    },
    () => time,
  );
  for (let done = 0; done < 4; done++) {
    bar.show({ stage: 'reading', done, total: 4 });
    time += 300;
  }
  bar.clear();
  return texts;
}

describe('the progress bar', () => {
  test('is shown once a scan lasts, and is gone at the end', () => {
    expect(written({})).toEqual([
      '\r\u001b[Kreading    ████████████░░░░░░░░░░░░ 2/4',
      '\r\u001b[Kreading    ██████████████████░░░░░░ 3/4',
      '\r\u001b[K',
    ]);
  });

  test('is not shown where nobody looks at it', () => {
    expect(written({ terminal: undefined })).toEqual([]);
    expect(written({ variables: { CI: 'true' } })).toEqual([]);
    expect(written({ variables: { TERM: 'dumb' } })).toEqual([]);
  });
});
