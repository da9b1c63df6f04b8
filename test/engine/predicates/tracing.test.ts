import { expect, test } from 'vitest';
import { tracingPredicates } from '../../../src/engine/predicates/tracing.ts';
import { ask, place } from '../../asking.ts';
import { missing, open, ref, text } from '../written.ts';

function traces(ContainerDefinitions: unknown) {
  const others = { Images: { type: 'AWS::ECR::Repository' }, Build: { type: 'AWS::CloudFormation::Stack' } };
  return ask(tracingPredicates['ecs.sends-traces'], { ContainerDefinitions }, { others });
}

const app = { Image: 'orders:7' };

test.each([
  ['an application', [app], 'fail'],
  ['no containers', [], 'fail'],
  ['a daemon', [app, { Image: 'public.ecr.aws/xray/aws-xray-daemon:3.x' }], 'pass'],
  ['a collector of any tag', [{ Image: text('aws-otel-collector:', missing('Tag')) }], 'pass'],
  ['variables of a library', [{ ...app, Environment: [{ Name: 'OTEL_SERVICE_NAME', Value: 'orders' }] }], 'pass'],
  ['other variables', [{ ...app, Environment: [{ Name: 'TABLE', Value: 'orders' }] }], 'fail'],
  ['an image of these files', [{ Image: text(ref('Images', 'RepositoryUri'), ':7') }], 'fail'],
  [
    'a repository of the account',
    [{ Image: text(missing('Account'), '.dkr.ecr.eu-central-1.amazonaws.com/orders:7') }],
    'fail',
  ],
  ['any repository of the account', [{ Image: text('registry/', missing('Name'), ':7') }], 'unknown'],
  ['a part of the name of a repository', [{ Image: text('registry/aws-', missing('Name'), ':7') }], 'unknown'],
  ['a name that is no sidecar', [{ Image: text('registry/shop-', missing('Stage'), '-api@sha256:7') }], 'fail'],
  ['an image that a stack hands on', [{ Image: ref('Build', 'Outputs.Image') }], 'unknown'],
  ['an image from outside', [{ Image: missing('Image') }], 'unknown'],
  ['an image from outside beside a sidecar', [{ Image: 'xray-daemon' }, { Image: missing('Image') }], 'pass'],
  ['a sidecar beside an image from outside', [{ Image: missing('Image') }, { Image: 'xray-daemon' }], 'pass'],
  ['more containers than the files show', open([app]), 'unknown'],
  ['containers from outside', missing('Containers'), 'unknown'],
])('%s', (_, containers, expected) => {
  expect(traces(containers).verdict).toBe(expected);
});

test('what is missing stands on the name', () => {
  const outcome = traces([app]);
  expect([place(outcome), outcome.reason]).toEqual(['fail at It:', 'none of its containers sends traces']);
});
