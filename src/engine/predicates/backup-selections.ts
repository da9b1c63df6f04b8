import { cloudFormationType } from '../../facts/cloudformation.ts';
import { eachReference } from '../../model/graph.ts';
import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { inSameRegion } from '../../model/region.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, textOf, type Value } from '../../model/value.ts';
import { allOf, anyOf, negate, type Outcome, type Verdict } from '../../model/verdict.ts';
import { wildcardMatch } from '../../model/wildcard.ts';
import { besideOf } from './beside.ts';
import { readTags, type Tags } from './tags.ts';

/** Questions about what the plans of AWS Backup select. */
export const backupSelectionPredicates: Readonly<Record<string, Predicate>> = {
  'backup.selected-by-pattern': selectedByPattern,
};

/**
 * Passes where a selection of the same input takes the resource by a pattern of ARNs or by its tags,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html. Selections that name it are references,
 * which rules ask for themselves. Unknown where no selection is among the files.
 */
function selectedByPattern(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const span = resource.nameSpan;
  const selections = besideOf('AWS::Backup::BackupSelection', subject);
  if ('verdict' in selections) return selections;
  if (selections.length === 0)
    return { verdict: 'unknown', span, reason: 'no selection of AWS Backup is among these files' };
  const property = cloudFormationType(resource.type)?.tags?.property ?? 'Tags';
  const tags = readTags(chosenProperty(resource.properties, property, subject)?.value, subject);
  // A plan backs up what is in its region.
  const verdicts = verdictsOf(selections, tags, subject).map((verdict, index) =>
    verdict === 'fail' ? verdict : allOf([inSameRegion(selections[index]!, resource), verdict]),
  );
  const verdict = anyOf(verdicts);
  const decisive = selections.filter((_, index) => verdicts[index] === verdict).slice(0, MAX_SHOWN);
  const related = decisive.map(({ nameSpan, address }) => ({ span: nameSpan, message: `the selection ${address}` }));
  return { verdict, span, reason: REASONS[verdict], related };
}

const MAX_SHOWN = 8;

const REASONS: Readonly<Record<Verdict, string>> = {
  pass: 'a selection takes it',
  fail: 'no selection takes it',
  unknown: 'whether a selection takes it depends on what is not in the files',
};

/** What each selection says: of all that have the type, the name and the tags the same, but for those that it names. */
function verdictsOf(selections: readonly Resource[], tags: Tags, subject: PredicateSubject): readonly Verdict[] {
  const { resource } = subject;
  const { answers, naming } = knownOf(selections, subject.graph);
  // What the provider ignores is said of each tag for itself.
  let isAlone = resource.ignoredTags !== undefined;
  const assume = (name: string) => {
    isAlone = true;
    return subject.assume(name);
  };
  const name = nameOf(resource, { ...subject, assume });
  const texts = [...tags.values].map(([key, value]) => [key, textOf(value)]);
  const key = JSON.stringify([resource.type, name, tags.elsewhere(''), texts]);
  let verdicts = isAlone ? undefined : answers.get(key);
  if (!verdicts) {
    const stranger = { ...subject, assume, resource: { ...resource } };
    verdicts = selections.map(selection => selects(selection, tags, stranger));
    if (!isAlone) answers.set(key, verdicts);
  }
  const namedBy = naming.get(resource);
  return namedBy
    ? verdicts.map((verdict, index) =>
        namedBy.has(selections[index]!) ? selects(selections[index]!, tags, subject) : verdict,
      )
    : verdicts;
}

/** What is known of the selections of an input. */
interface Known {
  readonly answers: Map<string, readonly Verdict[]>;
  /** The selections that refer to a resource. */
  readonly naming: ReadonlyMap<Resource, ReadonlySet<Resource>>;
}

function knownOf(selections: readonly Resource[], graph: PredicateSubject['graph']): Known {
  let found = known.get(selections);
  if (!found) {
    const naming = new Map<Resource, Set<Resource>>();
    for (const selection of selections) {
      eachReference(selection.properties, '', reference => {
        const named = graph.resolve(selection, reference);
        if (named) naming.set(named, (naming.get(named) ?? new Set()).add(selection));
      });
    }
    found = { answers: new Map(), naming };
    known.set(selections, found);
  }
  return found;
}

const known = new WeakMap<readonly Resource[], Known>();

function selects(selection: Resource, tags: Tags, subject: PredicateSubject): Verdict {
  const said = chosenProperty(selection.properties, 'BackupSelection', subject)?.value;
  const patterns = chosenProperty(said, 'Resources', subject)?.value;
  const listed = chosenProperty(said, 'ListOfTags', subject)?.value;
  const excluded = chosenProperty(said, 'NotResources', subject)?.value;
  const conditions = chosenProperty(said, 'Conditions', subject)?.value;
  const byPattern = anyItem(patterns, item => covers(item, selection, subject), subject);
  const byTag = anyItem(listed, item => hasTag('StringEquals', item, tags, subject), subject);
  let taken: Verdict = excluded || conditions ? 'pass' : 'fail';
  if (patterns && listed) taken = byPattern === byTag ? byPattern : 'unknown';
  else if (patterns) taken = byPattern;
  else if (listed) taken = byTag;
  const out = anyItem(excluded, item => covers(item, selection, subject), subject);
  return allOf([taken, negate(out), meets(conditions, tags, subject)]);
}

