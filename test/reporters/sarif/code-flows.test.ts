import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sarif } from '../../../src/reporters/sarif.ts';
import { scan } from '../../../src/scan.ts';
import { CONTEXT } from '../fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-flow-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the way of a privilege escalation is a code flow, and other results have none', async () => {
  const template = join(folder, 'template.yaml');
  writeFileSync(
    template,
    `Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:AssumeRole }
  Rights:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Deployer]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: iam:CreatePolicyVersion
            Resource: "*"
`,
  );
  const result = await scan({ paths: [template], workingDirectory: folder });
  const [run] = (JSON.parse(sarif(result, { ...CONTEXT, workingDirectory: folder, root: folder })) as Log).runs;
  const flows = run!.results!.flatMap(({ ruleId, codeFlows = [] }) =>
    codeFlows.map(({ threadFlows }) => [
      ruleId,
      threadFlows[0]!.locations.map(({ location }) => [
        location!.physicalLocation!.region!.startLine,
        location!.message!.text,
      ]),
    ]),
  );
  expect(flows).toEqual([
    [
      'iam-policy-no-privilege-escalation',
      [
        [2, 'Deployer has the policy'],
        [7, 'Rights has the statement'],
        [14, 'iam:CreatePolicyVersion is allowed: rewrite an attached policy'],
      ],
    ],
  ]);
});
