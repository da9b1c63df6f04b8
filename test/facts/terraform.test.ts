import { describe, expect, test } from 'vitest';
import { argumentAt, terraformBlock, terraformTypeNames } from '../../src/facts/terraform.ts';

describe('Terraform provider schema', () => {
  test('arguments have types, blocks have arguments', () => {
    const instance = terraformBlock('aws_instance')!;
    expect(instance.arguments.get('ami')).toEqual({ required: false, type: 'string' });
    expect(instance.arguments.get('vpc_security_group_ids')).toEqual({
      required: false,
      type: 'list',
      element: 'string',
    });
    expect(instance.arguments.get('tags')).toEqual({ required: false, type: 'map' });
    expect(argumentAt(instance, 'root_block_device.encrypted')).toEqual({ required: false, type: 'bool' });
    expect(argumentAt(instance, 'root_block_device')?.repeated).toBe(false);
    expect(argumentAt(instance, 'ebs_block_device')?.repeated).toBe(true);
    expect(argumentAt(instance, 'ebs_block_device.device_name')?.required).toBe(true);
    expect(argumentAt(instance, 'ami.nothing')).toBeUndefined();
  });

  test('unknown types are undefined', () => {
    expect(terraformBlock('aws_nothing')).toBeUndefined();
    expect(terraformBlock('azurerm_storage_account')).toBeUndefined();
  });

  test('every line can be read', () => {
    const names = terraformTypeNames();
    expect(names.length).toBeGreaterThan(1500);
    expect(names.filter(name => (terraformBlock(name)?.arguments.size ?? 0) === 0)).toEqual([]);
  });
});
