import { expect, test } from 'vitest';
import { readTemplates } from '../../src/cloudformation/templates.ts';
import { loadBuiltInRules } from '../../src/engine/load.ts';
import { runRules } from '../../src/engine/run.ts';
import { buildGraph } from '../../src/model/graph.ts';
import { filesOf, problems, render } from './render.ts';

function readAll(texts: Readonly<Record<string, string>>, parameters: Readonly<Record<string, string>> = {}) {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return readTemplates(sources, { parameters, files: filesOf(texts) });
}

/** The properties of the last resource of a template. */
function lastOf(texts: Readonly<Record<string, string>>, path: string, parameters?: Readonly<Record<string, string>>) {
  const input = readAll(texts, parameters).find(({ info }) => info.path === path);
  return render(input?.resources.at(-1)?.properties);
}

function importing(...names: readonly string[]): string {
  const properties = names.map((name, index) => `      P${index}: !ImportValue ${name}\n`).join('');
  return `Parameters: {Network: {Type: String}, Env: {Type: String, AllowedValues: [dev, prod]}}\nResources:\n  X:\n    Type: Custom::X\n    Properties:\n${properties}`;
}

const network = `Parameters: {Cidr: {Type: String}, Env: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Env, prod]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
  Group: {Type: AWS::EC2::SecurityGroup}
Outputs:
  Vpc: {Value: !Ref Vpc, Export: {Name: !Sub '\${AWS::StackName}-VpcId'}}
  Group: {Value: !GetAtt Group.GroupId, Export: {Name: group}}
  Range: {Value: 10.0.0.0/8, Export: {Name: range}}
  Cidr: {Value: !Ref Cidr, Export: {Name: cidr}}
  Both: {Value: !Sub '\${Vpc},\${Cidr}', Export: {Name: both}}
  Size: {Value: !If [IsProd, large, small], Export: {Name: size}}
  Never: {Condition: Never, Value: x, Export: {Name: never}}
  ByEnv: {Value: !GetAtt Vpc.CidrBlock, Export: {Name: !Sub '\${Env}-block'}}
`.replace('Conditions: {', 'Conditions: {Never: !Equals [a, b], ');

test('what another template exports is its value, or the resource that it is', () => {
  const app = importing('group', 'range', 'cidr', 'both', 'size', 'never', 'nowhere');
  expect(lastOf({ 'n.yaml': network, 'app.yaml': app }, 'app.yaml')).toBe(
    [
      '{P0: @n.yaml:Group.GroupId',
      'P1: "10.0.0.0/8"',
      'P2: ?parameter Cidr of n.yaml',
      'P3: `${@n.yaml:Vpc},${?parameter Cidr of n.yaml}`',
      'P4: ?condition IsProd (parameter Env) of n.yaml<IsProd of n.yaml=true: "large" | IsProd of n.yaml=false: "small">',
      'P5: ?Fn::ImportValue "never"',
      'P6: ?Fn::ImportValue "nowhere"}',
    ].join(', '),
  );
});

test('names that are known in part are compared by what is known of them', () => {
  const app = importing(
    "{'Fn::Sub': '${Network}-VpcId'}",
    'prod-network-VpcId',
    "{'Fn::Sub': '${Network}-SubnetId'}",
    "{'Fn::Sub': '${Env}-block'}",
    '{Ref: Network}',
    '{"Fn::Join": ["-", [!Ref Network, VpcId]]}',
  );
  expect(lastOf({ 'n.yaml': network, 'app.yaml': app }, 'app.yaml')).toBe(
    [
      '{P0: @n.yaml:Vpc',
      'P1: @n.yaml:Vpc',
      'P2: ?Fn::ImportValue "${Network}-SubnetId"',
      'P3: @n.yaml:Vpc.CidrBlock',
      'P4: ?Fn::ImportValue "Network"',
      'P5: @n.yaml:Vpc}',
    ].join(', '),
  );
});

test('a name that is known wins; several that may be meant are told apart by nothing', () => {
  const exporting = (name: string, value: string) =>
    `Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Value: ${value}, Export: {Name: ${name}}}}\n`;
  const texts = {
    'a.yaml': exporting('!Sub "${AWS::StackName}-queue"', '!Ref Q'),
    'b.yaml': exporting('jobs-queue', '!GetAtt Q.Arn'),
    'c.yaml': exporting('same', 'text'),
    'd.yaml': exporting('same', 'text'),
    'app.yaml': importing('jobs-queue', 'other-queue', "{'Fn::Sub': '${Network}-queue'}", 'same'),
  };
  expect(lastOf(texts, 'app.yaml')).toBe(
    '{P0: @b.yaml:Q.Arn, P1: @a.yaml:Q, P2: ?Fn::ImportValue of what a.yaml and b.yaml may export, P3: "text"}',
  );
});

