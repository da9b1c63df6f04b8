import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { applyBaseline, type Baseline, type BaselineContext, readBaseline, updatedBaseline } from '../baseline.ts';
import type { Configuration } from '../config.ts';
import { UsageError } from '../errors.ts';
import { displayPath } from '../files.ts';
import type { ScanResult } from '../model/finding.ts';
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
  return apply(result, baseline, contextOf(result, dirname(path), environment));
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
  const context = contextOf(result, dirname(path), environment);
  if (!updates) return apply(result, before!, context);
  const text = updatedBaseline(result.evaluations, before, context);
  writeFileSync(path, text);
  return apply(result, readBaseline(text, name), context);
}

function apply(result: ScanResult, baseline: Baseline, context: BaselineContext): ScanResult {
  const { evaluations, diagnostics } = applyBaseline(result.evaluations, baseline, context);
  return { ...result, evaluations, diagnostics: [...result.diagnostics, ...diagnostics] };
}

function contextOf(result: ScanResult, directory: string, environment: Environment): BaselineContext {
  return {
    relative: path => displayPath(directory, resolve(environment.workingDirectory, path)),
    exists: path => existsSync(resolve(directory, path)),
    scanned: new Set(result.files.map(file => file.path)),
    asked: new Set(result.rules.map(rule => rule.id)),
  };
}
