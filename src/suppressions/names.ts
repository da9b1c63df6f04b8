import { nameGlob } from '../globs.ts';
import type { Evaluation } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import type { Rule } from '../model/rule.ts';
import { answersTo, bareAlias } from '../selection.ts';
import type { Directive } from './directive.ts';
import { lookupOf, type NamedUse } from './lookup.ts';
import type { Use } from './problems.ts';
import { trivyNames, trivyNumber } from './trivy-names.ts';

/** The directives that can be about an evaluation, in their order; those that name its rule are found once. */
export function usesByRule(uses: readonly Use[]): (evaluation: Evaluation) => readonly NamedUse[] {
  const named = uses.flatMap(use => use.directive.names.map(name => ({ use, name })));
  const order = new Map(named.map((each, index) => [each, index]));
  const exact = new Map<string, NamedUse[]>();
  const patterns: NamedUse[] = [];
  for (const each of named) {
    if (/[*?]/.test(each.name)) {
      patterns.push(each);
      continue;
    }
    const key = keyOf(each.use.directive.origin, each.name);
    append(exact, key, each);
  }
  const namedBy = (rule: Rule) =>
    [
      ...keysOf(rule).flatMap(key => exact.get(key) ?? []),
      ...patterns.filter(({ use, name }) => means(use.directive, name, rule)),
    ].sort((a, b) => order.get(a)! - order.get(b)!);
  const known = new Map<Rule, (evaluation: Evaluation) => readonly NamedUse[]>();
  return evaluation => {
    const { rule } = evaluation;
    const lookup = known.get(rule) ?? lookupOf([...new Set(namedBy(rule))]);
    known.set(rule, lookup);
    return lookup(evaluation);
  };
}

/** Our own directives name a rule as users do, those of others by the alias that is theirs. */
function keysOf(rule: Rule): readonly string[] {
  const own = [`lintel ${rule.id.toLowerCase()}`];
  const theirs = rule.aliases.flatMap(alias => {
    const [origin, id] = [alias.slice(0, alias.indexOf(':')), bareAlias(alias)];
    return [`lintel ${alias.toLowerCase()}`, `lintel ${id.toLowerCase()}`, keyOf(origin, id)];
  });
  return [...new Set([...own, ...theirs])];
}

function keyOf(origin: string, name: string): string {
  const written = name.toLowerCase();
  if (origin !== 'trivy') return `${origin} ${written}`;
  return `trivy ${trivyNumber(written.replace(/^avd-/, ''))}`;
}

/** Whether a pattern means a rule. */
function means({ origin, except }: Directive, name: string, rule: Rule): boolean {
  if (origin === 'lintel') return answersTo(rule, name);
  const ids = rule.aliases.filter(alias => alias.startsWith(`${origin}:`)).map(bareAlias);
  if (except) {
    const kept = new Set(except.map(each => each.toLowerCase()));
    return ids.length > 0 && !ids.some(id => kept.has(id.toLowerCase()));
  }
  if (/^\*+$/.test(name)) return true;
  const names = origin === 'trivy' ? ids.flatMap(id => [id, `AVD-${id}`, ...trivyNames(id)]) : ids;
  const glob = nameGlob(name);
  return names.some(id => glob.test(id));
}
