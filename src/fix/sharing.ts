import type { Evaluation } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import { inputKey, type Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import { type Declined, declined } from './decline.ts';

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
    evaluations.flatMap(({ verdict, rule, resource, when }) =>
      verdict === 'fail' && resource && when.length === 0 ? [`${rule.id} ${idOf(resource)}`] : [],
    ),
  );
  const judge = (rule: string, type: string | undefined, block: string): Declined | undefined => {
    const made = (makers.get(block) ?? []).filter(each => each.type === type);
    if (!made.every(each => failing.has(`${rule} ${idOf(each)}`))) return declined('instances');
    const callers = new Set(
      made.map(({ calledFrom, input }) => [...calledFrom.map(({ span }) => keyOf(span)), input.dialect].join()),
    );
    return callers.size > 1 ? declined('callers') : undefined;
  };
  // The thousand instances of a block have one answer.
  const known = new Map<string, Declined | undefined>();
  return {
    problemWith: ({ rule, resource }, block) => {
      const question = [rule.id, resource?.type, keyOf(block)].join(' ');
      if (!known.has(question)) known.set(question, judge(rule.id, resource?.type, keyOf(block)));
      return known.get(question);
    },
  };
}

function keyOf({ file, start }: Span): string {
  return `${file.path}:${start}`;
}

function idOf({ input, id }: Resource): string {
  return `${inputKey(input)} ${id}`;
}
