import { groupBy } from '../model/groups.ts';
import { type Decline, isDeclined } from './decline.ts';
import { applied, type Document, openDocument } from './document.ts';
import type { Edit } from './mapping-edits.ts';
import { type Proposal, verifiedEdits } from './propose.ts';
import { isWhollyVerified, type Written } from './verification.ts';

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

/** In waves: of each declaration one proposal at a time, as its place is found again by name after each. */
function editFile(
  original: Document,
  proposals: readonly Proposal[],
  dropped: Map<Proposal, Decline>,
): { text: string; made: readonly Proposal[] } {
  const made: Proposal[] = [];
  let document: Document | undefined = original;
  for (const wave of wavesOf(proposals)) {
    const edits: Edit[] = [];
    for (const proposal of wave) {
      const found = verifiedEdits(document, proposal.place, proposal.target.wanted);
      if (isDeclined(found)) {
        if (found.decline === 'present') made.push(proposal);
        else dropped.set(proposal, found.decline);
        continue;
      }
      edits.push(...found);
      made.push(proposal);
    }
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

function wavesOf(proposals: readonly Proposal[]): readonly (readonly Proposal[])[] {
  const waves: Proposal[][] = [];
  const next = new Map<string, number>();
  for (const proposal of proposals) {
    const key = JSON.stringify(proposal.place);
    const number = next.get(key) ?? 0;
    next.set(key, number + 1);
    waves[number] ??= [];
    waves[number].push(proposal);
  }
  return waves;
}
