import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRuleFolder } from '../src/engine/rule-file.ts';
import type { Rule } from '../src/model/rule.ts';

/**
 * The catalogue of what the other analyzers check lies beside the project, in the shared brief. What we do otherwise
 * has a line in docs/rules-not-written.md, in which both names stand.
 */
const PATH = fileURLToPath(new URL('../../shared/catalogue/rules.jsonl', import.meta.url));
const deviations = readFileSync(fileURLToPath(new URL('../docs/rules-not-written.md', import.meta.url)), 'utf8');
const written = new Map<string, Rule>();
for (const { rule } of readRuleFolder(fileURLToPath(new URL('../rules', import.meta.url))).files) {
  written.set(rule.id, rule);
}

interface CatalogueRow {
  readonly id: string;
  readonly severity: string;
  readonly profile: string | null;
  /** `set`: what has to be set is known. */
  readonly fixable: string;
  readonly aliases: readonly string[];
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
}

describe.skipIf(!existsSync(PATH))('the catalogue', () => {
  const rows: readonly CatalogueRow[] = existsSync(PATH)
    ? readFileSync(PATH, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    : [];
  const byId = new Map(rows.map(row => [row.id, row]));

  test('has all of our rules, and we have all of its, but those with a reason', () => {
    const unknown = [...written.keys()].filter(id => !byId.has(id));
    const missing = rows.map(({ id }) => id).filter(id => !written.has(id) && !isExplained(id));
    expect({ unknown, missing }).toEqual({ unknown: [], missing: [] });
  });

  test('gives the ids of other analyzers', () => {
    const wrong = [...written.values()].flatMap(({ id, aliases }) => {
      const given = byId.get(id)?.aliases ?? [];
      const more = aliases.filter(alias => !given.includes(alias));
      const fewer = given.filter(alias => !aliases.includes(alias));
      return [...more, ...fewer].filter(alias => !isExplained(id, alias)).map(alias => `${id} ${alias}`);
    });
    expect(wrong).toEqual([]);
  });

  test('says which rules know what to set, and those that do not have a reason', () => {
    const without = [...written.values()].filter(({ id, fix }) => byId.get(id)?.fixable === 'set' && !fix?.set);
    expect(without.map(({ id }) => id).filter(id => !isExplained(id))).toEqual([]);
  });

  test('gives severities, profiles and controls', () => {
    const ours = [...written.values()].map(said);
    const theirs = [...written.keys()].flatMap(id => byId.get(id) ?? []).map(said);
    expect(ours).toEqual(theirs);
  });
});

function said({ id, severity, profile, frameworks }: CatalogueRow | Rule): unknown {
  const controls = Object.entries(frameworks).sort(([a], [b]) => (a < b ? -1 : 1));
  return { id, severity, profile: profile ?? null, controls };
}

/** A line of the page names the rule and, if it is about an id of another analyzer, that one. */
function isExplained(id: string, alias = ''): boolean {
  const name = alias.slice(alias.indexOf(':') + 1);
  const items = deviations.split(/\n(?=- )/);
  return items.some(item => item.includes(id) && item.includes(name));
}
