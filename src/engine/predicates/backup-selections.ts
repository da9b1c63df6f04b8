import { cloudFormationType } from '../../facts/cloudformation.ts';
import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, objectOf, textOf, type Value } from '../../model/value.ts';
import { allOf, anyOf, type Outcome, type Verdict } from '../../model/verdict.ts';
import { wildcardMatch } from '../../model/wildcard.ts';
import { identity } from './same-value.ts';
import { readTags, type Tags } from './tags.ts';

/** Questions about what the plans of AWS Backup save. */
export const backupSelectionPredicates: Readonly<Record<string, Predicate>> = {
  'backup.selected-by-pattern': selectedByPattern,
};

/**
 * Passes where a selection of the same input takes the resource by a wildcard or by a tag; `with.arn` is what the ARNs
 * of its kind say, `ec2:volume/`. One of several tags is enough; conditions must all hold.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
function selectedByPattern(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const tags = tagsOf(subject);
  const verdicts: Verdict[] = [];
  for (const selection of graph.ofType('AWS::Backup::BackupSelection')) {
    if (selection.input !== resource.input) continue;
    const verdict = selects(selection, tags, subject);
    const related = [{ span: selection.nameSpan, message: 'the selection' }];
    if (verdict === 'pass')
      return { verdict, span: resource.nameSpan, reason: `${selection.address} selects it`, related };
    verdicts.push(verdict);
  }
  const verdict = anyOf(verdicts);
  const reason = verdict === 'unknown' ? 'a selection may take it' : 'no selection takes it by a wildcard or a tag';
  return { verdict, span: resource.nameSpan, reason };
}

function tagsOf(subject: PredicateSubject): Tags {
  const name = cloudFormationType(subject.resource.type)?.tags?.property ?? 'Tags';
  return readTags(chosenProperty(subject.resource.properties, name, subject)?.value, subject);
}

function selects(selection: Resource, tags: Tags, subject: PredicateSubject): Verdict {
  const found = chosenProperty(selection.properties, 'BackupSelection', subject)?.value;
  if (!objectOf(found)) return 'unknown';
  const wanted = itemsOf(found, 'ListOfTags', subject);
  const arns = itemsOf(found, 'Resources', subject);
  const narrowing = narrowed(found, tags, subject);
  const taken: Verdict[] = [
    ...wanted.map(item => hasTag(tags, item, subject)),
    ...arns.map(item => coversKind(item, subject)),
  ];
  if (taken.length === 0 && narrowing.length > 0) taken.push('unknown');
  return allOf([anyOf(taken), ...narrowing]);
}

/** Conditions must all hold; of those, and of the exceptions, only equal tags are decided. */
function narrowed(selection: Value | undefined, tags: Tags, subject: PredicateSubject): Verdict[] {
  const verdicts: Verdict[] = itemsOf(selection, 'NotResources', subject).map(() => 'unknown');
  const conditions = chosenProperty(selection, 'Conditions', subject)?.value;
  if (!conditions) return verdicts;
  const properties = objectOf(conditions)?.properties;
  if (!properties) return [...verdicts, 'unknown'];
  for (const name of properties.keys()) {
    for (const item of itemsOf(conditions, name, subject))
      verdicts.push(name === 'StringEquals' ? hasTag(tags, item, subject) : 'unknown');
  }
  return verdicts;
}

function itemsOf(holder: Value | undefined, name: string, subject: PredicateSubject): readonly (Value | undefined)[] {
  const value = chosenProperty(holder, name, subject)?.value;
  const items = value ? (listOf(value)?.items ?? [value]) : [];
  return items.map(item => chosen(item, subject));
}

function hasTag(tags: Tags, wanted: Value | undefined, subject: PredicateSubject): Verdict {
  const key = textOf(chosenProperty(wanted, 'ConditionKey', subject)?.value)?.replace(/^aws:ResourceTag\//, '');
  const value = chosenProperty(wanted, 'ConditionValue', subject)?.value;
  if (key === undefined || !value) return 'unknown';
  const own = tags.values.get(key);
  if (!own) return tags.missing === undefined ? 'fail' : 'unknown';
  if (identity(own, subject) === identity(value, subject)) return 'pass';
  return textOf(own) === undefined || textOf(value) === undefined ? 'unknown' : 'fail';
}

const HOLE = '\u0000';

/** Whether an ARN with wildcards stands for every resource of the kind; which region and account it is does not matter. */
function coversKind(item: Value | undefined, subject: PredicateSubject): Verdict {
  if (item?.kind === 'reference') return 'fail';
  const text = shown(item);
  if (text === undefined) return 'unknown';
  const [service, kind] = String(subject.with['arn']).split(':');
  const [arn, , ofService, , , ...rest] = text.split(':');
  if (!text.includes('*')) return text === HOLE ? 'unknown' : 'fail';
  const pattern = rest.length === 0 ? text : `${arn}:*:${ofService}:*:*:${rest.join(':')}`;
  if (wildcardMatch(pattern, `arn:aws:${service}:region:account:${kind}any`)) return 'pass';
  return rest.join(':').includes(HOLE) || ofService?.includes(HOLE) ? 'unknown' : 'fail';
}

function shown(item: Value | undefined): string | undefined {
  if (item?.kind !== 'template') return textOf(item);
  return item.parts.map(part => (typeof part === 'string' ? part : HOLE)).join('');
}
