import { expect, test } from 'vitest';
import { scan } from '../../src/scan.ts';
import { folder } from '../folder.ts';

const template = (entry: string) => `Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Metadata: { cdk_nag: { rules_to_suppress: [${entry}] } }
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: ["s3:*", "sqs:Get*"]
            Resource: [!Sub "\${Bucket.Arn}/*"]
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: "*"
`;

const ACTION = 'iam-policy-no-statements-with-full-access Statement[0]';
const RESOURCE = 'iam-policy-no-wildcard-resource Statement[1]';

test.each([
  ['{ id: AwsSolutions-IAM5, reason: all of it }', [ACTION, RESOURCE]],
  ['{ id: AwsSolutions-IAM5, reason: x, applies_to: ["Action::s3:*"] }', [ACTION]],
  ['{ id: AwsSolutions-IAM5, reason: x, applies_to: ["Resource::*"] }', [RESOURCE]],
  ['{ id: AwsSolutions-IAM5, reason: x, applies_to: ["Action::s3:*", "Resource::*"] }', [ACTION, RESOURCE]],
  ['{ id: "AwsSolutions-IAM5[Action::s3:*]", reason: x }', [ACTION]],
  ['{ id: "AwsSolutions-IAM5[Resource::*]", reason: x }', [RESOURCE]],
  ['{ id: "AwsSolutions-IAM5[Action::sqs:*]", reason: x }', []],
  ['{ id: AwsSolutions-IAM5, reason: x, applies_to: [] }', []],
  ['{ id: AwsSolutions-IAM5, reason: x, applies_to: [{ regex: "/^Action::/g" }] }', []],
])('cdk-nag accepts the findings that are named: %s', async (entry, expected) => {
  const root = folder({ 'policy.yaml': template(entry) });
  const { evaluations } = await scan({
    paths: ['policy.yaml'],
    workingDirectory: root,
    selection: { only: ['iam-policy-no-statements-with-full-access', 'iam-policy-no-wildcard-resource'] },
  });
  const suppressed = evaluations.filter(({ verdict }) => verdict === 'suppressed');
  expect(suppressed.map(({ rule, path }) => `${rule.id} ${path!.replace(/^.*(?=Statement)/, '')}`)).toEqual(expected);
});
