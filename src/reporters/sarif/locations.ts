import type { CodeFlow, Location, LogicalLocation, Region as SarifRegion } from 'sarif';
import type { Evaluation } from '../../model/finding.ts';
import type { Resource } from '../../model/resource.ts';
import { regionOf, type SourceFile, type Span } from '../../model/source.ts';
import { propertyValue, textOf } from '../../model/value.ts';
import type { RelatedSpan } from '../../model/verdict.ts';
import { isInRepository, pathFromRoot, type Repository } from '../repository.ts';

/** Where a result is shown: always a file of the repository, as far as there is one. */
export interface Anchor {
  readonly file: SourceFile;
  readonly uri: string;
  readonly region: SarifRegion & { readonly startLine: number };
  /** The true place, where that is in a downloaded module or outside the repository. */
  readonly moved?: string;
}

/** GitHub shows at most 100 locations of a result, and links to none that the message does not name. */
const MAX_RELATED = 20;

/** The place itself, or the call in the repository through which a module from elsewhere came in. */
export function anchorOf(evaluation: Evaluation, repository: Repository): Anchor {
  const { span, calledFrom } = evaluation;
  if (isShown(span, repository)) return anchorAt(span, repository);
  const call = calledFrom.findLast(site => isShown(site.span, repository));
  if (!call) return anchorAt(span, repository);
  const { line } = regionOf(span);
  return {
    ...anchorAt(call.span, repository, true),
    moved: `${pathFromRoot(span.file.path, repository)} line ${line}`,
  };
}

export function locationIn(anchor: Anchor, evaluation: Evaluation): Location {
  const { resource } = evaluation;
  return {
    physicalLocation: {
      artifactLocation: { uri: anchor.uri, uriBaseId: '%SRCROOT%' },
      region: anchor.region,
    },
    ...(resource === null ? {} : { logicalLocations: logicalLocations(resource) }),
  };
}

/** The resource, and the construct of a CDK application that made it. */
function logicalLocations({ address, attributes }: Resource): LogicalLocation[] {
  const construct = textOf(propertyValue(attributes.properties.get('Metadata')?.value, 'aws:cdk:path'));
  return [
    { fullyQualifiedName: address, kind: 'resource' },
    ...(construct === undefined ? [] : [{ fullyQualifiedName: construct, kind: 'construct' }]),
  ];
}

/** Places that explain the result, numbered so that the message can link to them. */
export function relatedLocations(evaluation: Evaluation, repository: Repository): Location[] {
  const calls = evaluation.calledFrom.map(({ address, span }) => ({ span, message: `called as ${address}` }));
  return [...calls, ...evaluation.related]
    .filter(({ span }) => isShown(span, repository))
    .slice(0, MAX_RELATED)
    .map((place, index) => ({ id: index + 1, ...placeIn(place, repository) }));
}

/** The way that leads to a finding (role, policy, statement), as a flow of one thread; none for most rules. */
export function codeFlows({ related }: Evaluation, repository: Repository): CodeFlow[] {
  const steps = related.filter(({ step, span }) => step && isShown(span, repository)).slice(0, MAX_RELATED);
  if (steps.length < 2) return [];
  return [{ threadFlows: [{ locations: steps.map(place => ({ location: placeIn(place, repository) })) }] }];
}

function placeIn({ span, message }: RelatedSpan, repository: Repository): Location {
  const { uri, region } = anchorAt(span, repository);
  return {
    message: { text: message },
    physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region },
  };
}

export function anchorAt(span: Span, repository: Repository, firstLineOnly = false): Anchor {
  const { line, column, endLine, endColumn } = regionOf(span);
  const short = firstLineOnly && endLine > line;
  return {
    file: span.file,
    uri: uriOf(span.file.path, repository),
    region: {
      startLine: line,
      startColumn: column,
      endLine: short ? line : endLine,
      endColumn: short ? column + 1 : endColumn,
    },
  };
}

/** In the repository, and not in what `terraform init` downloaded into it. */
function isShown(span: Span, repository: Repository): boolean {
  const { path } = span.file;
  return isInRepository(path, repository) && !`/${path}`.includes('/.terraform/');
}

/**
 * Relative to the root of the repository, RFC 3986: code scanning rejects blanks, `./` and a colon in the first part.
 */
export function uriOf(path: string, repository: Repository): string {
  return pathFromRoot(path, repository).split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(wellFormed(segment)).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Without half surrogates, which have no UTF-8. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