test('what is imported may be exported again; circles end', () => {
  const passing = (from: string, to: string) =>
    `Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Value: !ImportValue ${from}, Export: {Name: ${to}}}}\n`;
  const texts = {
    'app.yaml': importing('fourth', 'round'),
    'c.yaml': passing('third', 'fourth'),
    'b.yaml': passing('group', 'third'),
    'n.yaml': network,
    'x.yaml': passing('about', 'round'),
    'y.yaml': passing('round', 'about'),
  };
  expect(lastOf(texts, 'app.yaml')).toMatch(
    /^\{P0: @n\.yaml:Group\.GroupId, P1: \?Fn::ImportValue "(about|round)".*\}$/,
  );
});

test('nested stacks export, and import from each other; nobody imports from oneself', () => {
  const texts = {
    'main.yaml': `Resources:
  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: n.yaml, Parameters: {Env: dev}}}
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: app.yaml}}
`,
    'n.yaml': network,
    'app.yaml': importing('group', 'size'),
    'other.yaml': importing('group'),
    'self.yaml':
      'Resources: {X: {Type: Custom::X, Properties: {A: !ImportValue own}}}\nOutputs: {O: {Value: 1, Export: {Name: own}}}\n',
  };
  expect(['main.yaml', 'other.yaml', 'self.yaml'].map(path => lastOf(texts, path))).toEqual([
    '{P0: @N.Group.GroupId, P1: "small"}',
    '{P0: @main.yaml:N.Group.GroupId}',
    '{A: ?Fn::ImportValue "own"}',
  ]);
});

test('the graph leads from the import to the resource, and back', () => {
  const inputs = readAll({ 'n.yaml': network, 'app.yaml': importing('group') });
  const graph = buildGraph(
    inputs.flatMap(({ resources }) => resources),
    inputs.map(({ info }) => info),
  );
  const group = graph.resources.find(({ address }) => address === 'Group')!;
  expect(graph.referencesTo(group).map(({ from, path, attribute }) => [from.address, path, attribute])).toEqual([
    ['X', 'P0', 'GroupId'],
  ]);
  expect(inputs.flatMap(problems)).toEqual([]);
});

const store = `Parameters: {Env: {Type: String}}
Conditions: {C: !Equals [!Ref Env, a]}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true}}
Outputs:
  Bucket: {Value: !Ref Bucket, Export: {Name: !Sub '\${AWS::StackName}-Bucket'}}
  Subnet: {Value: !Ref Subnet, Export: {Name: !Sub '\${AWS::StackName}-Subnet'}}
`;

const policy = (condition: string) => `Parameters: {Env: {Type: String}}
Conditions: {C: !Equals [!Ref Env, b]}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy${condition}
    Properties:
      Bucket: {'Fn::ImportValue': store-Bucket}
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Deny
            Principal: '*'
            Action: s3:*
            Resource: [arn:aws:s3:::a, 'arn:aws:s3:::a/*']
            Condition: {Bool: {aws:SecureTransport: 'false'}}
  Instance: {Type: AWS::EC2::Instance, Properties: {SubnetId: {'Fn::ImportValue': store-Subnet}}}
`;

const linkRules = ['s3-bucket-ssl-requests-only', 'ec2-instance-no-public-ip'];
const rules = loadBuiltInRules().filter(({ id }) => linkRules.includes(id));

test.each([
  ['', 'pass'],
  ['\n    Condition: C', 'unknown'],
])('rules see what other templates say of a resource, and what they import; of Condition %j', (condition, expected) => {
  const inputs = readAll({ 'store.yaml': store, 'app.yaml': policy(condition) });
  const graph = buildGraph(
    inputs.flatMap(({ resources }) => resources),
    inputs.map(({ info }) => info),
  );
  const found = runRules(rules, graph).map(({ rule, resource, verdict, because }) => [
    rule.id,
    `${resource?.input.path} ${resource?.address}`,
    verdict,
    verdict === 'pass' ? '' : because,
  ]);
  expect(found.sort()).toEqual([
    ['ec2-instance-no-public-ip', 'app.yaml Instance', 'fail', 'MapPublicIpOnLaunch is true (Subnet)'],
    // The bucket of the same name beside the policy is another one.
    ['s3-bucket-ssl-requests-only', 'app.yaml Bucket', 'fail', 'no AWS::S3::BucketPolicy refers to Bucket'],
    [
      's3-bucket-ssl-requests-only',
      'store.yaml Bucket',
      expected,
      expected === 'pass' ? '' : 'whether Policy exists is not decided',
    ],
  ]);
});

test('exports that repeat what they import stay within bounds', () => {
  const repeated = (name: string) => `!Join ['', [${Array.from({ length: 60 }, () => `!ImportValue ${name}`).join()}]]`;
  const exporting = (name: string, value: string) =>
    `Resources: {R: {Type: Custom::R}}\nOutputs: {O: {Value: ${value}, Export: {Name: ${name}}}}\n`;
  const texts = {
    'a.yaml': exporting('a', "'abc'"),
    'b.yaml': exporting('b', repeated('a')),
    'c.yaml': exporting('c', repeated('b')),
    'd.yaml': exporting('d', repeated('c')),
    'e.yaml': exporting('e', repeated('d')),
    'z.yaml': importing('b', 'e'),
  };
  expect(lastOf(texts, 'z.yaml')).toBe(`{P0: "${'abc'.repeat(60)}", P1: ?a value that is too large of e.yaml}`);
});
