import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { CommandResult } from './environment.ts';

/** What a scan with `--watch` looked at. */
export interface Watched {
  /** Absolute. */
  readonly directories: readonly string[];
  /** Files that the scan itself writes, absolute: a change of theirs is none. */
  readonly written: readonly string[];
}

/** Editors write a file in several steps. */
const QUIET_MS = 100;

/** Runs again after every change in the directories of the last run, until the signal; each result is shown. */
export async function repeatOnChange(
  first: CommandResult,
  again: () => Promise<CommandResult>,
  show: (result: CommandResult) => void,
  signal?: AbortSignal,
): Promise<void> {
  let watched = first.watched;
  while (watched && !signal?.aborted) {
    // A run that fails, for want of a file that is just being replaced, say, looks at what the one before looked at.
    const change = nextChange(watched, signal);
    if (!(await change)) return;
    const result = await again();
    show(result);
    watched = result.watched ?? watched;
  }
}

/** Resolves when something has changed and nothing more does; false: the signal came first. */
function nextChange({ directories, written }: Watched, signal: AbortSignal | undefined): Promise<boolean> {
  const own = new Set(written);
  return new Promise(resolve => {
    const watchers: FSWatcher[] = [];
    let timer: NodeJS.Timeout | undefined;
    const finish = (changed: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      for (const watcher of watchers) watcher.close();
      resolve(changed);
    };
    const stop = () => finish(false);
    const noticed = (directory: string, name: string | null) => {
      if (name !== null && own.has(join(directory, name))) return;
      clearTimeout(timer);
      timer = setTimeout(() => finish(true), QUIET_MS);
    };
    signal?.addEventListener('abort', stop);
    for (const directory of directories) {
      try {
        const watcher = watch(directory, (_, name) => noticed(directory, name));
        watcher.on('error', () => noticed(directory, null));
        watchers.push(watcher);
      } catch {
        // It is gone already; the directory that held it has noticed.
      }
    }
  });
}
