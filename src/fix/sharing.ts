import type { Evaluation } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import { inputKey, type Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import { type Declined, declined } from './decline.ts';
import { anchorOf, type ItemAnchor, itemOf, itemsAt } from './shared-items.ts';

/** Answers whether a change of one block is wanted by all that is made of it. */
export interface Sharing {
  problemWith(evaluation: Evaluation, block: Span): Declined | undefined;
}

/** Resources by the block that they come from: `for_each`, modules, and satellites that serve several resources. */
export function sharingOf(resources: readonly Resource[], evaluations: readonly Evaluation[]): Sharing {
  const makers = new Map<string, Resource[]>();
  for (const resource of resources) {
    const blocks = new Set([resource.span, ...(resource.satellites ?? []).map(({ span }) => span)].map(keyOf));
    for (const block of blocks) append(makers, block, resource);
  }
  const failing = new Set(
    evaluations.flatMap(evaluation => {
      const { verdict, rule, resource, when } = evaluation;
      const isFailing = verdict === 'fail' && resource && when.length === 0;
      return isFailing ? [`${rule.id} ${idOf(resource)}`, `${rule.id} ${idOf(resource)} ${itemOf(evaluation)}`] : [];
    }),
  );
  const judge = (rule: string, type: string | undefined, block: string): Declined | undefined => {
    const made = (makers.get(block) ?? []).filter(each => each.type === type);
    if (!made.every(each => failing.has(`${rule} ${idOf(each)}`))) return declined('instances');
    const callers = new Set(
      made.map(({ calledFrom, input }) => [...calledFrom.map(({ span }) => keyOf(span)), input.dialect].join()),
    );
    return callers.size > 1 ? declined('callers') : undefined;
  };
  /** Of items: all that are made of the same part of the block must want to be changed. */
  const judgeItem = (rule: string, type: string, block: string, anchor: ItemAnchor): Declined | undefined => {
    for (const each of makers.get(block) ?? []) {
      const items = each.type === type ? itemsAt(anchor, each) : [];
      if (!items.every(item => failing.has(`${rule} ${idOf(each)} ${item}`))) return declined('items');
    }
    return undefined;
  };
  // The thousand instances of a block have one answer.
  const known = new Map<string, Declined | undefined>();
  const once = (question: string, answer: () => Declined | undefined) => {
    if (!known.has(question)) known.set(question, answer());
    return known.get(question);
  };
  return {
    problemWith: (evaluation, span) => {
      const { rule, resource } = evaluation;
      const block = keyOf(span);
      const question = [rule.id, resource?.type, block].join(' ');
      const problem = once(question, () => judge(rule.id, resource?.type, block));
      const item = itemOf(evaluation);
      if (problem || !resource || item === undefined) return problem;
      const anchor = anchorOf(item, resource);
      return once(`${question} ${anchor.starts.join()} ${anchor.names}`, () =>
        judgeItem(rule.id, resource.type, block, anchor),
      );
    },
  };
}

function keyOf({ file, start }: Span): string {
  return `${file.path}:${start}`;
}

function idOf({ input, id }: Resource): string {
  return `${inputKey(input)} ${id}`;
}
