import type { PathOverride, RuleSetting } from './config.ts';
import { UsageError } from './errors.ts';
import { pathGlob } from './globs.ts';
import type { Evaluation } from './model/finding.ts';
import type { ParameterValue, Rule, Severity } from './model/rule.ts';
import { didYouMean } from './nearest.ts';
import { rulesNamed } from './selection.ts';

/** Settings of rules by their ids, after globs and other analyzers' names. */
export interface ResolvedSettings {
  readonly off: ReadonlySet<string>;
  /** Asked whatever their profile. */
  readonly on: ReadonlySet<string>;
  readonly severities: Readonly<Record<string, Severity>>;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
}

/** What the settings mean for each rule; a later one wins. Names, parameters and their kinds are checked. */
export function resolveSettings(
  settings: Readonly<Record<string, RuleSetting>>,
  rules: readonly Rule[],
): ResolvedSettings {
  const off = new Set<string>();
  const on = new Set<string>();
  const severities: Record<string, Severity> = {};
  const parameters: Record<string, Readonly<Record<string, ParameterValue>>> = {};
  for (const [name, setting] of Object.entries(settings)) {
    for (const rule of rulesNamed([name], rules)) {
      if (setting.enabled === false) off.add(rule.id);
      if (setting.enabled === true) {
        on.add(rule.id);
        off.delete(rule.id);
      }
      if (setting.severity) severities[rule.id] = setting.severity;
      if (setting.parameters) {
        checkParameters(rule, setting.parameters);
        parameters[rule.id] = { ...parameters[rule.id], ...setting.parameters };
      }
    }
  }
  return { off, on, severities, parameters };
}

function checkParameters(rule: Rule, given: Readonly<Record<string, ParameterValue>>): void {
  for (const [name, value] of Object.entries(given)) {
    const parameter = rule.parameters[name];
    if (!parameter) {
      const known = Object.keys(rule.parameters);
      throw new UsageError(`rule ${rule.id} has no parameter ${name}.${didYouMean(name, known)}`);
    }
    const wanted = kindOf(parameter.default);
    const isFine = kindOf(value) === wanted || (wanted === 'list' && kindOf(value) === 'map');
    if (!isFine)
      throw new UsageError(`rule ${rule.id}: the parameter ${name} takes a ${wanted}, not a ${kindOf(value)}`);
  }
}

function kindOf(value: ParameterValue | null): string {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value === 'object' ? 'map' : typeof value;
}

/** Settings that hold for some files: rules that are off there, other severities. */
export function applyOverrides(
  evaluations: readonly Evaluation[],
  overrides: readonly PathOverride[],
  rules: readonly Rule[],
  absolute: (path: string) => string,
): readonly Evaluation[] {
  if (overrides.length === 0) return evaluations;
  const resolved = overrides.map(({ base, files, rules: settings }) => {
    const { off, severities, parameters } = resolveSettings(settings, rules);
    const [rule] = Object.keys(parameters);
    if (rule !== undefined) throw new UsageError(`overrides: parameters hold for all files; ${rule} has one for some`);
    return { globs: files.map(glob => pathGlob(glob, base)), off, severities };
  });
  return evaluations.flatMap(evaluation => {
    const path = absolute(evaluation.span.file.path);
    const holding = resolved.filter(({ globs }) => globs.some(glob => glob.test(path)));
    if (holding.some(({ off }) => off.has(evaluation.rule.id))) return [];
    const severity = holding.findLast(({ severities }) => severities[evaluation.rule.id])?.severities[
      evaluation.rule.id
    ];
    return severity ? [{ ...evaluation, severity }] : [evaluation];
  });
}
