import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RuleFile, readRuleFolder } from '../../src/engine/rule-file.ts';
import type { Decline } from '../../src/fix/decline.ts';
import { applied } from '../../src/fix/edits.ts';
import { type Proposal, proposeFixes } from '../../src/fix/propose.ts';
import type { RuleExample } from '../../src/model/rule.ts';
import { evaluate, type Language, readExample, sourcesOf } from '../examples.ts';
import { folder } from '../folder.ts';

const { files } = readRuleFolder(fileURLToPath(new URL('../../rules', import.meta.url)));
const LANGUAGES: readonly Language[] = ['cloudformation', 'terraform'];
const hasTerraform = spawnSync('terraform', ['version']).status === 0;

interface Attempt {
  readonly name: string;
  readonly file: RuleFile;
  readonly example: RuleExample;
  readonly language: Language;
  readonly sources: Readonly<Record<string, string>>;
  /** One for each finding. */
  readonly results: readonly (Proposal | Decline)[];
}

/** Every finding of every failing example of a rule with a fix, in both languages. */
async function attempts(): Promise<readonly Attempt[]> {
  const found: Attempt[] = [];
  for (const file of files.filter(({ rule }) => rule.fix?.set)) {
    for (const example of file.examples.fail) {
      for (const language of LANGUAGES) {
        const sources = sourcesOf(example, language);
        if (!sources) continue;
        const input = await readExample(sources, language);
        const evaluations = evaluate(file.rule, example, input);
        const { proposals, declined } = proposeFixes({
          evaluations,
          resources: input.resources,
          mayEdit: () => undefined,
        });
        const results = [...proposals, ...[...declined.values()].map(({ decline }) => decline)];
        found.push({ name: `${file.rule.id} ${language}: ${example.case}`, file, example, language, sources, results });
      }
    }
  }
  return found;
}

/** The file that a fix changes, afterwards. */
function edited({ document, fix }: Proposal): string {
  const edits = fix.edits.map(({ span, text }) => ({ start: span.start, end: span.end, text }));
  return applied(document.file.text, edits);
}

describe('the fixes of all rules, in the text of their examples', () => {
  let all: readonly Attempt[] = [];
  const proposals = () =>
    all.flatMap(attempt =>
      attempt.results.flatMap(proposal => (typeof proposal === 'string' ? [] : [{ attempt, proposal }])),
    );

  beforeAll(async () => {
    all = await attempts();
  });

  test('are edits for at least nine of ten findings, and the others are declined for these reasons', () => {
    const reasons: Partial<Record<Decline, number>> = {};
    // Where an example says that nothing can be set, none is expected.
    const wanted = all.filter(({ example }) => !example.fix).flatMap(({ results }) => results);
    for (const result of wanted) if (typeof result === 'string') reasons[result] = (reasons[result] ?? 0) + 1;
    const made = wanted.filter(result => typeof result !== 'string');
    expect(made.length / wanted.length).toBeGreaterThan(0.9);
    // Of these there are cases in which nothing could be right: the others are gaps.
    const known = new Set(['elsewhere', 'excluded', 'new-resource', 'no-argument', 'no-fix', 'several']);
    expect(Object.keys(reasons).filter(reason => !known.has(reason))).toEqual([]);
    expect((reasons['no-argument'] ?? 0) + (reasons.several ?? 0)).toBeLessThanOrEqual(8);
  });

  test('leave no finding of the rule where it was, and bring no other, but where the example says so', async () => {
    const wrong: string[] = [];
    for (const { attempt, proposal } of proposals()) {
      const { file, example, language, sources } = attempt;
      const path = proposal.document.file.path;
      const input = await readExample({ ...sources, [path]: edited(proposal) }, language);
      const errors = input.diagnostics.filter(({ severity }) => severity === 'error');
      const left = evaluate(file.rule, example, input).filter(
        ({ verdict }) => verdict === 'fail' || verdict === 'unknown',
      );
      const others = attempt.results.length - 1;
      const stays = left.some(({ resource }) => resource?.id === proposal.evaluation.resource?.id);
      if (errors.length > 0 || left.length > others || (stays && others === 0)) {
        if (!example.fix) wrong.push(`${attempt.name}\n${edited(proposal)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('change only the lines of the edit, and in them only what is set or its alignment', () => {
    const wrong: string[] = [];
    for (const { attempt, proposal } of proposals()) {
      const before = proposal.document.file.text;
      const after = edited(proposal);
      const kept = withoutSpace(after);
      // What was there is still there in its order, but for values that were replaced.
      const replaced = proposal.fix.edits.filter(
        ({ span, text }) =>
          span.start === span.end ||
          (withoutSpace(before.slice(span.start, span.end)) !== '' && withoutSpace(text) !== '='),
      );
      const pieces = piecesAround(
        before,
        replaced.map(({ span }) => span),
      );
      let at = 0;
      for (const piece of pieces) {
        // Something may have come between two braces.
        for (const word of piece.split(/\s+|(?<=\{)(?=\})/)) {
          const found = word === '' ? at : kept.indexOf(word, at);
          if (found < 0) wrong.push(`${attempt.name}\n${after}`);
          at = found + word.length;
        }
      }
      const comments = (text: string) => [...text.matchAll(/#.*$/gm)].map(([comment]) => comment);
      if (comments(before).join() !== comments(after).join()) wrong.push(`${attempt.name}: comments`);
    }
    expect(wrong).toEqual([]);
  });

  test.skipIf(!hasTerraform)(
    'keep the style of terraform fmt',
    () => {
      const inTerraform = proposals().filter(({ attempt }) => attempt.language === 'terraform');
      const texts = inTerraform.map(({ proposal }) => [proposal.document.file.text, edited(proposal)] as const);
      const unformatted = (which: 0 | 1) => {
        const root = folder(Object.fromEntries(texts.map((pair, index) => [`${index}.tf`, pair[which]])));
        const { status, stdout } = spawnSync('terraform', ['fmt', '-check', '-recursive', root], { encoding: 'utf8' });
        expect([0, 3]).toContain(status);
        return new Set(stdout.split('\n').flatMap(line => /(\d+)\.tf$/.exec(line)?.[1] ?? []));
      };
      const before = unformatted(0);
      expect([...unformatted(1)].filter(index => !before.has(index)).map(index => texts[Number(index)]![1])).toEqual(
        [],
      );
      expect(texts.length - before.size).toBeGreaterThan(200);
    },
    60_000,
  );
});

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

function piecesAround(text: string, spans: readonly { start: number; end: number }[]): readonly string[] {
  let at = 0;
  const pieces = spans.map(({ start, end }) => {
    const piece = text.slice(at, start);
    at = end;
    return piece;
  });
  return [...pieces, text.slice(at)];
}
