import type { Evaluation } from '../model/finding.ts';
import type { SourceFix } from '../model/fix.ts';
import { append } from '../model/groups.ts';
import { isTemplate, type Resource } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import { propertyValue } from '../model/value.ts';
import { type Decline, type Declined, declined, isDeclined } from './decline.ts';
import { descriptionOf } from './description.ts';
import { type Document, openDocument, type Place, placeAt } from './document.ts';
import type { Edit } from './edits.ts';
import { impactOf } from './impact.ts';
import { placedItems } from './item-places.ts';
import { leavesFor } from './leaves.ts';
import { refusalOf } from './prerequisites.ts';
import { lackIn } from './required-arguments.ts';
import { lackOfProperties } from './required-properties.ts';
import { type Sharing, sharingOf } from './sharing.ts';
import { type FixTarget, targetOf } from './target.ts';
import { plannedEdits } from './verified-edits.ts';
import type { Scalar } from './wanted.ts';

/** A finding that can be mended by an edit of the source. */
export interface Proposal {
  readonly evaluation: Evaluation;
  readonly target: FixTarget;
  readonly document: Document;
  readonly place: Place;
  readonly fix: SourceFix;
}

export interface Proposals {
  readonly proposals: readonly Proposal[];
  /** Findings for which there is no edit, and why. */
  readonly declined: ReadonlyMap<Evaluation, Declined>;
}

/** What fixes are looked for in. */
export interface FixRequest {
  readonly evaluations: readonly Evaluation[];
  readonly resources: readonly Resource[];
  /** Why a file is not edited, whatever is in it; undefined: it may be. */
  mayEdit(path: string): Decline | undefined;
}

/**
 * The edits that mend findings, each by itself and against the text as it was read. Nothing is edited that comes from
 * elsewhere, is shared with what does not fail, or would change the meaning of anything else: such findings are
 * declined with the reason.
 */
export function proposeFixes(request: FixRequest): Proposals {
  const sharing = sharingOf(request.resources, request.evaluations);
  const documents = new Map<SourceFile, Document | undefined>();
  const plans: Plan[] = [];
  const reasons = new Map<Evaluation, Declined>();
  for (const evaluation of request.evaluations) {
    if (evaluation.verdict !== 'fail') continue;
    const result = planOf(evaluation, request, sharing, documents);
    if (isDeclined(result)) reasons.set(evaluation, result);
    else plans.push(result);
  }
  const edits = plannedEdits(plans);
  const proposals = plans.flatMap(plan => {
    const found = edits.get(plan)!;
    if (!isDeclined(found)) return [proposalOf(plan, found)];
    reasons.set(plan.evaluation, found);
    return [];
  });
  const conflicting = conflictsIn(proposals);
  for (const { evaluation } of conflicting) reasons.set(evaluation, declined('conflict'));
  return { proposals: proposals.filter(proposal => !conflicting.has(proposal)), declined: reasons };
}

/** A proposal whose edits are to be found. */
type Plan = Omit<Proposal, 'fix'> & Pick<SourceFix, 'impact'>;

function planOf(
  evaluation: Evaluation,
  request: FixRequest,
  sharing: Sharing,
  documents: Map<SourceFile, Document | undefined>,
): Plan | Declined {
  const { resource, sets, input, when } = evaluation;
  if (!sets) return declined('no-fix');
  if (!resource) return declined('template');
  if (input.dialect === 'terraform-plan') return declined('plan');
  if (when.length > 0) return declined('conditional');
  if (isSynthesized(resource)) return declined('generated');
  const leaves = leavesFor(evaluation, resource.type);
  if (isDeclined(leaves)) return leaves;
  const excluded = refusalOf(resource.type, resource.properties, leaves);
  if (excluded) return excluded;
  const lacking = isTemplate(input) ? lackOfProperties(resource.type, resource.properties, leaves) : undefined;
  if (lacking) return lacking;
  const target = targetOf(resource, leaves);
  if (isDeclined(target)) return target;
  const { file, at, span, wanted } = target;
  const refusal = request.mayEdit(file.path);
  if (refusal) return declined(refusal);
  const problem = sharing.problemWith(evaluation, span);
  if (problem) return problem;
  if (!documents.has(file)) documents.set(file, openDocument(file));
  const document = documents.get(file);
  if (!document) return declined('unread');
  const place = declarationAt(document, at, resource);
  if (place === undefined) return declined('loop');
  const placed = placedItems(document, place, wanted);
  if (isDeclined(placed)) return placed;
  const lack = input.dialect === 'terraform' ? lackIn(document, place, placed) : undefined;
  if (lack) return lack;
  const impact = impactOf(resource.type, leaves);
  return { evaluation, target: { ...target, wanted: placed }, document, place, ...(impact && { impact }) };
}

function proposalOf({ impact, ...plan }: Plan, edits: readonly Edit[]): Proposal {
  const { file, leaves } = plan.target;
  const inOrder = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const fix: SourceFix = {
    description: descriptionOf(leaves),
    ...(impact && { impact }),
    edits: inOrder.map(({ start, end, text }) => ({ span: { file, start, end }, text })),
  };
  return { ...plan, fix };
}

/**
 * The block, or the entry of `Resources`: SAM names parts of a function after where they are written. Undefined of what
 * a loop of the template makes.
 */
function declarationAt(document: Document, at: number, { input }: Resource): Place | undefined {
  const place = placeAt(document, at);
  if (typeof place === 'number' || place === undefined || input.dialect === 'terraform') return place;
  const isDeclared =
    place[0] === 'Resources' && !place[1]?.startsWith('Fn::') && (place.length === 2 || input.dialect === 'sam');
  return isDeclared ? place.slice(0, 2) : undefined;
}

/** A template that the CDK has made names the construct of each resource. */
function isSynthesized({ attributes }: Resource): boolean {
  return propertyValue(attributes.properties.get('Metadata')?.value, 'aws:cdk:path') !== undefined;
}

/** Proposals that want different values in one place. */
function conflictsIn(proposals: readonly Proposal[]): ReadonlySet<Proposal> {
  const wanted = new Map<string, { readonly proposal: Proposal; readonly value: Scalar }[]>();
  for (const proposal of proposals) {
    const { target } = proposal;
    for (const { path, value } of target.leaves) {
      append(wanted, `${target.file.path}:${target.at} ${path.join('.')}`, { proposal, value });
    }
  }
  const conflicting = [...wanted.values()].filter(all => all.some(({ value }) => value !== all[0]!.value));
  return new Set(conflicting.flat().map(({ proposal }) => proposal));
}
