import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { remediationFor } from '../engine/own-words.ts';
import { UsageError } from '../errors.ts';
import { repositoryRoot } from '../files/confinement.ts';
import type { ScanResult } from '../model/finding.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import { reporters } from '../reporters/by-name.ts';
import { errorsOf, findingsOf, type ReportContext } from '../reporters/report.ts';
import { placeOf } from '../reporters/text.ts';
import { type ScanOptions, scan } from '../scan.ts';
import { type Arguments, choiceOf, isGiven, lastValueOf } from './arguments.ts';
import { DEFAULT_BASELINE, underBaseline, withBaseline } from './baseline-file.ts';
import { configurationFor } from './configuration.ts';
import { type CommandResult, type Environment, wantsColor } from './environment.ts';
import { type FixMode, fixModeOf, outputsWith } from './fix-mode.ts';
import { type Output, outputsOf } from './outputs.ts';
import { progressBar } from './progress.ts';
import { scanOptions } from './scan-options.ts';
import type { Watched } from './watch.ts';

/** `lintel scan`: options from arguments and configuration, the scan, its reports, the exit code. */
export async function scanCommand(args: Arguments, environment: Environment): Promise<CommandResult> {
  const mode = fixModeOf(args);
  const outputs = outputsWith(mode, outputsOf(args, environment), args);
  const failOn = choiceOf(args, 'fail-on', ['none', ...SEVERITIES]);
  const configuration = await configurationFor(args, environment);
  if (isGiven(args, 'print-config')) return { exitCode: 0, output: `${JSON.stringify(configuration, undefined, 2)}\n` };
  if (isGiven(args, 'watch') && args.positionals.includes('-'))
    throw new UsageError('--watch: standard input does not change');
  const progress = progressBar(environment);
  const options = await scanOptions(args, configuration, environment);
  const scanned = await scan({ ...options, onProgress: progress.show });
  progress.clear();
  const judge = (result: ScanResult) => underBaseline(result, args, configuration, environment);
  const mended = mode && (await mendWith(mode, judge(scanned), options, judge, isGiven(args, 'quiet')));
  // The baseline is taken of what the files hold in the end.
  const left = mended?.isChanged ? await scan(options) : scanned;
  const judged = withBaseline(left, args, configuration, environment);
  const result = outputs.some(({ format }) => SHOWS_FIXES.has(format)) ? await withFixes(judged, options) : judged;
  // A hook is asked about every file that changes, and has nothing to say of most.
  const isIdle = isGiven(args, 'changed') && result.inputs.length === 0;
  const context = reportContext(args, environment, isIdle);
  let output = mended?.difference ?? '';
  for (const { format, file } of outputs) {
    const color = context.color && file === undefined;
    const report = reporters[format]!(result, { ...context, color });
    if (file === undefined) output += report;
    else write(resolve(environment.workingDirectory, file), report);
  }
  return {
    exitCode: isGiven(args, 'exit-zero') ? 0 : exitCode(result, context, failOn ?? configuration.failOn ?? 'low'),
    output,
    notes: `${mended?.notes ?? ''}${notes(result, outputs, context)}`,
    ...(isGiven(args, 'watch') ? { watched: watchedBy(result, args, outputs, environment) } : {}),
  };
}

/** Formats with the fix as an edit. */
const SHOWS_FIXES: ReadonlySet<string> = new Set(['rdjson', 'sarif', 'text']);

/** Findings with the edits that would mend them; what a report does not show is not looked for. */
async function withFixes(result: ScanResult, options: ScanOptions): Promise<ScanResult> {
  if (!result.evaluations.some(({ sets, verdict }) => sets && verdict === 'fail')) return result;
  const { findFixes } = await import('./found-fixes.ts');
  return findFixes(result, options);
}

