import { describe, expect, test } from 'vitest';
import * as lintel from '../src/index.ts';
import { folder } from './folder.ts';

describe('the library', () => {
  test('exports what the contract names', () => {
    expect(Object.keys(lintel).sort()).toEqual([
      'UsageError',
      'buildGraph',
      'evaluateTerraformExpression',
      'graphFormats',
      'hclToJson',
      'loadConfiguration',
      'loadRules',
      'parseHcl',
      'readGraph',
      'regionOf',
      'reporters',
      'scan',
    ]);
  });

  test('scans, and its reporters print', async () => {
    const root = folder({ 't.yaml': 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n' });
    const result = await lintel.scan({ paths: ['t.yaml'], workingDirectory: root });
    expect(result.resources.map(({ address }) => address)).toEqual(['Topic']);
    expect(Object.keys(lintel.reporters)).toContain('sarif');
  });

  test('evaluates Terraform expressions', async () => {
    expect(await lintel.evaluateTerraformExpression('upper(var.name)', { variables: { name: 'a' } })).toMatchObject({
      value: 'A',
    });
    expect(await lintel.evaluateTerraformExpression('upper(', {})).toHaveProperty('errors');
  });

  test('reads HCL, and never throws on bad text', () => {
    expect(lintel.hclToJson('a = 1\nb "c" {}\n')).toEqual({ a: 1, b: { c: [{}] } });
    expect(lintel.hclToJson('a = ')).toHaveProperty('errors');
    expect(lintel.parseHcl('a = 1\n').body.items.map(({ kind }) => kind)).toEqual(['attribute']);
    expect(lintel.parseHcl('a = ').diagnostics).not.toEqual([]);
  });
});
