import type { Resource } from '../model/resource.ts';
import { isInside, lineStartsOf, positionAt, type Span, startOf } from '../model/source.ts';
import type { RelatedSpan } from '../model/verdict.ts';
import type { Answer } from './answer.ts';
import { declaredAt, hasPolicyElsewhere, isHome, isPolicyDocument } from './declared.ts';
import { pathOf, stepsOf, type Trail } from './trail.ts';

/** Where an answer is reported. */
export interface Place {
  readonly span: Span;
  readonly path?: string;
  readonly declaredIn?: string;
  readonly related: readonly RelatedSpan[];
}

/**
 * The place in the resource that decided an answer: the property where it is written on one line, its name where the
 * value is longer, the deepest object that is there where the property is absent, else the resource's name. Where the
 * value stands elsewhere (the default of a variable, a mapping), that place is related.
 */
export function placeOf(answer: Answer, resource: Resource): Place {
  const { found } = answer;
  const place = placeOfTrail(answer.at, resource);
  const { isDocument } = place;
  const related = answer.related ?? NONE;
  if (!found) {
    const declaredIn = place.declaredIn ?? declaredAt(place.span, resource);
    return { span: place.span, path: place.path, declaredIn, related: together(place.related, related) };
  }
  const path = found.path ?? place.path;
  const declaredIn = found.declaredIn ?? declaredAt(found.span, resource);
  const span = firstLine(found.span);
  if (isHome(found.span, resource)) return { span, path, declaredIn, related };
  if (isDocument || (declaredIn === undefined && hasPolicyElsewhere(resource))) {
    const uses = isDocument ? place.related : [{ span: resource.nameSpan, message: USED_HERE }];
    return { span, path, declaredIn, related: [...uses, ...related] };
  }
  if (declaredIn !== undefined) return { span, path, declaredIn, related };
  return { span: place.span, path, declaredIn: place.declaredIn, related: [comesFrom(found.span), ...related] };
}

const NONE: readonly RelatedSpan[] = [];

function together(first: readonly RelatedSpan[], second: readonly RelatedSpan[]): readonly RelatedSpan[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

/** Of a rule about a whole input: the start of its first file; of a module, of one of its own and not of what it calls. */
export function placeOfInput(answer: Answer, resources: readonly Resource[]): Place {
  const first = resources.find(({ calledFrom }) => calledFrom.length === 0) ?? resources[0]!;
  return {
    span: startOf((first.calledFrom[0] ?? first).span.file),
    path: answer.found?.path,
    related: answer.related ?? [],
  };
}

function placeOfTrail(at: Trail, resource: Resource): Place & { readonly isDocument: boolean } {
  let span = resource.nameSpan;
  let declaredIn: string | undefined;
  /** The property that another block declares: what is inside it stands there. */
  let declared: Span | undefined;
  let elsewhere: Span | undefined;
  let usedAt: Span | undefined;
  for (const step of stepsOf(at)) {
    if (!step.up) continue;
    const { property, value } = step;
    const own = property?.span ?? (step.items ? undefined : value?.span);
    if (!own || value?.defaulted || step.hidden) break;
    if (property?.declaredIn !== undefined) {
      declaredIn = property.declaredIn;
      declared = own;
    }
    const isDeclared = declared !== undefined && isInside(own, declared);
    const isHere = isDeclared || usedAt !== undefined || isHome(own, resource);
    if (elsewhere || !isHere) {
      elsewhere = own;
      continue;
    }
    const line = property && !isOneLine(own) ? property.nameSpan : firstLine(own);
    span = line;
    if (usedAt || !value || !property || isInside(value.span, own) || isHome(value.span, resource)) continue;
    if (isPolicyDocument(value) && step !== at) usedAt = line;
    else elsewhere = value.span;
  }
  const related = usedAt ? [{ span: usedAt, message: USED_HERE }] : elsewhere ? [comesFrom(elsewhere)] : NONE;
  return { span, path: pathOf(at), declaredIn, related, isDocument: usedAt !== undefined };
}

const USED_HERE = 'the policy is used here';

function comesFrom(span: Span): RelatedSpan {
  return { span: firstLine(span), message: 'the value comes from here' };
}

function isOneLine({ file, start, end }: Span): boolean {
  const next = lineStartsOf(file)[positionAt(file, start).line];
  return next === undefined || end <= next;
}

/** The part of a span on its first line. */
export function firstLine(span: Span): Span {
  const { file, start, end } = span;
  const next = lineStartsOf(file)[positionAt(file, start).line];
  if (next === undefined || end < next) return span;
  return { file, start, end: Math.max(start, start + file.text.slice(start, next).trimEnd().length) };
}
