import { describe, expect, test } from 'vitest';
import { problems, read, render, textAt } from './render.ts';

const network = `Parameters:
  Cidr: {Type: String}
  Env: {Type: String}
  Key: {Type: String, Default: none}
  Zones: {Type: CommaDelimitedList, Default: a}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: !Ref Cidr, Env: !Ref Env, Key: !Ref Key, Zones: !Ref Zones}
  FlowLog:
    Type: AWS::EC2::FlowLog
    Condition: IsProd
    Properties: {ResourceId: !Ref Vpc}
Outputs:
  VpcId: {Value: !Ref Vpc}
  Range: {Value: !Ref Cidr, Export: {Name: range}}
`;

const parent = `Parameters:
  Env: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Key: {Type: AWS::KMS::Key}
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./network.yaml
      Parameters: {Cidr: 10.0.0.0/16, Env: !Ref Env, Key: !GetAtt Key.Arn, Zones: !Join [',', [a, b]]}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !GetAtt Network.Outputs.VpcId
      Range: !GetAtt Network.Outputs.Range
      Missing: !GetAtt Network.Outputs.Nothing
      Both: !If [IsProd, x, y]
`;

describe('a nested stack of the repository', () => {
  const input = read(parent, {}, { 'app/network.yaml': network }, 'app/main.yaml');

  test('gets parameters, gives outputs, and is addressed by its name', () => {
    expect(input.resources.map(({ address, type, properties }) => [address, type, render(properties)])).toEqual([
      ['Key', 'AWS::KMS::Key', '{}'],
      [
        'Network',
        'AWS::CloudFormation::Stack',
        '{TemplateURL: "./network.yaml", Parameters: {Cidr: "10.0.0.0/16", Env: ?parameter Env, Key: @Key.Arn, Zones: "a,b"}}',
      ],
      [
        'Group',
        'AWS::EC2::SecurityGroup',
        '{VpcId: @Network.Vpc, Range: "10.0.0.0/16", Missing: ?Network.Outputs.Nothing, Both: ?condition IsProd (parameter Env)<IsProd=true: "x" | IsProd=false: "y">}',
      ],
      [
        'Network.Vpc',
        'AWS::EC2::VPC',
        '{CidrBlock: "10.0.0.0/16", Env: ?parameter Env, Key: @Key.Arn, Zones: ["a", "b"]}',
      ],
      ['Network.FlowLog', 'AWS::EC2::FlowLog', '{ResourceId: @Network.Vpc}'],
    ]);
    expect(problems(input)).toEqual(['template-undefined-output: !GetAtt Network.Outputs.Nothing']);
    expect(input.files.map(({ path }) => path)).toEqual(['app/main.yaml', 'app/network.yaml']);
  });

  test('gets a list as one text, and gives one', () => {
    const child = `Parameters:
  Keys: {Type: CommaDelimitedList}
  Open: {Type: CommaDelimitedList}
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {Keys: !Ref Keys, Open: !Ref Open}}
Outputs:
  Groups: {Value: !Join [',', [!Ref Group, !GetAtt Group.GroupId]]}
`;
    const text = `Parameters: {Name: {Type: String}}
Resources:
  Key: {Type: AWS::KMS::Key}
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters: {Keys: !Join [', ', [!Ref Key, a, !GetAtt Key.Arn]], Open: !Sub '\${Key},\${Name}'}
  Web:
    Type: AWS::EC2::Instance
    Properties: {Groups: !Split [',', !GetAtt Child.Outputs.Groups]}
`;
    const { resources } = read(text, {}, { 'child.yaml': child });
    const shown = (address: string) => render(resources.find(resource => resource.address === address)!.properties);
    expect(shown('Child.Group')).toBe('{Keys: [@Key, "a", @Key.Arn], Open: `${@Key},${?parameter Name}`}');
    expect(shown('Web')).toBe('{Groups: [@Child.Group, @Child.Group.GroupId]}');
  });

  test('its resources tell through which stack they came', () => {
    const vpc = input.resources.find(({ address }) => address === 'Network.Vpc')!;
    expect([vpc.span.file.path, vpc.calledFrom.map(({ address, span }) => [address, textAt(span)])]).toEqual([
      'app/network.yaml',
      [['Network', 'Network']],
    ]);
  });

  test('its conditions have names of their own, and depend on the same parameters', () => {
    const log = input.resources.find(({ address }) => address === 'Network.FlowLog')!;
    expect(log.existsWhen).toEqual([{ name: 'Network.IsProd', value: true }]);
    const feasible = (assumptions: Record<string, string | boolean>) =>
      input.info.feasible!(Object.entries(assumptions).map(([name, value]) => ({ name, value })));
    expect([
      feasible({ 'Network.IsProd': true, IsProd: true }),
      feasible({ 'Network.IsProd': true, IsProd: false }),
      feasible({ 'Network.IsProd': true, Env: 'dev' }),
    ]).toEqual([true, false, false]);
  });
});

