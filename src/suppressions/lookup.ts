import type { Evaluation } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import { countAtStart } from '../model/ordered.ts';
import type { SourceFile } from '../model/source.ts';
import { placesOf } from './matching.ts';
import type { Use } from './problems.ts';

/** A directive with the name in it that means the rule at hand. */
export interface NamedUse {
  readonly use: Use;
  readonly name: string;
}

/**
 * Finds the directives that can be about an evaluation without going through all of them. `all` are those that name
 * its rule; they come in the same order.
 */
export function lookupOf(all: readonly NamedUse[]): (evaluation: Evaluation) => readonly NamedUse[] {
  if (all.length < FEW) return () => all;
  const order = new Map(all.map((named, index) => [named, index]));
  const anywhere: NamedUse[] = [];
  const byAddress = new Map<string, NamedUse[]>();
  const byLine = new Map<SourceFile, Map<number, NamedUse[]>>();
  for (const named of all) {
    const { scope } = named.use.directive;
    if (scope.kind === 'resource') append(byAddress, scope.resource.address, named);
    else if (scope.kind === 'line' || scope.kind === 'inside') {
      const lines = byLine.get(scope.file) ?? new Map<number, NamedUse[]>();
      byLine.set(scope.file, lines);
      append(lines, scope.line, named);
    } else anywhere.push(named);
  }
  const sortedLines = new Map([...byLine].map(([file, lines]) => [file, [...lines.keys()].sort((a, b) => a - b)]));

  return evaluation => {
    const found = new Set([...anywhere, ...(byAddress.get(evaluation.resource?.address ?? '') ?? [])]);
    const take = (file: SourceFile, line: number) => {
      for (const named of byLine.get(file)?.get(line) ?? []) found.add(named);
    };
    const { starts, blocks } = placesOf(evaluation);
    for (const [file, lines] of starts) for (const line of lines) take(file, line);
    for (const { file, first, last } of blocks) {
      const lines = sortedLines.get(file) ?? [];
      for (let i = countAtStart(lines, each => each < first); i < lines.length && lines[i]! <= last; i++)
        take(file, lines[i]!);
    }
    return [...found].sort((a, b) => order.get(a)! - order.get(b)!);
  };
}

/** Going through so few is quicker than finding them. */
const FEW = 32;
