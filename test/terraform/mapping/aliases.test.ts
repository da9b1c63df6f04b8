import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/terraform/mapping.ts';
import { INFO, terraform, type Written, written } from './written.ts';

function mapped(type: string, body: Record<string, Written>) {
  const [resource] = normalise([terraform(`${type}.it`, body)], INFO).resources;
  return { type: resource!.type, properties: written(resource!) };
}

describe('a second name of a type', () => {
  test.each([
    ['aws_alb', 'aws_lb', { internal: true, load_balancer_type: 'application' }],
    ['aws_alb_listener', 'aws_lb_listener', { port: 443, ssl_policy: 'p', default_action: [{ type: 'forward' }] }],
    ['aws_alb_target_group', 'aws_lb_target_group', { protocol: 'HTTPS', health_check: [{ protocol: 'HTTPS' }] }],
    ['aws_alb_listener_rule', 'aws_lb_listener_rule', { action: [{ type: 'forward' }], priority: 1 }],
    ['aws_alb_listener_certificate', 'aws_lb_listener_certificate', { certificate_arn: 'c', listener_arn: 'l' }],
  ])('%s is %s', (alias, type, body) => {
    expect(mapped(alias, body)).toEqual(mapped(type, body));
    expect(mapped(alias, body).type).toMatch(/^AWS::/);
  });
});

describe('what Terraform adopts', () => {
  test.each([
    ['aws_default_vpc', 'AWS::EC2::VPC'],
    ['aws_default_subnet', 'AWS::EC2::Subnet'],
    ['aws_default_security_group', 'AWS::EC2::SecurityGroup'],
    ['aws_default_network_acl', 'AWS::EC2::NetworkAcl'],
    ['aws_default_route_table', 'AWS::EC2::RouteTable'],
    ['aws_default_vpc_dhcp_options', 'AWS::EC2::DHCPOptions'],
  ])('%s is %s', (type, expected) => {
    const [first] = normalise([terraform(`${type}.it`, {})], INFO).resources;
    expect(first!.type).toBe(expected);
  });
});

describe('the awscc provider', () => {
  test('has CloudFormation in snake case', () => {
    const { type, properties } = mapped('awscc_s3_bucket', {
      bucket_name: 'b',
      public_access_block_configuration: { block_public_acls: true },
      tags: [{ key: 'a', value: 'b' }],
    });
    expect(type).toBe('AWS::S3::Bucket');
    expect(properties).toEqual({
      BucketName: 'b',
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });
});
