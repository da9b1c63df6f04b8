import type { Graph } from '../../model/graph.ts';
import { chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { InputInfo } from '../../model/resource.ts';
import type { Value } from '../../model/value.ts';
import { textOf } from '../../model/value.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';
import { isGoBetween } from '../go-betweens.ts';
import { identity } from './same-value.ts';

/** Questions about the names of buckets. */
export const bucketNamePredicates: Readonly<Record<string, Predicate>> = {
  's3.bucket-elsewhere': bucketElsewhere,
  's3.name-has-dot': nameHasDot,
};

/** Passes where the bucket that `Bucket` names is none of those in the same input. */
function bucketElsewhere(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const found = chosenProperty(resource.properties, 'Bucket', subject);
  if (!found) return { verdict: 'fail', span: resource.nameSpan, reason: 'no bucket is named' };
  const { span, writtenAs } = found.property;
  const target = found.value.kind === 'reference' ? graph.resolve(resource, found.value) : undefined;
  const here =
    found.value.kind === 'reference'
      ? target !== undefined && !isGoBetween(target.type)
      : namesOfBuckets(graph, resource.input).has(identity(found.value, UNDECIDED));
  return here
    ? { verdict: 'fail', span, reason: `${writtenAs} names a bucket of these files` }
    : { verdict: 'pass', span, reason: `${writtenAs} names a bucket that is not in these files` };
}

const UNDECIDED = { assume: () => undefined };

/** What the buckets of an input are called, as texts that can be compared. */
function namesOfBuckets(graph: Graph, input: InputInfo): ReadonlySet<string> {
  const names = bucketNames.get(graph) ?? new Map<InputInfo, Set<string>>();
  bucketNames.set(graph, names);
  let own = names.get(input);
  if (!own) {
    own = new Set();
    for (const bucket of graph.inInput(input)) {
      if (bucket.type !== 'AWS::S3::Bucket') continue;
      const name = bucket.properties.properties.get('BucketName')?.value;
      if (name) own.add(identity(name, UNDECIDED));
    }
    names.set(input, own);
  }
  return own;
}

const bucketNames = new WeakMap<Graph, Map<InputInfo, Set<string>>>();

/** What the service fills in and which never has a dot: account, region, stack name. */
const WITHOUT_DOT =
  /AWS::(AccountId|Region|StackName|Partition)$|\b(account_id|region|partition)\b|terraform\.workspace/;

/** Passes where the name of the bucket has a dot; a name that the service makes up has none. */
function nameHasDot(subject: PredicateSubject): Outcome {
  const found = chosenProperty(subject.resource.properties, 'BucketName', subject);
  if (!found) return { verdict: 'fail', span: subject.resource.nameSpan, reason: 'S3 makes the name up' };
  const { writtenAs, span } = found.property;
  const verdict = hasDot(found.value);
  const says = { pass: 'has a dot', fail: 'has no dot', unknown: 'is not known' }[verdict];
  return { verdict, span, reason: `${writtenAs} ${says}` };
}

function hasDot(value: Value): Verdict {
  const text = textOf(value);
  if (text !== undefined) return text.includes('.') ? 'pass' : 'fail';
  if (value.kind === 'template') {
    const parts = value.parts.map(part =>
      typeof part === 'string' ? (part.includes('.') ? 'pass' : 'fail') : hasDot(part),
    );
    return parts.includes('pass') ? 'pass' : parts.includes('unknown') ? 'unknown' : 'fail';
  }
  if (value.kind === 'unknown') return WITHOUT_DOT.test(value.missing) ? 'fail' : 'unknown';
  return 'unknown';
}
