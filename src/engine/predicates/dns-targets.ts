import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { isInside } from '../../model/source.ts';
import type { Property } from '../../model/value.ts';
import { listOf, textOf, type Value } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions about where DNS records point to. */
export const dnsTargetPredicates: Readonly<Record<string, Predicate>> = {
  'route53.target-may-dangle': targetMayDangle,
};

/** Names that AWS gives to a resource, and to another one when it is gone. */
const AWS_HOST = /\.(?:amazonaws\.com(?:\.cn)?|cloudfront\.net|elasticbeanstalk\.com|awsglobalaccelerator\.com)\.?$/i;
/** The websites of a region share one name: it cannot be written as a reference in CloudFormation. */
const S3_WEBSITE = /^s3-website[.-][a-z0-9-]+\.amazonaws\.com\.?$/i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** Addresses that nobody on the internet can get: private, shared, of the host itself. */
const UNROUTED = /^(?:0|10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;

/**
 * Of a record: passes where it names a public address or a host name of AWS as text. A reference, an import, a
 * parameter or a data source follows what it names, and is left to the deployment.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
function targetMayDangle(subject: PredicateSubject): Outcome {
  const alias = chosenProperty(subject.value, 'AliasTarget', subject);
  const name = alias && chosenProperty(alias.value, 'DNSName', subject);
  const records = chosenProperty(subject.value, 'ResourceRecords', subject);
  for (const target of [name, records]) {
    for (const item of target ? (listOf(target.value)?.items ?? [target.value]) : []) {
      const text = textOf(chosen(item, subject))?.trim();
      if (text !== undefined && isHandedOn(text))
        return { verdict: 'pass', span: spanOf(item, target!.property), reason: `${text} is written as text` };
    }
  }
  const span = (name ?? records ?? alias)?.property.span ?? subject.resource.nameSpan;
  return { verdict: 'fail', span, reason: 'no address of AWS is written as text' };
}

function isHandedOn(text: string): boolean {
  if (ADDRESS.test(text)) return !UNROUTED.test(text);
  return AWS_HOST.test(text) && !S3_WEBSITE.test(text);
}

/** What comes from a local or a variable is reported where the record uses it. */
function spanOf({ span }: Value, property: Property) {
  const whole = property.span;
  return isInside(span, whole) ? span : whole;
}
