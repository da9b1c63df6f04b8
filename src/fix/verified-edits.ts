import type { Evaluation } from '../model/finding.ts';
import { groupBy } from '../model/groups.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import { type Document, editsAt, type Place } from './document.ts';
import type { Edit } from './edits.ts';
import { hasAnchors, isVerified } from './verification.ts';
import { mergedOf, type Wanted } from './wanted.ts';

/** What a finding wants of a declaration. */
interface Plan {
  readonly evaluation: Evaluation;
  readonly document: Document;
  readonly place: Place;
  readonly target: { readonly wanted: Wanted };
}

/**
 * Plans in groups that are made together: of one rule in one declaration, as of its items, or of what a loop makes of
 * it. A declaration of a thousand items is then not read a thousand times.
 */
export function groupsOf<T extends Plan>(plans: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return groupBy(plans, ({ evaluation, document, place }) =>
    JSON.stringify([document.file.path, place, evaluation.rule.id]),
  );
}

/** The edits of each plan by itself. */
export function plannedEdits<T extends Plan>(plans: readonly T[]): ReadonlyMap<T, readonly Edit[] | Declined> {
  const edits = new Map<T, readonly Edit[] | Declined>();
  for (const group of groupsOf(plans).values()) {
    const [{ document, place }] = group as [T];
    const isWhole = group.length > 1 && !isDeclined(verifiedEdits(document, place, wantedOf(group)));
    for (const plan of group) {
      const { wanted } = plan.target;
      edits.set(plan, isWhole ? editsAt(document, place, wanted, 'end') : verifiedEdits(document, place, wanted));
    }
  }
  return edits;
}

/** All that plans of one declaration want of it. */
export function wantedOf(plans: readonly Plan[]): Wanted {
  return mergedOf(plans.map(({ target }) => target.wanted));
}

/** The edits that change nothing but what is wanted; where the end of the text forbids it, new keys come first. */
export function verifiedEdits(document: Document, place: Place, wanted: Wanted): readonly Edit[] | Declined {
  for (const where of ['end', 'start'] as const) {
    const edits = editsAt(document, place, wanted, where);
    if (isDeclined(edits)) return edits;
    if (isVerified(document, { place, wanted }, edits)) return edits;
  }
  return declined(hasAnchors(document, place) ? 'alias' : 'unverified');
}