/** No list: fail. */
function anyItem(value: Value | undefined, test: (item: Value) => Verdict, subject: PredicateSubject): Verdict {
  if (!value) return 'fail';
  const list = listOf(value);
  if (!list) return 'unknown';
  const items = list.items.map(item => chosen(item, subject)).filter(item => item !== undefined);
  return anyOf([...items.map(test), ...(list.open ? (['unknown'] as const) : [])]);
}

const OPERATORS = ['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike'] as const;
type Operator = (typeof OPERATORS)[number];

/** All conditions must hold. */
function meets(conditions: Value | undefined, tags: Tags, subject: PredicateSubject): Verdict {
  if (!conditions) return 'pass';
  if (conditions.kind !== 'object') return 'unknown';
  return allOf(
    OPERATORS.flatMap(operator => {
      const value = chosenProperty(conditions, operator, subject)?.value;
      const list = listOf(value);
      if (!list) return value ? ['unknown' as const] : [];
      return list.items.map(item => hasTag(operator, chosen(item, subject), tags, subject));
    }),
  );
}

/** Whether the tag that a condition asks for is on the resource. */
function hasTag(operator: Operator, item: Value | undefined, tags: Tags, subject: PredicateSubject): Verdict {
  if (operator === 'StringNotEquals') return negate(hasTag('StringEquals', item, tags, subject));
  if (operator === 'StringNotLike') return negate(hasTag('StringLike', item, tags, subject));
  const key = textOf(chosenProperty(item, 'ConditionKey', subject)?.value)?.replace(/^aws:ResourceTag\//, '');
  const wanted = textOf(chosenProperty(item, 'ConditionValue', subject)?.value);
  if (key === undefined) return 'unknown';
  if (!tags.values.has(key)) return tags.elsewhere(key) === undefined ? 'fail' : 'unknown';
  const text = textOf(tags.values.get(key));
  if (text === undefined || wanted === undefined) return 'unknown';
  const same = operator === 'StringLike' ? wildcardMatch(wanted, text) : wanted === text;
  return same ? 'pass' : 'fail';
}

const HOLE = '\0';

/** Whether an ARN of a selection, or a pattern of one, means the resource. */
function covers(item: Value, selection: Resource, { resource, graph, ...subject }: PredicateSubject): Verdict {
  if (item.kind === 'reference') return graph.resolve(selection, item) === resource ? 'pass' : 'fail';
  const parts = item.kind === 'template' ? item.parts : [textOf(item) ?? item];
  const names = parts.filter(part => typeof part !== 'string' && part.kind === 'reference');
  if (names.length > 0)
    return anyOf(names.map(name => covers(name as Value, selection, { resource, graph, ...subject })));
  const pattern = parts.map(part => (typeof part === 'string' ? part : HOLE)).join('');
  const arnTemplate = cloudFormationType(resource.type)?.arnTemplate;
  if (pattern === HOLE || !arnTemplate) return pattern === '*' ? 'pass' : 'unknown';
  return patternCovers(pattern, arnTemplate, nameOf(resource, subject));
}

/** The name that is written; a hole where it is not known. */
function nameOf(resource: Resource, subject: Pick<PredicateSubject, 'assume'>): string | undefined {
  const nameProperty = cloudFormationType(resource.type)?.nameProperty;
  const name = nameProperty ? chosenProperty(resource.properties, nameProperty, subject)?.value : undefined;
  return name && (textOf(name) ?? HOLE);
}

/** Partition, region and account are taken to be the pattern's. `name` is a hole where it is not known. */
function patternCovers(pattern: string, arnTemplate: string, name: string | undefined): Verdict {
  const given = pattern.split(':').map((part, index) => (index < 5 ? part.replaceAll(HOLE, '*') : part));
  const own = arnTemplate
    .split(':')
    .map((part, index) => (/^\$\{(Partition|Region|Account)\}$/.test(part) ? anyText(given[index]) : part))
    .join(':');
  const placeholder = own.search(/\$\{/);
  const prefix = placeholder < 0 ? own : own.slice(0, placeholder);
  const whole = given.join(':');
  if (!whole.includes(HOLE) && wildcardMatch(whole, prefix + (name ?? HOLE))) return 'pass';
  const isAboutType = wildcardMatch(`${prefix}*`, whole.replaceAll('*', '')) || whole.includes(HOLE);
  // A name that CloudFormation makes up is never the one that is written, but a wildcard may take it.
  const mayBe = name === HOLE || whole.includes(HOLE) || (name === undefined && given.slice(5).join(':').includes('*'));
  return isAboutType && mayBe ? 'unknown' : 'fail';
}

function anyText(given: string | undefined): string {
  return (given ?? '').replaceAll('*', '');
}
