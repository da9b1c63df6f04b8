import type { ReportingDescriptorRelationship, ToolComponent } from 'sarif';
import type { Rule } from '../../model/rule.ts';
import { compareText } from '../report.ts';

/** The frameworks whose controls the rules stand for, each with the controls that occur. */
export function taxonomiesOf(rules: readonly Rule[]): ToolComponent[] {
  const controls = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const [framework, ids] of Object.entries(rule.frameworks)) {
      const known = controls.get(framework) ?? new Set();
      controls.set(framework, known);
      for (const id of ids) known.add(id);
    }
  }
  return [...controls]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, ids]) => ({ name, taxa: [...ids].sort(compareText).map(id => ({ id })) }));
}

export function frameworkReferences(rule: Rule): ReportingDescriptorRelationship[] {
  return Object.entries(rule.frameworks)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, ids]) => ids.map(id => ({ target: { id, toolComponent: { name } }, kinds: ['relevant'] })));
}
