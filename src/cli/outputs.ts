import { UsageError } from '../errors.ts';
import { reporters } from '../reporters/by-name.ts';
import { type Arguments, checkChoice, valuesOf } from './arguments.ts';
import type { Environment } from './environment.ts';

/** One report; without a file it goes to standard output. */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

const FORMAT_OF_EXTENSION: Readonly<Record<string, string>> = {
  csv: 'csv',
  html: 'html',
  json: 'json',
  md: 'markdown',
  sarif: 'sarif',
  txt: 'text',
  xml: 'junit',
};

/**
 * The reports to write. `--format F -o FILE` is one report; `-o F=FILE` is one more beside the one on standard
 * output. A file without a format has the one that its name ends with.
 */
export function outputsOf(args: Arguments, environment: Environment): readonly Output[] {
  const formats = valuesOf(args, 'format').map(format => checkFormat(format, '--format'));
  const files = valuesOf(args, 'output').map(readOutput);
  const bare = files.filter(file => file.format === undefined);
  if (bare.length > 1) throw new UsageError('--output: of several files each needs its format: --output sarif=FILE');
  const outputs: Output[] = files.flatMap(({ format, file }) => (format === undefined ? [] : [{ format, file }]));
  const main = formats.at(-1);
  if (bare[0]) {
    outputs.unshift({ format: main ?? formatOfName(bare[0].file) ?? 'text', file: bare[0].file });
  } else {
    outputs.unshift({ format: main ?? defaultFormat(environment) });
  }
  return outputs;
}

function readOutput(text: string): { format?: string; file: string } {
  const pair = /^([a-z-]+)=(.+)$/.exec(text);
  return pair ? { format: checkFormat(pair[1]!, '--output'), file: pair[2]! } : { file: text };
}

function checkFormat(format: string, what: string): string {
  return checkChoice(format, what, Object.keys(reporters));
}

function formatOfName(file: string): string | undefined {
  const format = FORMAT_OF_EXTENSION[file.slice(file.lastIndexOf('.') + 1)];
  return format === undefined ? undefined : checkFormat(format, '--output');
}

function defaultFormat(environment: Environment): string {
  return environment.variables['GITHUB_ACTIONS'] === 'true' ? 'github' : 'text';
}
