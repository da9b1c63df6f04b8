import { loadBuiltInRules } from '../../src/engine/load.ts';
import { runRules } from '../../src/engine/run.ts';
import { applyProposals } from '../../src/fix/apply.ts';
import type { Decline } from '../../src/fix/decline.ts';
import { proposeFixes } from '../../src/fix/propose.ts';
import { buildGraph } from '../../src/model/graph.ts';
import type { Rule } from '../../src/model/rule.ts';
import { readExample } from '../examples.ts';

export interface Mending {
  /** The files that changed. */
  readonly texts: Readonly<Record<string, string>>;
  /** Why findings were left, by resource. */
  readonly declined: Readonly<Record<string, Decline>>;
}

/** A rule of a test, of which only the parts in question are given. */
export function ruleSetting(id: string, parts: Pick<Rule, 'resources' | 'require' | 'fix'> & Partial<Rule>): Rule {
  const words = { title: id, message: id, rationale: id, remediation: id, category: 'configuration', service: 'test' };
  const none = { references: [], aliases: [], frameworks: {}, profile: null, parameters: {} };
  return { id, severity: 'high', scope: 'resource', ...words, ...none, ...parts };
}

/** What the fixes of the named rules make of some files, the first of which is the template. */
export async function mend(
  files: Readonly<Record<string, string>>,
  ...rules: readonly (string | Rule)[]
): Promise<Mending> {
  const isTerraform = Object.keys(files).some(path => /\.tf(?:\.json)?$/.test(path));
  const input = await readExample(files, isTerraform ? 'terraform' : 'cloudformation');
  const builtIn = rules.some(rule => typeof rule === 'string') ? loadBuiltInRules() : [];
  const asked = rules.map(rule => (typeof rule === 'string' ? builtIn.find(({ id }) => id === rule) : rule)!);
  if (asked.includes(undefined!)) throw new Error(`no such rules: ${rules.join(', ')}`);
  const evaluations = runRules(asked, buildGraph(input.resources, [input.info]));
  const { proposals, declined } = proposeFixes({ evaluations, resources: input.resources, mayEdit: () => undefined });
  const { texts, dropped } = applyProposals(proposals);
  const reasons = [
    ...[...declined].map(([evaluation, { decline }]) => [evaluation.resource?.address ?? '', decline] as const),
    ...[...dropped].map(([{ evaluation }, decline]) => [evaluation.resource?.address ?? '', decline] as const),
  ];
  return { texts: Object.fromEntries(texts), declined: Object.fromEntries(reasons) };
}

/** The same of one file, of which only the text is of interest. */
export async function mended(path: string, text: string, ...rules: readonly (string | Rule)[]): Promise<string> {
  const { texts, declined } = await mend({ [path]: text }, ...rules);
  if (texts[path] === undefined) throw new Error(`nothing was changed: ${JSON.stringify(declined)}`);
  return texts[path];
}
