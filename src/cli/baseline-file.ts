import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import { applyBaseline, type Baseline, type BaselineContext, readBaseline, updatedBaseline } from '../baseline.ts';
import type { Configuration } from '../config.ts';
import { UsageError } from '../errors.ts';
import { TERRAFORM_SOURCE } from '../files/confinement.ts';
import { displayPath } from '../files.ts';
import type { ScanResult } from '../model/finding.ts';
import { errorsOf } from '../reporters/report.ts';
import { type Arguments, isGiven, lastValueOf } from './arguments.ts';
import type { Environment } from './environment.ts';

export const DEFAULT_BASELINE = 'lintel-baseline.json';

/** The result as the baseline that is there leaves it; nothing is written. */
export function underBaseline(
  result: ScanResult,
  args: Arguments,
  configuration: Configuration,
  environment: Environment,
): ScanResult {
  const named = lastValueOf(args, 'baseline') ?? configuration.baseline;
  const path = resolve(environment.workingDirectory, named ?? DEFAULT_BASELINE);
  if ((named === undefined && !isGiven(args, 'update-baseline')) || !existsSync(path)) return result;
  const name = displayPath(environment.workingDirectory, path);
  const baseline = readBaseline(readFileSync(path, 'utf8'), name);
  return apply(result, baseline, contextOf(result, dirname(path), args, environment));
}

/** The result as the baseline leaves it; with `--update-baseline` after the file has been written anew. */
export function withBaseline(
  result: ScanResult,
  args: Arguments,
  configuration: Configuration,
  environment: Environment,
): ScanResult {
  const updates = isGiven(args, 'update-baseline');
  const named = lastValueOf(args, 'baseline') ?? configuration.baseline ?? (updates ? DEFAULT_BASELINE : undefined);
  if (named === undefined) return result;
  const path = resolve(environment.workingDirectory, named);
  const name = displayPath(environment.workingDirectory, path);
  if (!updates && !existsSync(path)) {
    throw new UsageError(`${name}: there is no such baseline; --update-baseline writes it`);
  }
  const before = existsSync(path) ? readBaseline(readFileSync(path, 'utf8'), name) : undefined;
  const context = contextOf(result, dirname(path), args, environment);
  if (!updates) return apply(result, before!, context);
  const text = updatedBaseline(result.evaluations, before, context);
  writeFileSync(path, text);
  return apply(result, readBaseline(text, name), context);
}

function apply(result: ScanResult, baseline: Baseline, context: BaselineContext): ScanResult {
  const { evaluations, diagnostics } = applyBaseline(result.evaluations, baseline, context);
  return { ...result, evaluations, diagnostics: [...result.diagnostics, ...diagnostics] };
}

/** These look at a part of what they are given; what they do not find may still be there. */
const PARTIAL: readonly string[] = ['changed', 'shard', 'environment'];

function contextOf(result: ScanResult, directory: string, args: Arguments, environment: Environment): BaselineContext {
  const relative = (path: string) => displayPath(directory, resolve(environment.workingDirectory, path));
  const isPartial = PARTIAL.some(name => isGiven(args, name));
  const named = (args.positionals.length > 0 ? args.positionals : ['.']).map(relative);
  const broken = new Set(errorsOf(result).map(({ span }) => relative(span.file.path)));
  return {
    relative,
    exists: path => existsSync(resolve(directory, path)),
    covers: (input, file) =>
      !isPartial &&
      !broken.has(input) &&
      !broken.has(file) &&
      named.some(path => isBelow(path, input) || isModuleOf(path, input)),
    asked: new Set(result.rules.map(rule => rule.id)),
  };
}

/** `.` holds everything but what is above it. */
function isBelow(outer: string, path: string): boolean {
  if (outer === '.') return path !== '..' && !path.startsWith('../');
  return path === outer || path.startsWith(`${outer}/`);
}

/** A Terraform file stands for the module that it is in. */
function isModuleOf(path: string, input: string): boolean {
  return TERRAFORM_SOURCE.test(path) && posix.dirname(path) === input;
}
