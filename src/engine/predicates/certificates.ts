import { chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { textOf } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions about where the certificate of a listener comes from. */
export const certificatePredicates: Readonly<Record<string, Predicate>> = {
  'certificate.from-acm': fromAcm,
};

const ACM_TYPES = new Set(['AWS::CertificateManager::Certificate', 'aws_acm_certificate_validation']);
const IAM_TYPES = new Set(['AWS::IAM::ServerCertificate', 'aws_iam_server_certificate']);

/**
 * Passes where the property `with.property` names a certificate of ACM, which is renewed, and fails for one that was
 * uploaded to IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html.
 */
function fromAcm(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const found = chosenProperty(subject.value, String(subject.with['property']), subject);
  if (!found)
    return { verdict: 'fail', span: subject.value?.span ?? resource.nameSpan, reason: 'it has no certificate' };
  const { value, property } = found;
  const { span, writtenAs } = property;
  const text =
    textOf(value) ??
    (value.kind === 'template' && typeof value.parts[0] === 'string' ? joined(value.parts) : undefined);
  if (text !== undefined && /^arn:[^:]*:acm:/.test(text))
    return { verdict: 'pass', span, reason: `${writtenAs} is a certificate of ACM` };
  if (text !== undefined && /^arn:[^:]*:iam:/.test(text))
    return { verdict: 'fail', span, reason: `${writtenAs} is a certificate of IAM` };
  if (value.kind === 'unknown' && /(?:^|\.)data\.aws_acm_certificate\./.test(value.missing))
    return { verdict: 'pass', span, reason: `${writtenAs} is looked up in ACM` };
  const target = value.kind === 'reference' ? graph.resolve(resource, value) : undefined;
  if (target && ACM_TYPES.has(target.type))
    return { verdict: 'pass', span, reason: `${writtenAs} is the certificate ${target.address}` };
  if (target && IAM_TYPES.has(target.type))
    return { verdict: 'fail', span, reason: `${target.address} was uploaded to IAM` };
  const missing = value.kind === 'unknown' ? `${writtenAs} depends on ${value.missing}` : `${writtenAs} is not known`;
  return { verdict: 'unknown', span, reason: missing };
}

/** `arn:${AWS::Partition}:acm:…`: what is not known reads as nothing. */
function joined(parts: readonly unknown[]): string {
  return parts.map(part => (typeof part === 'string' ? part : '')).join('');
}
