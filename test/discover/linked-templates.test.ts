import { expect, test } from 'vitest';
import { looksLikeTemplate } from '../../src/cloudformation/recognise.ts';
import { linkedTemplates } from '../../src/discover/linked-templates.ts';
import { openFiles } from '../../src/files.ts';
import { folder } from '../folder.ts';

const template = (more = '') => `Resources:\n  Q: {Type: AWS::SQS::Queue}\n${more}`;
const nesting = (url: string) =>
  template(`  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${url}}}\n`);
const FILES = {
  'exports.yaml': template('Outputs: {Q: {Value: !Ref Q, Export: {Name: q}}}\n'),
  'imports.json': '{"Resources": {"X": {"Type": "A::B::C", "Properties": {"P": {"Fn::ImportValue": "q"}}}}}',
  'a/parent.yaml': nesting('./child.yaml'),
  'a/child.yaml': nesting('../b/grandchild.yaml'),
  'b/grandchild.yaml': template(),
  'b/parent-of-imports.yml': nesting("'../imports.json'"),
  'b/circle.yaml': nesting('circle.yaml'),
  'alone.yaml': template(),
  'workflow.yaml': 'on: push\nrun: echo ImportValue Export: 1\n',
};

async function linked(...changed: readonly string[]) {
  const files = openFiles(['.'], { workingDirectory: folder(FILES) });
  const { affected, needed } = await linkedTemplates(new Set(changed), '.', files, looksLikeTemplate);
  return { affected: [...affected].sort(), needed: [...needed].sort() };
}

const ALL_LINKED = ['b/parent-of-imports.yml', 'exports.yaml', 'imports.json'];

test.each<[string, readonly string[], readonly string[]]>([
  ['alone.yaml', ['alone.yaml'], []],
  ['b/grandchild.yaml', ['a/child.yaml', 'a/parent.yaml', 'b/grandchild.yaml'], []],
  ['a/parent.yaml', ['a/parent.yaml'], []],
  ['b/circle.yaml', ['b/circle.yaml'], []],
  ['exports.yaml', ['b/parent-of-imports.yml', 'exports.yaml', 'imports.json'], ALL_LINKED],
  ['imports.json', ['b/parent-of-imports.yml', 'imports.json'], ALL_LINKED],
])('%s', async (changed, affected, needed) => {
  expect(await linked(changed)).toEqual({ affected, needed });
});
