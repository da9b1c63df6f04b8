import { readGraph } from '../read-graph.ts';
import { graphFormats } from '../reporters/graph.ts';
import { type Arguments, checkChoice, lastValueOf } from './arguments.ts';
import type { CommandResult, Environment } from './environment.ts';
import { inputOptions } from './scan-options.ts';

/** `lintel graph`: the resources and the references between them. */
export async function graphCommand(args: Arguments, environment: Environment): Promise<CommandResult> {
  const format = lastValueOf(args, 'format') ?? 'json';
  const write = graphFormats[checkChoice(format, '--format', Object.keys(graphFormats))]!;
  const { graph, diagnostics } = await readGraph(await inputOptions(args, environment));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    exitCode: errors.length > 0 ? 3 : 0,
    output: write(graph),
    notes: errors.map(({ span, message }) => `${span.file.path}: error: ${message}\n`).join(''),
  };
}
