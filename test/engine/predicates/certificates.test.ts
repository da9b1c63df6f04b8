import { expect, test } from 'vitest';
import { certificatePredicates } from '../../../src/engine/predicates/certificates.ts';
import { ask } from '../../asking.ts';
import { missing, ref, Special, text, type Written } from '../written.ts';

const others: Record<string, Written> = {
  Acm: { type: 'AWS::CertificateManager::Certificate' },
  Validated: { type: 'aws_acm_certificate_validation' },
  Uploaded: { type: 'AWS::IAM::ServerCertificate' },
  Custom: { type: 'Custom::Certificate' },
};

const lookedUp = new Special('data.aws_acm_certificate.shop.arn', span => ({
  kind: 'unknown',
  reason: 'outside-this-input',
  missing: 'module.tls.data.aws_acm_certificate.shop.arn',
  alternatives: [],
  span,
}));

test.each([
  ['a certificate of ACM', 'arn:aws:acm:eu-central-1:111122223333:certificate/1', 'pass'],
  ['of ACM in another partition', 'arn:aws-cn:acm:cn-north-1:111122223333:certificate/1', 'pass'],
  ['of ACM in any region', text('arn:', missing('Partition'), ':acm:', missing('Region'), ':1:certificate/1'), 'pass'],
  ['a certificate of IAM', 'arn:aws:iam::111122223333:server-certificate/shop', 'fail'],
  ['a resource of ACM', ref('Acm'), 'pass'],
  ['a validated one', ref('Validated', 'certificate_arn'), 'pass'],
  ['one that is looked up', lookedUp, 'pass'],
  ['an uploaded one', ref('Uploaded', 'Arn'), 'fail'],
  ['one of a custom resource', ref('Custom', 'Arn'), 'unknown'],
  ['one from outside', missing('CertificateArn'), 'unknown'],
  ['no ARN', 'certificate', 'unknown'],
])('%s', (_, CertificateArn, expected) => {
  const asking = { with: { property: 'CertificateArn' }, others };
  expect(ask(certificatePredicates['certificate.from-acm'], { CertificateArn }, asking).verdict).toBe(expected);
});

test('no certificate at all fails', () => {
  const outcome = ask(certificatePredicates['certificate.from-acm'], {}, { with: { property: 'CertificateArn' } });
  expect([outcome.verdict, outcome.reason]).toEqual(['fail', 'it has no certificate']);
});
