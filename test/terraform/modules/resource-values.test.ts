import { expect, test } from 'vitest';
import { exportedByData, exportedByResource } from '../../../src/terraform/modules/resource-values.ts';

const span = { file: { path: 'main.tf', text: 'x' }, start: 0, end: 1 };

test.each(['id', 'arn'])('%s of a resource and of a data source is never null', attribute => {
  expect(exportedByResource('aws_kms_key.orders')(attribute, span).notNull).toBe(true);
  expect(exportedByData('aws_kms_key', 'data.aws_kms_key.orders')(attribute, span).notNull).toBe(true);
});

test('any other attribute may be null', () => {
  expect(exportedByResource('aws_kms_key.orders')('description', span).notNull).toBeUndefined();
  expect(exportedByData('aws_kms_key', 'data.aws_kms_key.orders')('description', span).notNull).toBeUndefined();
});

test('what is looked up is given', () => {
  expect(exportedByData('aws_ssm_parameter', 'data.aws_ssm_parameter.token')('value', span).mustBeGiven).toBe(true);
});

test.each([
  ['aws_region', 'computed-at-deployment'],
  ['aws_kms_key', 'outside-this-input'],
])('what %s reads is %s', (type, reason) => {
  const { missing, reason: found } = exportedByData(type, `data.${type}.one`)('name', span);
  expect([missing, found]).toEqual([`data.${type}.one.name`, reason]);
});
