import { describe, expect, test } from 'vitest';
import { at, bodies, evaluate, plain } from '../folder.ts';

describe('a configuration in JSON syntax', () => {
  test('is read as the native one', () => {
    const { resources, problems } = evaluate({
      'main.tf.json': `{
  "//": "a comment",
  "variable": { "name": { "type": "string", "default": "a\${b" } },
  "locals": { "n": "\${1 + 2}" },
  "provider": { "aws": { "region": "eu-west-1", "alias": "west", "default_tags": { "tags": { "Owner": "me" } } } },
  "data": { "aws_iam_policy_document": { "d": { "statement": [{ "actions": ["s3:Get*"], "resources": ["*"] }] } } },
  "resource": {
    "aws_security_group": {
      "sg": {
        "provider": "aws.west",
        "depends_on": ["aws_x.y"],
        "name": "\${var.name}-\${local.n}",
        "ingress": [{ "from_port": 1 }, { "from_port": 2 }],
        "tags": { "A": "$\${b}" },
        "lifecycle": { "ignore_changes": ["tags"] }
      }
    },
    "aws_x": {
      "y": { "count": "\${local.n}", "n": "\${local.n}", "i": "\${count.index}" },
      "z": { "dynamic": { "rule": { "for_each": ["p"], "content": { "v": "\${rule.value}" } } } }
    }
  }
}`,
    });
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({
      'aws_security_group.sg': {
        name: 'a${b-3',
        ingress: [{ from_port: 1 }, { from_port: 2 }],
        tags: { A: '${b}' },
      },
      'aws_x.y[0]': { n: 3, i: 0 },
      'aws_x.y[1]': { n: 3, i: 1 },
      'aws_x.y[2]': { n: 3, i: 2 },
      'aws_x.z': { rule: [{ v: 'p' }] },
      'data.aws_iam_policy_document.d': {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
        },
      },
    });
    const [group] = resources;
    expect(plain(group!.meta)).toEqual({
      provider: 'aws.west',
      depends_on: ['aws_x.y'],
      lifecycle: { ignore_changes: ['tags'] },
    });
    expect([at(group!.nameSpan), at(group!.body.properties.get('name')!.value.span)]).toEqual([
      'main.tf.json:9',
      'main.tf.json:12',
    ]);
    expect(plain(group!.provider.defaultTags)).toEqual({ Owner: 'me' });
  });

  test('with a mistake is reported, and the rest is read', () => {
    const { resources, problems } = evaluate({ 'main.tf.json': '{"resource": {"aws_x": {"y": {"a": "${", "b": 1}}}' });
    expect(bodies(resources)).toMatchObject({ 'aws_x.y': { b: 1 } });
    expect(problems.length).toBeGreaterThan(0);
  });
});
