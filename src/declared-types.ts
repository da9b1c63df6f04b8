import type { Condition, Rule } from './model/rule.ts';

/**
 * The types of declarations (provider blocks, module calls, data sources, settings) that rules ask about, so that
 * nobody else pays for them; undefined where there are none.
 */
export function declaredTypes(rules: readonly Rule[]): ReadonlySet<string> | undefined {
  const types = new Set<string>();
  for (const rule of rules) {
    for (const type of rule.resources) if (isDeclared(type)) types.add(type);
    for (const condition of [rule.when, rule.unknownWhen, rule.require]) addRelated(condition, types);
  }
  return types.size > 0 ? types : undefined;
}

/** Whether a type is that of something declared in Terraform that is no resource. */
export function isDeclared(type: string): boolean {
  return type === 'module' || type === 'terraform' || /^(?:data|provider|terraform)\./.test(type);
}

function addRelated(condition: Condition | undefined, types: Set<string>): void {
  if (!condition) return;
  if ('all' in condition) for (const part of condition.all) addRelated(part, types);
  else if ('any' in condition) for (const part of condition.any) addRelated(part, types);
  else if ('not' in condition) addRelated(condition.not, types);
  else if ('related' in condition) {
    for (const type of [condition.related.type].flat()) if (isDeclared(type)) types.add(type);
    addRelated(condition.related.where, types);
  }
}
