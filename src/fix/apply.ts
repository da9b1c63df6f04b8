import { groupBy } from '../model/groups.ts';
import { type Decline, isDeclined } from './decline.ts';
import { type Document, openDocument } from './document.ts';
import { applied, type Edit } from './edits.ts';
import type { Proposal } from './propose.ts';
import { isWhollyVerified, type Written } from './verification.ts';
import { groupsOf, verifiedEdits, wantedOf } from './verified-edits.ts';

/** What became of proposals: the new texts by path, and those that could not be made together with the others. */
export interface Applied {
  readonly texts: ReadonlyMap<string, string>;
  readonly made: readonly Proposal[];
  readonly dropped: ReadonlyMap<Proposal, Decline>;
}

/**
 * Makes proposals in their files, one after the other where they meet in a declaration. A proposal that another has
 * made already counts as made. A file that would not read the same but for what was wanted stays as it is.
 */
export function applyProposals(proposals: readonly Proposal[]): Applied {
  const byFile = groupBy(proposals, ({ document }) => document.file);
  const texts = new Map<string, string>();
  const made: Proposal[] = [];
  const dropped = new Map<Proposal, Decline>();
  for (const [file, inFile] of byFile) {
    const result = editFile(inFile[0]!.document, inFile, dropped);
    if (result.text === file.text) continue;
    const written: Written[] = result.made.map(({ place, target: { wanted } }) => ({ place, wanted }));
    if (isWhollyVerified(inFile[0]!.document, result.text, written)) {
      texts.set(file.path, result.text);
      made.push(...result.made);
    } else for (const proposal of result.made) dropped.set(proposal, 'unverified');
  }
  return { texts, made, dropped };
}

/** In waves: of each declaration one group of proposals at a time, as its place is found again by name after each. */
function editFile(
  original: Document,
  proposals: readonly Proposal[],
  dropped: Map<Proposal, Decline>,
): { text: string; made: readonly Proposal[] } {
  const made: Proposal[] = [];
  let document: Document | undefined = original;
  let queues = queuesOf(proposals);
  while (queues.length > 0) {
    const edits: Edit[] = [];
    for (const queue of queues) {
      const group = queue.shift()!;
      const found = verifiedEdits(document, group[0]!.place, wantedOf(group));
      if (!isDeclined(found)) edits.push(...found);
      if (!isDeclined(found) || found.decline === 'present') made.push(...group);
      // One of them may be what is wrong.
      else if (group.length > 1) queue.unshift(...group.map(proposal => [proposal]));
      else dropped.set(group[0]!, found.decline);
    }
    queues = queues.filter(queue => queue.length > 0);
    if (edits.length === 0) continue;
    const text = applied(document.file.text, edits);
    const next: Document | undefined = openDocument({ path: document.file.path, text });
    if (!next) {
      for (const proposal of made) dropped.set(proposal, 'unverified');
      return { text: original.file.text, made: [] };
    }
    document = next;
  }
  return { text: document.file.text, made };
}

/** Of each declaration the groups that are made one after the other. */
function queuesOf(proposals: readonly Proposal[]): (readonly Proposal[])[][] {
  const groups = [...groupsOf(proposals).values()];
  return [...groupBy(groups, ([first]) => JSON.stringify(first!.place)).values()];
}
