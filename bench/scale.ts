/**
 * Whole scans with all rules, the edits and the text report, as processes: twice as many resources, hardly more than
 * twice as long.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const RUNS = 3;
const STACKS = [250, 500, 1000, 2000];
const RESOURCES_OF_STACK = 5;
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');

series('template.json', template);
series('main.tf', configuration);

function series(name: string, textOf: (stacks: number) => string): void {
  console.log(name);
  const folder = mkdtempSync(join(tmpdir(), 'lintel-scale-'));
  let before: number | undefined;
  for (const stacks of STACKS) {
    writeFileSync(join(folder, name), textOf(stacks));
    const seconds = Math.min(...Array.from({ length: RUNS }, () => scan(folder)));
    const ratio = before === undefined ? '' : `× ${(seconds / before).toFixed(2)}`;
    console.log(
      `  ${String(stacks * RESOURCES_OF_STACK).padStart(6)} resources ${seconds.toFixed(2).padStart(6)} s  ${ratio}`,
    );
    before = seconds;
  }
  rmSync(folder, { recursive: true });
}

function scan(folder: string): number {
  const start = performance.now();
  const words = [cli, 'scan', folder, '--no-config', '--profile', 'all', '--fail-on', 'none'];
  const { status, stderr } = spawnSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`exit ${status}\n${stderr}`);
  return (performance.now() - start) / 1000;
}

function template(stacks: number): string {
  const resources = Array.from({ length: stacks }, (_, i) => [
    [`Bucket${i}`, { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Suspended' } } }],
    [
      `Queue${i}`,
      { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: attribute(`Dead${i}`) } } },
    ],
    [`Dead${i}`, { Type: 'AWS::SQS::Queue' }],
    [`Role${i}`, { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document('sts:AssumeRole') } }],
    [
      `Function${i}`,
      { Type: 'AWS::Lambda::Function', Properties: { Role: attribute(`Role${i}`), Runtime: 'python3.13', Code: {} } },
    ],
  ]).flat();
  return JSON.stringify({ Resources: Object.fromEntries(resources) }, undefined, 1);
}

function attribute(name: string): unknown {
  return { 'Fn::GetAtt': [name, 'Arn'] };
}

function document(action: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: action }],
  };
}

function configuration(stacks: number): string {
  return Array.from(
    { length: stacks },
    (_, i) => `
resource "aws_s3_bucket" "b${i}" {
  bucket = "b-${i}"
}
resource "aws_s3_bucket_versioning" "b${i}" {
  bucket = aws_s3_bucket.b${i}.id
  versioning_configuration {
    status = "Suspended"
  }
}
resource "aws_sqs_queue" "q${i}" {
  name = "q-${i}"
}
resource "aws_security_group" "g${i}" {
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.0.0.0/8"]
  }
}
resource "aws_cloudwatch_log_group" "l${i}" {
  name = "/aws/lambda/f-${i}"
}
`,
  ).join('');
}
