import type { Graph } from '../model/graph.ts';
import { chosenProperty, type PredicateSubject } from '../model/predicate.ts';
import { inputKey, type Resource } from '../model/resource.ts';
import { propertyValue, textOf } from '../model/value.ts';
import type { Outcome } from '../model/verdict.ts';

/** Passes where no access key of the same user is declared before this one, but those that are inactive. */
export function isOnlyActiveKey(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const user = chosenProperty(resource.properties, 'UserName', subject);
  const span = user?.property.span ?? resource.nameSpan;
  if (isInactive(resource, subject)) return { verdict: 'pass', span, reason: 'the key is inactive' };
  const identity = userOf(resource);
  if (identity === undefined) return { verdict: 'pass', span, reason: 'no other key is known to be of the same user' };
  const all = keysByUser(graph).get(identity) ?? [];
  const others = all.slice(0, all.indexOf(resource)).filter(other => !isInactive(other, subject));
  const [first] = others;
  if (!first) return { verdict: 'pass', span, reason: 'it is the first active key of its user' };
  const related = [{ span: first.nameSpan, message: 'another active key of the user' }];
  const mayExist = first.exists === 'unknown' && resource.exists === 'yes';
  return {
    verdict: mayExist ? 'unknown' : 'fail',
    span,
    reason: `${first.address} is a key of the same user`,
    related,
  };
}

function isInactive(key: Resource, subject: PredicateSubject): boolean {
  return textOf(chosenProperty(key.properties, 'Status', subject)?.value)?.toLowerCase() === 'inactive';
}

const known = new WeakMap<Graph, Map<string, Resource[]>>();

function keysByUser(graph: Graph): Map<string, Resource[]> {
  const found = known.get(graph) ?? new Map<string, Resource[]>();
  if (known.has(graph)) return found;
  known.set(graph, found);
  for (const key of graph.ofType('AWS::IAM::AccessKey')) {
    const user = userOf(key);
    if (user !== undefined) found.set(user, [...(found.get(user) ?? []), key]);
  }
  return found;
}

/** Equal for keys of one user; undefined where the user is not known. */
function userOf(key: Resource): string | undefined {
  const user = propertyValue(key.properties, 'UserName');
  if (user?.kind === 'reference') return `${inputKey(key.input)} @${user.target}`;
  const name = textOf(user);
  return name === undefined ? undefined : `${inputKey(key.input)} ${name}`;
}
