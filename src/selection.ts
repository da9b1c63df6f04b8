import { UsageError } from './errors.ts';
import { nameGlob } from './globs.ts';
import { type Rule, SEVERITIES, type Severity } from './model/rule.ts';
import { didYouMean } from './nearest.ts';

/** Which of the rules are asked. Names are ids, globs over ids, or what other analyzers call the same check. */
export interface RuleSelection {
  /** Only these; a rule that is named here is asked whatever its profile. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** `all`: the rules of every profile. */
  readonly profiles?: readonly string[];
  /** Only rules that stand for a control of one of these frameworks. */
  readonly frameworks?: readonly string[];
  /** Only rules of this severity or above. */
  readonly minimumSeverity?: Severity;
  /** Ids of rules that the configuration switches off, and on whatever their profile. */
  readonly off?: ReadonlySet<string>;
  readonly on?: ReadonlySet<string>;
  /** Severities set by the configuration, by rule id. */
  readonly severities?: Readonly<Record<string, Severity>>;
}

/** The rules to ask, in order of their ids. A name that no rule answers to is the user's mistake. */
export function selectRules(rules: readonly Rule[], selection: RuleSelection = {}): readonly Rule[] {
  const only = selection.only && rulesNamed(selection.only, rules);
  const skipped = rulesNamed(selection.skip ?? [], rules);
  const profiles = checkedNames('profile', selection.profiles ?? [], () => [...profilesOf(rules), 'all']);
  const frameworks = checkedNames('framework', selection.frameworks ?? [], () => frameworksOf(rules));
  const minimum = SEVERITIES.indexOf(selection.minimumSeverity ?? 'info');
  const isOn = ({ id, profile }: Rule) =>
    profile === null || profiles.has(profile) || profiles.has('all') || selection.on?.has(id) === true;
  return rules
    .filter(rule => (only ? only.has(rule) : isOn(rule)))
    .filter(rule => !skipped.has(rule) && !selection.off?.has(rule.id))
    .filter(rule => frameworks.size === 0 || Object.keys(rule.frameworks).some(name => frameworks.has(name)))
    .filter(rule => SEVERITIES.indexOf(selection.severities?.[rule.id] ?? rule.severity) >= minimum)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The rules that any of the names means. */
export function rulesNamed(names: readonly string[], rules: readonly Rule[]): ReadonlySet<Rule> {
  const named = new Set<Rule>();
  for (const name of names) {
    const sameId = rules.find(({ id }) => id === name);
    const found = sameId ? [sameId] : rules.filter(rule => answersTo(rule, name));
    if (found.length === 0) throw new UsageError(`unknown rule ${name}.${didYouMean(name, allNames(rules))}`);
    for (const rule of found) named.add(rule);
  }
  return named;
}

/** Whether a rule is what a user means by a name: its id, a glob over it, or a peer's id with or without the peer. */
export function answersTo(rule: Rule, name: string): boolean {
  if (rule.id === name) return true;
  if (name.includes('*') || name.includes('?')) {
    const glob = nameGlob(name);
    return glob.test(rule.id) || rule.aliases.some(alias => glob.test(alias) || glob.test(bareAlias(alias)));
  }
  const wanted = name.toLowerCase();
  return rule.aliases.some(alias => alias.toLowerCase() === wanted || bareAlias(alias).toLowerCase() === wanted);
}

/** `CKV_AWS_16` of `checkov:CKV_AWS_16`. */
export function bareAlias(alias: string): string {
  return alias.slice(alias.indexOf(':') + 1);
}

function allNames(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(rule => [rule.id, ...rule.aliases.map(bareAlias)]);
}

export function profilesOf(rules: readonly Rule[]): readonly string[] {
  return distinct(rules.flatMap(rule => rule.profile ?? []));
}

export function frameworksOf(rules: readonly Rule[]): readonly string[] {
  return distinct(rules.flatMap(rule => Object.keys(rule.frameworks)));
}

/** What is known is looked up only where something was named: the frameworks of rules stand in a file of their own. */
function checkedNames(what: string, names: readonly string[], list: () => readonly string[]): ReadonlySet<string> {
  if (names.length === 0) return new Set();
  const known = list();
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UsageError(`unknown ${what} ${name}.${didYouMean(name, known)} Known: ${known.join(', ') || 'none'}.`);
  }
  return new Set(names);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