test('a stack under a condition takes what it nests along', () => {
  const text = `Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Condition: C
    Properties: {TemplateURL: inner.yaml, Parameters: {P: !Ref P}}
`;
  const inner =
    'Parameters: {P: {Type: String}}\nConditions: {D: !Equals [!Ref P, a]}\nResources: {X: {Type: Custom::X, Properties: {A: !If [D, 1, 2]}}}\n';
  expect(
    read(text, {}, { 'inner.yaml': inner })
      .resources.map(({ address, exists, existsWhen, properties }) => [address, exists, existsWhen, render(properties)])
      .at(-1),
  ).toEqual(['Inner.X', 'unknown', [{ name: 'C', value: true }], '{A: 1}']);
  expect(read(text, { P: 'b' }, { 'inner.yaml': inner }).resources).toEqual([]);
});

test('the template of a stack is found through what the CDK writes', () => {
  const text = JSON.stringify({
    Resources: {
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: { 'Fn::Sub': 'https://x.s3.${AWS::Region}.${AWS::URLSuffix}/a.json' } },
        Metadata: { 'aws:asset:path': 'inner.nested.template.json' },
      },
    },
  });
  const inner = '{"Resources": {"X": {"Type": "AWS::S3::Bucket"}}}';
  const input = read(text, {}, { 'cdk.out/inner.nested.template.json': inner }, 'cdk.out/main.template.json');
  expect(input.resources.map(({ address }) => address)).toEqual(['Inner', 'Inner.X']);
});

test('and through its hash, which the list of what is uploaded has', () => {
  const hash = 'ab12'.repeat(16);
  const url = (name: string) => ['', ['https://x.s3.', { Ref: 'AWS::URLSuffix' }, `/assets/${name}.json`]];
  const stack = (name: string) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: { 'Fn::Join': url(name) } },
  });
  const text = JSON.stringify({ Resources: { Inner: stack(hash), Other: stack('cd34'.repeat(16)) } });
  const input = read(
    text,
    {},
    {
      'cdk.out/main.assets.json': JSON.stringify({
        files: { [hash]: { source: { path: 'inner.nested.template.json' } } },
      }),
      'cdk.out/inner.nested.template.json': '{"Resources": {"X": {"Type": "AWS::S3::Bucket"}}}',
      'cdk.out/broken.assets.json': '{',
    },
    'cdk.out/main.template.json',
  );
  expect(input.resources.map(({ address }) => address)).toEqual(['Inner', 'Other', 'Inner.X']);
});

test.each([
  ['a stack elsewhere', 'https://s3.amazonaws.com/b/k.yaml', {}],
  ['a file that is missing', 'missing.yaml', {}],
  ['a file that is no template', 'text.yaml', { 'text.yaml': 'text' }],
])('%s stays a stack, its outputs are of the deployment', (_name, url, files) => {
  const text = `Resources:
  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: '${url}'}}
  X: {Type: Custom::X, Properties: {A: !GetAtt Inner.Outputs.B}}
`;
  expect(
    read(text, {}, files)
      .resources.map(({ properties }) => render(properties))
      .at(-1),
  ).toBe('{A: @Inner.Outputs.B}');
});

test('stacks that nest each other end', () => {
  const text =
    'Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}\n  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}\n';
  const input = read(text, {}, { 'a.yaml': text }, 'a.yaml');
  expect(input.resources.length).toBeLessThan(1_000);
});

test('serverless resources of a nested stack keep to themselves', () => {
  const app = `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 7}}
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}
`;
  const text =
    'Resources:\n  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: app.yaml}}\n  Two: {Type: AWS::Serverless::Application, Properties: {Location: app.yaml}}\n';
  const input = read(text, {}, { 'app.yaml': app });
  expect(input.resources.map(({ address }) => address)).toEqual([
    'One',
    'Two',
    ...['One', 'Two'].flatMap(stack =>
      [
        'Fn',
        'FnGetPermissionProd',
        'FnRole',
        'ServerlessRestApi',
        'ServerlessRestApiDeployment',
        'ServerlessRestApiProdStage',
      ].map(name => `${stack}.${name}`),
    ),
  ]);
  expect(render(input.resources[2]!.properties)).toContain('Timeout: 7, Role: @One.FnRole.Arn');
});
