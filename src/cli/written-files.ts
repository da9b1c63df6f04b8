import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { decode } from '../files/decode.ts';
import { realPathOf } from '../files/disk.ts';
import { bytesFor } from './editable-files.ts';

/**
 * Puts a new text into a file in one step, with the mode that it had; a link stays one. Says `changed` where the file
 * does not hold the text any more from which the new one was made, `unwritable` where it cannot be written.
 */
export function replaceFile(path: string, before: string, after: string): 'written' | 'changed' | 'unwritable' {
  const real = realPathOf(path);
  if (real === undefined) return 'changed';
  const temporary = join(dirname(real), `.${basename(real)}.${randomUUID()}.tmp`);
  try {
    if (decode(readFileSync(real)).text !== before) return 'changed';
    const { mode } = statSync(real);
    writeFileSync(temporary, bytesFor(real, after), { flag: 'wx', mode });
    chmodSync(temporary, mode);
    renameSync(temporary, real);
    return 'written';
  } catch {
    rmSync(temporary, { force: true });
    return 'unwritable';
  }
}
