import type { RuleFile } from '../src/engine/rule-file.ts';
import { applied } from '../src/fix/edits.ts';
import { proposeFixes } from '../src/fix/propose.ts';
import { unifiedDiff } from '../src/fix/unified-diff.ts';
import type { FixExamples, Rule, RuleExample } from '../src/model/rule.ts';
import { evaluate, type Language, readExample, sourcesOf } from '../test/examples.ts';

/**
 * What the fix of a rule does to its examples: of the first failing one in each language that can be mended in its
 * text, the difference. Needs the facts of `dist/data`.
 */
export async function fixExamplesOf({ rule, examples }: RuleFile): Promise<{ fixExamples?: FixExamples }> {
  if (!rule.fix?.set) return {};
  const cloudformation = await firstOf(rule, examples.fail, 'cloudformation');
  const terraform = await firstOf(rule, examples.fail, 'terraform');
  if (cloudformation === undefined && terraform === undefined) return {};
  return { fixExamples: { ...(cloudformation && { cloudformation }), ...(terraform && { terraform }) } };
}

async function firstOf(rule: Rule, examples: readonly RuleExample[], language: Language): Promise<string | undefined> {
  for (const example of examples) {
    const difference = example.fix ? undefined : await differenceOf(rule, example, language);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

async function differenceOf(rule: Rule, example: RuleExample, language: Language): Promise<string | undefined> {
  const sources = sourcesOf(example, language);
  if (!sources) return undefined;
  const unmarked = Object.entries(sources).map(
    ([path, text]) => [path, text.replace(/[ \t]*# expect:.*$/gm, '')] as const,
  );
  const input = await readExample(Object.fromEntries(unmarked), language);
  const evaluations = evaluate(rule, example, input);
  const { proposals } = proposeFixes({ evaluations, resources: input.resources, mayEdit: () => undefined });
  const { fix, document } = proposals[0] ?? {};
  if (!fix || !document) return undefined;
  const { path, text } = document.file;
  const edits = fix.edits.map(edit => ({ start: edit.span.start, end: edit.span.end, text: edit.text }));
  return unifiedDiff(path, text, applied(text, edits))
    .split('\n')
    .filter(line => !/^(?:---|\+\+\+|@@|\\) /.test(line))
    .join('\n')
    .trimEnd();
}