/** Code that only these runs need is read when they ask for it. */
async function mendWith(
  mode: FixMode,
  result: ScanResult,
  options: ScanOptions,
  judge: (result: ScanResult) => ScanResult,
  quiet: boolean,
): Promise<{ difference: string; notes: string; isChanged: boolean }> {
  const [{ mend }, { differenceOf, fixNotes }] = await Promise.all([import('./fix-run.ts'), import('./fix-report.ts')]);
  const mended = await mend(result, options, judge, mode);
  return {
    difference: mode.writes ? '' : differenceOf(mended),
    notes: fixNotes(mended, mode, quiet),
    isChanged: mode.writes && mended.files.length > 0,
  };
}

/** The directories of all that was read, up to what was named. */
function watchedBy(result: ScanResult, args: Arguments, outputs: readonly Output[], environment: Environment): Watched {
  const absolute = (path: string) => resolve(environment.workingDirectory, path);
  const named = (args.positionals.length > 0 ? args.positionals : ['.']).map(absolute);
  const directories = new Set(named.map(path => (isDirectory(path) ? path : dirname(path))));
  for (const { path } of result.files) {
    const root = named.find(each => absolute(path).startsWith(`${each}${sep}`));
    for (let directory = dirname(absolute(path)); !directories.has(directory); directory = dirname(directory)) {
      directories.add(directory);
      if (root === undefined) break;
    }
  }
  const baseline = isGiven(args, 'update-baseline') ? [lastValueOf(args, 'baseline') ?? DEFAULT_BASELINE] : [];
  const written = [...outputs.flatMap(({ file }) => file ?? []), ...baseline];
  return { directories: [...directories].sort(), written: written.map(absolute) };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Of one SARIF file. */
const SHOWN_BY_GITHUB = 5000;

/** Formats that show what could not be analysed in a way that a person reads. */
const NAMES_PROBLEMS: ReadonlySet<string> = new Set(['text', 'concise', 'github']);

function reportContext(args: Arguments, environment: Environment, isIdle: boolean): ReportContext {
  const { workingDirectory } = environment;
  const color = isGiven(args, 'no-color') ? false : isGiven(args, 'color') ? true : undefined;
  return {
    version: environment.version,
    color: wantsColor(color, environment),
    verbose: isGiven(args, 'verbose'),
    quiet: isIdle || isGiven(args, 'quiet'),
    strict: isGiven(args, 'strict'),
    workingDirectory: slashed(workingDirectory),
    root: slashed(rootOf(args.positionals, workingDirectory)),
    sarifFull: isGiven(args, 'sarif-full'),
    category: lastValueOf(args, 'sarif-category'),
    remediationFor,
  };
}

/** The repository that holds what is scanned; outside of one, the working directory. */
function rootOf(paths: readonly string[], workingDirectory: string): string {
  const first = resolve(workingDirectory, paths.find(path => path !== '-') ?? '.');
  return repositoryRoot(first) ?? repositoryRoot(workingDirectory) ?? workingDirectory;
}

function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}

/** 3 wins over 1: what was not analysed may hide findings. */
function exitCode(result: ScanResult, context: ReportContext, failOn: Severity | 'none'): 0 | 1 | 3 {
  if (errorsOf(result).length > 0) return 3;
  if (failOn === 'none') return 0;
  const limit = SEVERITIES.indexOf(failOn);
  return findingsOf(result, context).some(({ severity }) => SEVERITIES.indexOf(severity) >= limit) ? 1 : 0;
}

function notes(result: ScanResult, outputs: readonly Output[], context: ReportContext): string {
  const lines: string[] = [];
  const errors = errorsOf(result);
  if (result.inputs.length === 0 && errors.length === 0 && !context.quiet) {
    lines.push('lintel: nothing to analyse: no CloudFormation template, Terraform module or plan found');
  }
  const areShown = outputs.some(({ format, file }) => file === undefined && NAMES_PROBLEMS.has(format));
  if (!areShown) for (const { span, message } of errors) lines.push(`${placeOf(span)}: error: ${message}`);
  const findings = findingsOf(result, context).length;
  if (findings > SHOWN_BY_GITHUB && outputs.some(({ format }) => format === 'sarif')) {
    lines.push(`lintel: of ${findings} findings GitHub shows the ${SHOWN_BY_GITHUB} most severe`);
  }
  return lines.map(line => `${line}\n`).join('');
}

function write(path: string, report: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, report);
}
