import { chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { textOf, type Value } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions about the KMS key that a resource is encrypted with. */
export const kmsKeyPredicates: Readonly<Record<string, Predicate>> = {
  'kms.is-own-key': isOwnKey,
};

/** A key that another file of the module declares; one that is looked up may be AWS's. */
const UNDECLARED_KEY = /^(?:module\.[^.]+\.)*aws_kms_(?:replica_|external_)?key\./;

/** A key, or an alias whose known part does not leave open that it begins with `aws/`. */
const OWN_KEY = /:key\/|(?:^|:)alias\/(?!aws\/|\/|a?$|aws?$)./;

/**
 * Passes where the property `with.property`, or Terraform's argument `with.argument`, names a customer-managed key, and
 * fails where it is absent or names a key that AWS manages, https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt.
 */
function isOwnKey(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const found = keyOf(subject);
  if (!found || textOf(found.value) === '') {
    const holder = subject.value === resource.properties ? undefined : subject.value;
    const absentAt = found?.property.span ?? (holder && (subject.property?.span ?? holder.span)) ?? resource.nameSpan;
    return { verdict: 'fail', span: absentAt, reason: 'it names no key' };
  }
  const { value, property } = found;
  const { span, writtenAs } = property;
  const target = value.kind === 'reference' ? graph.resolve(resource, value) : undefined;
  if (target?.type.startsWith('AWS::KMS::'))
    return { verdict: 'pass', span, reason: `${writtenAs} is the key ${target.address}` };
  const undeclared = value.kind === 'reference' ? value.target : value.kind === 'unknown' ? value.missing : '';
  if (UNDECLARED_KEY.test(undeclared))
    return { verdict: 'pass', span, reason: `${writtenAs} is the key ${undeclared}` };
  const text = knownText(value);
  // Redshift Serverless has a name of its own for the key that AWS owns.
  if (/(?:^|:)alias\/aws\/|^AWS_OWNED_KMS_KEY$/.test(text))
    return { verdict: 'fail', span, reason: `${writtenAs} names a key that AWS manages` };
  if (textOf(value) !== undefined || OWN_KEY.test(text))
    return { verdict: 'pass', span, reason: `${writtenAs} names a key` };
  const missing = value.kind === 'unknown' ? `${writtenAs} depends on ${value.missing}` : `${writtenAs} is not known`;
  return { verdict: 'unknown', span, reason: missing };
}

function keyOf(subject: PredicateSubject): ReturnType<typeof chosenProperty> {
  const { property, argument } = subject.with;
  return argument === undefined
    ? chosenProperty(subject.value, String(property), subject)
    : chosenProperty(subject.resource.arguments, String(argument), subject);
}

/** `arn:${AWS::Partition}:kms:…`: what is not known reads as nothing. */
function knownText(value: Value): string {
  if (value.kind !== 'template') return textOf(value) ?? '';
  return value.parts.map(part => (typeof part === 'string' ? part : '')).join('');
}
