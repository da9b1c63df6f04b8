import type { Invocation, Log, ReportingDescriptor, Result, Run, ToolComponent } from 'sarif';
import { compareText } from '../report.ts';

/**
 * Reports of several scans (shards, directories) as one: one run, since code scanning refuses several of one tool; each
 * rule once, each result once.
 */
export function mergeLogs(logs: readonly Log[]): Log {
  const runs = logs.flatMap(log => log.runs);
  const first = runs[0]!;
  const rules = distinct(
    runs.flatMap(run => run.tool.driver.rules ?? []),
    rule => rule.id,
  );
  rules.sort((a, b) => compareText(a.id, b.id));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const results = distinct(
    runs.flatMap(run => run.results ?? []),
    identity,
  );
  const taxonomies = mergeTaxonomies(runs);
  const run: Run = {
    ...first,
    tool: { ...first.tool, driver: { ...first.tool.driver, rules, supportedTaxonomies: supported(taxonomies) } },
    invocations: [mergeInvocations(runs)],
    taxonomies,
    results: results
      .map(result => ({ ...result, ruleIndex: indexes.get(result.ruleId ?? '') ?? -1 }))
      .sort((a, b) => severityOf(rules, b) - severityOf(rules, a)),
  };
  return { ...logs[0]!, runs: [run] };
}

/** Fingerprint, rule and place; two scans that meet the same file say the same. */
function identity(result: Result): string {
  const location = result.locations?.[0]?.physicalLocation;
  const place = [location?.artifactLocation?.uri, location?.region?.startLine, location?.region?.startColumn];
  return JSON.stringify([result.ruleId, result.kind, ...place, result.message.text]);
}

function severityOf(rules: readonly ReportingDescriptor[], { ruleIndex = -1 }: Result): number {
  return Number(rules[ruleIndex]?.properties?.['security-severity'] ?? 0);
}

function mergeInvocations(runs: readonly Run[]): Invocation {
  const invocations = runs.flatMap(run => run.invocations ?? []);
  return {
    executionSuccessful: invocations.every(invocation => invocation.executionSuccessful),
    toolExecutionNotifications: distinct(
      invocations.flatMap(invocation => invocation.toolExecutionNotifications ?? []),
      notification => JSON.stringify(notification),
    ),
  };
}

function mergeTaxonomies(runs: readonly Run[]): ToolComponent[] {
  const byName = new Map<string, Set<string>>();
  for (const { name, taxa } of runs.flatMap(run => run.taxonomies ?? [])) {
    const ids = byName.get(name) ?? new Set();
    for (const { id } of taxa ?? []) ids.add(id);
    byName.set(name, ids);
  }
  return [...byName]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, ids]) => ({ name, taxa: [...ids].sort(compareText).map(id => ({ id })) }));
}

function supported(taxonomies: readonly ToolComponent[]) {
  return taxonomies.map(({ name }, index) => ({ name, index }));
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}
