import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/report.schema.json' with { type: 'json' };
import { json } from '../../src/reporters/json.ts';
import { CONTEXT, everything, result } from './fixture.ts';

describe('json', () => {
  test('is what the schema says, whatever there is to report', () => {
    const validate = new Ajv({ strict: false }).compile(schema);
    for (const reported of [everything(), result([])]) {
      validate(JSON.parse(json(reported, CONTEXT)));
      expect(validate.errors).toBe(null);
    }
  });

  test('counts verdicts, and severities of failures', () => {
    expect(JSON.parse(json(everything(), CONTEXT)).summary).toEqual({
      files: 1,
      resources: 1,
      evaluations: 6,
      pass: 1,
      fail: 3,
      unknown: 1,
      suppressed: 1,
      by_severity: { critical: 1, high: 1, medium: 0, low: 0, info: 1 },
      compliance_percentage: 25,
    });
  });

  test('gives an evaluation in the words of the contract', () => {
    const { evaluations } = JSON.parse(json(everything(), CONTEXT));
    expect(evaluations[0]).toEqual({
      rule: 'rds-storage-encrypted',
      verdict: 'fail',
      severity: 'high',
      resource: 'Database',
      type: 'AWS::RDS::DBInstance',
      source_type: 'AWS::RDS::DBInstance',
      file: 'infra/db.yaml',
      line: 5,
      column: 7,
      end_line: 5,
      end_column: 30,
      path: 'Properties.StorageEncrypted',
      message: 'Storage of Database is not encrypted at rest',
      because: 'StorageEncrypted is false',
      when: { IsProduction: false },
      fingerprint: 'a1b2c3',
    });
    expect(evaluations[2].suppression).toEqual({
      kind: 'inline',
      reason: 'sandbox',
      expires: '2027-01-01',
      origin: 'lintel',
    });
    expect(evaluations[5].resource).toBe(null);
  });

  test('tells errors from warnings', () => {
    const { errors, warnings } = JSON.parse(json(everything(), CONTEXT));
    expect(errors).toEqual([
      {
        file: 'broken.yaml',
        line: 2,
        column: 5,
        code: 'yaml-syntax',
        message: 'Flow sequence is not closed',
        advice: 'Close it with ].',
      },
    ]);
    expect(warnings.map((each: { code: string }) => each.code)).toEqual(['suppression-unused']);
  });
});
