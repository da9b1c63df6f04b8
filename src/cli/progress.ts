import type { Progress } from '../model/progress.ts';
import type { Environment } from './environment.ts';

/** Shorter scans show none. */
const DELAY_MS = 500;
const INTERVAL_MS = 50;
const WIDTH = 24;
/** Back to the start of the line, and empties it. */
const CLEAR = '\r\u001b[K';

export interface ProgressBar {
  show(progress: Progress): void;
  clear(): void;
}

/** A bar on standard error while a scan lasts; nothing where that is no terminal, or a build server's. */
export function progressBar(environment: Environment, now: () => number = Date.now): ProgressBar {
  const { terminal, variables } = environment;
  if (!terminal || variables['CI'] || variables['TERM'] === 'dumb') return { show() {}, clear() {} };
  const started = now();
  let last: number | undefined;
  return {
    show(progress) {
      const time = now();
      if (time - started < DELAY_MS || (last !== undefined && time - last < INTERVAL_MS)) return;
      last = time;
      terminal(`${CLEAR}${barText(progress)}`);
    },
    clear() {
      if (last !== undefined) terminal(CLEAR);
    },
  };
}

function barText({ stage, done, total }: Progress): string {
  const filled = total === 0 ? WIDTH : Math.floor((WIDTH * done) / total);
  return `${stage.padEnd('evaluating'.length)} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}`;
}
