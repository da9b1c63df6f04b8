import { expect, test } from 'vitest';
import { normalise } from '../../../src/terraform/mapping.ts';
import { INFO, terraform, type Written, written } from './written.ts';

function mapped(address: string, body: Record<string, Written>): unknown {
  return written(normalise([terraform(address, body)], INFO).resources[0]!);
}

test('disks and addresses of a spot fleet are those of an instance', () => {
  const found = mapped('aws_spot_fleet_request.f', {
    launch_specification: [
      {
        ami: 'ami-1',
        instance_type: 'm5.large',
        associate_public_ip_address: true,
        vpc_security_group_ids: ['sg-1', 'sg-2'],
        root_block_device: [{ volume_size: 8, encrypted: false }],
        ebs_block_device: [{ device_name: '/dev/sdb', encrypted: true }],
      },
    ],
  });
  expect(found).toEqual({
    SpotFleetRequestConfigData: {
      LaunchSpecifications: [
        {
          ImageId: 'ami-1',
          InstanceType: 'm5.large',
          NetworkInterfaces: [{ AssociatePublicIpAddress: true }],
          SecurityGroups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }],
          BlockDeviceMappings: [
            { DeviceName: '/dev/root', Ebs: { VolumeSize: 8, Encrypted: false } },
            { DeviceName: '/dev/sdb', Ebs: { Encrypted: true } },
          ],
        },
      ],
    },
  });
});

test('blocks with a key are maps', () => {
  const ranges = { key: 'HOME', ip_set: [{ definition: ['10.0.0.0/8'] }] };
  expect(
    mapped('aws_networkfirewall_rule_group.g', { rule_group: [{ rule_variables: [{ ip_sets: [ranges] }] }] }),
  ).toEqual({ RuleGroup: { RuleVariables: { IPSets: { HOME: { Definition: ['10.0.0.0/8'] } } } } });
  const throttle = [{ path: '/a/GET', burst_limit: 1, rate_limit: 2 }];
  expect(mapped('aws_api_gateway_usage_plan.p', { api_stages: [{ api_id: 'a', stage: 's', throttle }] })).toEqual({
    ApiStages: [{ ApiId: 'a', Stage: 's', Throttle: { '/a/GET': { BurstLimit: 1, RateLimit: 2 } } }],
  });
});

test('rules of a patch baseline, where an association writes, where a record answers', () => {
  expect(
    mapped('aws_ssm_patch_baseline.b', {
      approval_rule: [{ approve_after_days: 7, patch_filter: [{ key: 'PRODUCT', values: ['*'] }] }],
      global_filter: [{ key: 'CLASSIFICATION', values: ['Security'] }],
    }),
  ).toEqual({
    ApprovalRules: {
      PatchRules: [{ ApproveAfterDays: 7, PatchFilterGroup: { PatchFilters: [{ Key: 'PRODUCT', Values: ['*'] }] } }],
    },
    GlobalFilters: { PatchFilters: [{ Key: 'CLASSIFICATION', Values: ['Security'] }] },
  });
  expect(mapped('aws_ssm_association.a', { output_location: [{ s3_bucket_name: 'b' }] })).toEqual({
    OutputLocation: { S3Location: { OutputS3BucketName: 'b' } },
  });
  expect(mapped('aws_route53_record.r', { geolocation_routing_policy: [{ country: 'DE' }] })).toEqual({
    GeoLocation: { CountryCode: 'DE' },
  });
});
