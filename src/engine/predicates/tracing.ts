import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, textOf, type Value } from '../../model/value.ts';
import { anyOf, type Outcome, type Verdict } from '../../model/verdict.ts';
import { wildcardMatch } from '../../model/wildcard.ts';
import { isGoBetween } from '../go-betweens.ts';

/** Questions about the traces that containers send. */
export const tracingPredicates: Readonly<Record<string, Predicate>> = {
  'ecs.sends-traces': sendsTraces,
};

const SIDECARS = /xray-daemon|aws-otel-collector|opentelemetry-collector|cloudwatch-agent|datadog\/agent/;
/** The last parts of their repositories' names. */
const REPOSITORIES = [
  'xray-daemon',
  'aws-xray-daemon',
  'aws-otel-collector',
  'opentelemetry-collector',
  'opentelemetry-collector-contrib',
  'cloudwatch-agent',
  'agent',
];
const VARIABLES = /^(?:OTEL_|AWS_XRAY_|DD_TRACE_|DD_AGENT_HOST$)/;

/**
 * Passes where a container of the task is a sidecar for traces, or variables of one configure a library that sends
 * them.
 */
function sendsTraces(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const span = resource.nameSpan;
  const found = chosenProperty(resource.properties, 'ContainerDefinitions', subject);
  const containers = listOf(found?.value);
  if (!containers) {
    if (!found) return { verdict: 'fail', span, reason: 'it has no containers' };
    return { verdict: 'unknown', span: found.property.span, reason: 'its containers are not known' };
  }
  let doubt: Outcome | undefined;
  for (const item of containers.items) {
    const { verdict, at } = traces(item, subject);
    if (verdict === 'pass') return { verdict, span, reason: 'one of its containers sends traces' };
    if (verdict === 'unknown') doubt ??= { verdict, span: at, reason: 'whether a container sends traces is not known' };
  }
  if (doubt) return doubt;
  if (containers.open) return { verdict: 'unknown', span, reason: 'it may have more containers than the files show' };
  return { verdict: 'fail', span, reason: 'none of its containers sends traces' };
}

function traces(container: Value, subject: PredicateSubject): { verdict: Verdict; at: Outcome['span'] } {
  const settled = chosen(container, subject);
  if (settled?.kind !== 'object') return { verdict: 'unknown', at: container.span };
  const image = chosenProperty(settled, 'Image', subject);
  const variables = listOf(chosenProperty(settled, 'Environment', subject)?.value)?.items ?? [];
  const names = variables.map(item => textOf(chosenProperty(item, 'Name', subject)?.value));
  if (names.some(name => name !== undefined && VARIABLES.test(name))) return { verdict: 'pass', at: container.span };
  const verdict = image ? isSidecar(image.value, subject.resource, subject) : 'fail';
  return { verdict, at: image?.property.span ?? container.span };
}

/** An image of a repository of these files is the project's own, and no sidecar. */
function isSidecar(image: Value, from: Resource, subject: PredicateSubject): Verdict {
  const text = textOf(image);
  if (text !== undefined) return SIDECARS.test(text) ? 'pass' : 'fail';
  if (image.kind === 'reference') {
    const repository = subject.graph.resolve(from, image);
    return repository && !isGoBetween(repository.type) ? 'fail' : 'unknown';
  }
  if (image.kind !== 'template') return 'unknown';
  const known = image.parts.map(part => (typeof part === 'string' ? part : '?')).join('');
  if (SIDECARS.test(known)) return 'pass';
  // The registry's account and region say nothing, if the repository is known.
  const name = known.slice(known.indexOf('/') + 1);
  if (known.includes('/') && !name.replace(/[:@][^/]*$/, '').includes('?')) return 'fail';
  if (!maybeRepository(name.replace(/[:@].*$/, ''))) return 'fail';
  return anyOf(image.parts.map(part => (typeof part === 'string' ? 'fail' : isSidecar(part, from, subject))));
}

/** Whether a name with `?` for what is not known can be that of a sidecar: `shop-?-api` cannot. */
function maybeRepository(name: string): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return REPOSITORIES.some(repository => wildcardMatch(last.replaceAll('?', '*'), repository));
}
