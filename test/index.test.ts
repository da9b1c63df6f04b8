import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as lintel from '../src/index.ts';
import { folder } from './folder.ts';

const BUILT = join(import.meta.dirname, '..', 'dist', 'index.js');

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

  test.skipIf(!existsSync(BUILT))('is built so that modules import it by name', () => {
    const code = `import { evaluateTerraformExpression, hclToJson, loadRules, parseHcl, scan } from ${JSON.stringify(BUILT)};
      const { value } = await evaluateTerraformExpression('1 + 1', {});
      console.log(value, { ...hclToJson('a = 1') }, (await loadRules()).length > 0, typeof parseHcl, typeof scan);`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
    expect(printed).toBe('2 { a: 1 } true function function\n');
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
