import { expect, test } from 'vitest';
import { bodies, evaluate } from '../folder.ts';

test('an archive that a build makes is no mistake while it is not there; a text that is missing is one', () => {
  const { problems } = evaluate(`
resource "aws_lambda_function" "worker" {
  source_code_hash = filebase64sha256("\${path.module}/build/worker.zip")
}
resource "aws_s3_bucket_policy" "logs" {
  policy = file("\${path.module}/policy.json")
}
`);
  expect(problems).toEqual(['file-not-found main.tf:6']);
});

test('whether it is there decides what try gives', () => {
  const { resources, problems } = evaluate(`
resource "aws_lambda_function" "worker" {
  source_code_hash = try(filebase64sha256("worker.zip"), "none")
  description      = can(filemd5("worker.zip")) ? "built" : "not built"
}
`);
  expect(problems).toEqual([]);
  expect(bodies(resources)).toEqual({
    'aws_lambda_function.worker': { source_code_hash: 'none', description: 'not built' },
  });
});
