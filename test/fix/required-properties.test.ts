import { expect, test } from 'vitest';
import { mend, ruleSetting } from './mending.ts';

const https = ruleSetting('https', {
  resources: ['AWS::CloudFront::Distribution'],
  require: { property: 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', equals: 'https-only' },
  fix: { set: { 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy': 'https-only' } },
});

test('an object that lacks what CloudFormation requires of it is not written', async () => {
  const template = `Resources:
  None:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
  Some:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        DefaultCacheBehavior:
          TargetOriginId: shop
`;
  expect(await mend({ 'template.yaml': template }, https)).toEqual({
    texts: { 'template.yaml': `${template}          ViewerProtocolPolicy: https-only\n` },
    declined: { None: 'needs' },
  });
});

test('neither is an item of a list', async () => {
  const rule = ruleSetting('cluster', {
    resources: ['AWS::ECS::TaskDefinition'],
    require: { property: 'ContainerDefinitions[Name=proxy].Privileged', equals: false },
    fix: { set: { 'ContainerDefinitions[Name=proxy].Privileged': false } },
  });
  const template = (name: string) => `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: ${name}
          Image: envoy
`;
  expect(await mend({ 'template.yaml': template('shop') }, rule)).toEqual({ texts: {}, declined: { Task: 'needs' } });
  expect(await mend({ 'template.yaml': template('proxy') }, rule)).toEqual({
    texts: { 'template.yaml': `${template('proxy')}          Privileged: false\n` },
    declined: {},
  });
});

test('a policy of TLS needs a certificate of one’s own', async () => {
  const template = (certificate: string) => `Resources:
  Shop:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        ViewerCertificate:
          ${certificate}
`;
  const rule = 'cloudfront-security-policy-check';
  const own = template('AcmCertificateArn: !Ref Certificate');
  expect((await mend({ 'template.yaml': template('CloudFrontDefaultCertificate: false') }, rule)).declined).toEqual({
    Shop: 'excluded',
  });
  expect((await mend({ 'template.yaml': own }, rule)).texts).toEqual({
    'template.yaml': `${own}          MinimumProtocolVersion: TLSv1.2_2021\n`,
  });
});
