import { expect, test } from 'vitest';
import { scan } from '../../../src/scan.ts';
import { folder } from '../../folder.ts';

/** What is said of each security group and address, with the reason. */
async function verdicts(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { evaluations } = await scan({
    paths: ['.'],
    workingDirectory: folder(files),
    selection: { only: ['ec2-security-group-attached-to-eni', 'eip-attached'] },
  });
  return evaluations.map(({ resource, verdict, because }) => `${resource!.address} ${verdict}: ${because}`).sort();
}

const group = 'Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x}';
const output = 'Outputs: {A: {Value: !Ref A, Export: {Name: group}}}';

test('what another template of the scan imports is used, whoever else may', async () => {
  const network = `Resources: {A: {${group}}}\n${output}\n`;
  const app = (more: string) =>
    `Resources: {I: {Type: AWS::EC2::Instance${more}, Properties: {SecurityGroupIds: [!ImportValue group]}}}\n`;
  expect(await verdicts({ 'a.yaml': network, 'b.yaml': app('') })).toEqual(['A pass: I uses it']);
  const conditional = `Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}\n${app(', Condition: C')}`;
  expect(await verdicts({ 'a.yaml': network, 'b.yaml': conditional })).toEqual(['A unknown: output A hands it out']);
});

test('a macro may use what it is shown', async () => {
  expect(await verdicts({ 'a.yaml': `Transform: Acme\nResources: {A: {${group}}}\n` })).toEqual([
    'A unknown: what a macro makes of the template is not known',
  ]);
});

test('a choice between groups uses each where it is chosen', async () => {
  const template = `Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  A: {${group}}
  B: {${group}}
  I: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!If [C, !Ref A, !Ref B], !Ref B]}}
`;
  expect(await verdicts({ 'a.yaml': template })).toEqual([
    'A unknown: fails when C is false: nothing in these files uses it',
    'B pass: I uses it',
  ]);
});

test('Terraform: arguments without a counterpart, stacks, and what is merged into others', async () => {
  const main = `resource "aws_security_group" "unmapped" {}
resource "aws_security_group" "stack" {}
resource "aws_security_group" "attached" {}
resource "aws_security_group" "old" {}
resource "aws_security_group" "left" {}
resource "local_file" "f" {
  content = aws_security_group.unmapped.id
}
resource "aws_cloudformation_stack" "s" {
  parameters = { Group = aws_security_group.stack.id }
}
resource "aws_network_interface" "n" {}
resource "aws_network_interface_sg_attachment" "a" {
  security_group_id    = aws_security_group.attached.id
  network_interface_id = aws_network_interface.n.id
}
resource "aws_instance" "i" {
  no_longer_there = [aws_security_group.old.id]
}
data "aws_security_group" "d" {
  id = aws_security_group.left.vpc_id == "" ? "" : "sg-1"
}
`;
  expect(await verdicts({ 'main.tf': main })).toEqual([
    'aws_security_group.attached pass: aws_network_interface.n uses it',
    'aws_security_group.left unknown: data.aws_security_group.d hands it out',
    'aws_security_group.old pass: aws_instance.i uses it',
    'aws_security_group.stack unknown: aws_cloudformation_stack.s hands it out',
    'aws_security_group.unmapped pass: local_file.f uses it',
  ]);
});

const HEAD = { format_version: '1.2', terraform_version: '1.11.4' };

function planned(address: string, after: object, after_unknown: object, actions: readonly string[] = ['create']) {
  const [type, name] = address.split('.');
  const provider_name = 'registry.terraform.io/hashicorp/aws';
  return { address, mode: 'managed', type, name, provider_name, change: { actions, after, after_unknown } };
}

function block(address: string, expressions: Readonly<Record<string, readonly string[]>>) {
  const written = Object.entries(expressions).map(([name, references]) => [name, { references }]);
  return { address, mode: 'managed', expressions: Object.fromEntries(written) };
}

test('a plan: several groups in one argument, own rules, an output, what nothing names', async () => {
  const id = { id: true };
  const names = ['a', 'b', 'out', 'left'];
  const plan = {
    ...HEAD,
    resource_changes: [
      ...names.map(name => planned(`aws_security_group.${name}`, { description: 'x' }, id)),
      planned('aws_instance.i', {}, { ...id, vpc_security_group_ids: true }),
      planned('aws_vpc_security_group_ingress_rule.r', { ip_protocol: '-1' }, { ...id, security_group_id: true }),
      planned('aws_eip.nat', {}, id),
      planned('aws_eip.left', {}, { ...id, instance: true, network_interface: true, association_id: true }),
      planned('aws_nat_gateway.n', {}, { ...id, allocation_id: true }),
    ],
    configuration: {
      root_module: {
        outputs: { group: { expression: { references: ['aws_security_group.out.id', 'aws_security_group.out'] } } },
        resources: [
          ...names.map(name => block(`aws_security_group.${name}`, {})),
          block('aws_instance.i', {
            vpc_security_group_ids: [
              'aws_security_group.a.id',
              'aws_security_group.a',
              'aws_security_group.b.id',
              'aws_security_group.b',
            ],
          }),
          block('aws_vpc_security_group_ingress_rule.r', {
            security_group_id: ['aws_security_group.left.id', 'aws_security_group.left'],
          }),
          block('aws_eip.nat', {}),
          block('aws_eip.left', {}),
          block('aws_nat_gateway.n', { allocation_id: ['aws_eip.nat.id', 'aws_eip.nat'] }),
        ],
      },
    },
  };
  expect(await verdicts({ 'plan.json': JSON.stringify(plan) })).toEqual([
    'aws_eip.left fail: nothing in these files uses it',
    'aws_eip.nat pass: aws_nat_gateway.n uses it',
    'aws_security_group.a pass: aws_instance.i uses it',
    'aws_security_group.b pass: aws_instance.i uses it',
    'aws_security_group.left fail: nothing in these files uses it',
    'aws_security_group.out unknown: output.group hands it out',
  ]);
});

test('a plan that changes nothing, and a state: ids are known', async () => {
  const [a, left] = ['sg-0a1b2c3d', 'sg-0000aaaa'];
  const resources: [string, object][] = [
    ['aws_security_group.a', { id: a }],
    ['aws_security_group.left', { id: left }],
    ['aws_vpc_security_group_ingress_rule.r', { id: 'sgr-0a1b2c3d', security_group_id: left, ip_protocol: '-1' }],
    ['aws_instance.i', { id: 'i-0a1b2c3d', vpc_security_group_ids: [a] }],
    ['aws_eip.e', { id: 'eipalloc-0a1b2c3d', instance: '', network_interface: '', association_id: '' }],
    ['aws_eip.used', { id: 'eipalloc-0000aaaa', instance: '', network_interface: 'eni-0a1b2c3d' }],
  ];
  const expected = [
    'aws_eip.e fail: nothing in these files uses it',
    'aws_eip.used pass: network_interface is "eni-0a1b2c3d"',
    'aws_security_group.a pass: aws_instance.i uses it',
    'aws_security_group.left fail: nothing in these files uses it',
  ];
  const plan = {
    ...HEAD,
    resource_changes: resources.map(([address, values]) => planned(address, values, {}, ['no-op'])),
  };
  expect(await verdicts({ 'plan.json': JSON.stringify(plan) })).toEqual(expected);
  const state = {
    ...HEAD,
    values: {
      root_module: { resources: resources.map(([address, values]) => ({ ...planned(address, {}, {}), values })) },
    },
  };
  expect(await verdicts({ 'state.json': JSON.stringify(state) })).toEqual(expected);
});
