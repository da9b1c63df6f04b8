import { describe, expect, test } from 'vitest';
import { subnets } from '../../src/cloudformation/subnets.ts';
import { cpuTime } from '../cpu-time.ts';
import { expressionValue, problems, read, render, textAt } from './render.ts';

const declarations = `
Transform: AWS::LanguageExtensions
Parameters:
  Name: {Type: String, Default: web}
  Open: {Type: String}
  Ids: {Type: CommaDelimitedList, Default: 'a,b'}
  NoIds: {Type: CommaDelimitedList}
  Env: {Type: String, AllowedValues: [dev, prod]}
Mappings:
  Sizes: {dev: {size: 1}, prod: {size: 2}, web: {list: [x, y]}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
`;

describe.each<[string, [string, string][]]>([
  [
    'Fn::Length',
    [
      ['{Fn::Length: [a, b, c]}', '3'],
      ['{Fn::Length: !Ref Ids}', '2'],
      ['{Fn::Length: !Split [",", "a,b,c,d"]}', '4'],
      ['{Fn::Length: !Ref NoIds}', '?parameter NoIds'],
      [
        '{Fn::Length: [a, !If [IsProd, b, !Ref AWS::NoValue]]}',
        '?condition IsProd (parameter Env)<IsProd=true: 2 | IsProd=false: 1>',
      ],
      ['{Fn::Length: text}', '?Fn::Length with other arguments'],
    ],
  ],
  [
    'Fn::ToJsonString',
    [
      ['{Fn::ToJsonString: {a: 1, b: [x, true]}}', '`{"a":1,"b":["x",true]}` = {a: 1, b: ["x", true]}'],
      ['{Fn::ToJsonString: {a: !Ref Bucket}}', '`{"a":"${@Bucket}"}` = {a: @Bucket}'],
      ['{Fn::ToJsonString: {a: !Sub "x-${Open}"}}', '`{"a":"x-${?parameter Open}"}` = {a: `x-${?parameter Open}`}'],
      ['{Fn::ToJsonString: []}', '`[]` = []'],
      ['{Fn::ToJsonString: !Ref Open}', '?parameter Open'],
    ],
  ],
  [
    'Fn::Cidr',
    [
      ['!Cidr [10.0.0.0/16, 2, 8]', '["10.0.0.0/24", "10.0.1.0/24"]'],
      ['!Select [1, !Cidr ["192.168.0.0/24", "6", "5"]]', '"192.168.0.32/27"'],
      ['!Cidr [!GetAtt Bucket.Arn, 2, 8]', '?Bucket.Arn'],
      ['!Cidr [!Ref Open, 2]', '?parameter Open'],
      ['!Cidr [nonsense, 2]', '?Fn::Cidr of nonsense'],
      ['!Cidr [10.0.0.0/16]', '?Fn::Cidr with other arguments'],
    ],
  ],
  [
    'Fn::GetAZs',
    [
      ['!GetAZs ""', '?availability zones of this region'],
      ['!Select [0, !GetAZs {Ref: "AWS::Region"}]', '?availability zones of this region'],
    ],
  ],
  [
    'Fn::FindInMap',
    [
      ['{Fn::FindInMap: [Sizes, nowhere, size, {DefaultValue: 9}]}', '9'],
      ['{Fn::FindInMap: [Sizes, !Ref Open, size, {DefaultValue: 9}]}', '?parameter Open'],
      ['{Fn::FindInMap: [Sizes, !Sub "${Name}", !Join ["", [li, st]]]}', '["x", "y"]'],
      ['{Fn::FindInMap: [!Sub "${Name}", a, b, {DefaultValue: !Ref Bucket}]}', '@Bucket'],
      ['{Fn::FindInMap: [Sizes, !Select [0, !Ref Ids], size, {DefaultValue: !Ref AWS::NoValue}]}', '∅'],
    ],
  ],
  [
    'names that are computed',
    [
      ['{Ref: !Sub "${Name}"}', '?web'],
      ['{Ref: !Join ["", [Buck, et]]}', '@Bucket'],
      ['{Fn::GetAtt: [!Sub "Buc${Open}", Arn]}', '?parameter Open'],
      ['{Fn::GetAtt: [!Join ["", [Buck, et]], !Sub "A${x}"]}'.replace('${x}', '${!x}'), '@Bucket.A${x}'],
    ],
  ],
  [
    'what others hold',
    [
      ['{Fn::GetStackOutput: {StackName: base, OutputName: Vpc}}', '?output base.Vpc'],
      ['{Fn::Transform: {Name: Upper, Parameters: {a: b}}}', '?macro Upper'],
      ['{a: 1, Fn::Transform: {Name: Upper}}', '{a: 1, …}'],
      ['{Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}', '?AWS::Include of s3://b/k'],
    ],
  ],
  [
    'what is not known yet',
    [
      ['!Ref {Fn::Sub: "${Open}"}', '?parameter Open'],
      ['{Fn::GetAtt: [Bucket, !Ref Open]}', '@Bucket'],
      ['{Fn::GetAtt: [!Ref Open, Arn]}', '?parameter Open'],
      ['{Fn::Length: !GetAtt Bucket.Things}', '?Bucket.Things'],
      ['!Join [!Ref Open, [a, b]]', '?parameter Open'],
      ['!Split [!Ref Open, "a,b"]', '?parameter Open'],
      ['{Fn::Sub: {Fn::Transform: {Name: MyMacro}}}', '?macro MyMacro'],
    ],
  ],
  [
    'Fn::ForEach in properties',
    [
      [
        "{'Fn::ForEach::L': [N, [x, y], {'key${N}': {v: !Ref N, w: !Sub '${N}-${Name}'}}]}",
        '{keyx: {v: "x", w: "x-web"}, keyy: {v: "y", w: "y-web"}}',
      ],
      ["{a: 0, 'Fn::ForEach::L': [N, !Ref Ids, {'k${N}': 1}]}", '{a: 0, ka: 1, kb: 1}'],
      ["{'Fn::ForEach::L': [N, ['a-b.c'], {'k&{N}': '${N}'}]}", '{kabc: "a-b.c"}'],
      ["{'Fn::ForEach::L': [N, !Ref NoIds, {'k${N}': 1}]}", '{…}'],
      [
        "{'Fn::ForEach::L': [N, [x, y], {'Fn::ForEach::M': [O, ['1', '2'], {'${N}${O}': !Ref O}]}]}",
        '{x1: "1", x2: "2", y1: "1", y2: "2"}',
      ],
      ["{'Fn::ForEach::L': nonsense}", '{}'],
    ],
  ],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (expression, expected) => {
    expect(expressionValue(expression, declarations)).toBe(expected);
  });
});

describe('JSON in texts', () => {
  test.each([
    [
      '!Sub \'{"Statement": [{"Resource": "${Bucket.Arn}/*", "Action": "${Open}", "Principal": ${Ids}}]}\'',
      '{Statement: [{Resource: `${@Bucket.Arn}/*`, Action: ?parameter Open, Principal: ["a", "b"]}]}',
    ],
    ['!Join ["", [\'{"a": "\', !GetAtt Bucket.Arn, \'"}\']]', '{a: @Bucket.Arn}'],
    ['!Sub \'{"a": "x\\"${Bucket}\\""}\'', '{a: `x"${@Bucket}"`}'],
    ['!Sub \'[{"${Open}": 1}]\'', undefined],
  ])('%s', (expression, structure) => {
    const value = expressionValue(expression, declarations);
    if (structure === undefined) expect(value).toContain(', …}');
    else expect(value.slice(value.indexOf('` = ') + 4)).toBe(structure);
  });

  test('text that only looks like JSON has no structure', () => {
    expect(expressionValue("!Sub '{{resolve:ssm:${Open}}}'", declarations)).toBe(
      '`{{resolve:ssm:${?parameter Open}}}`',
    );
  });
});

describe('Fn::ForEach over resources', () => {
  const text = `Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList}
Resources:
  'Fn::ForEach::Buckets':
    - Name
    - !Ref Names
    - 'Bucket\${Name}':
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub 'data-\${Name}'
          Other: {Ref: Name}
      'Policy\${Name}':
        Type: AWS::S3::BucketPolicy
        Properties: {Bucket: !Ref 'Bucket\${Name}'}
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  'Fn::ForEach::Out':
    - Name
    - !Ref Names
    - 'Out\${Name}': {Value: !GetAtt 'Bucket\${Name}.Arn'}
`;
  const all = (parameters: Record<string, string>) => {
    const input = read(text, parameters);
    return [
      problems(input),
      input.resources.map(({ address, exists, properties }) => [address, exists, render(properties)]),
    ];
  };

  test('each value gives its resources, at the place of the loop', () => {
    expect(all({ Names: 'a,b' })).toEqual([
      [],
      [
        ['Bucketa', 'yes', '{BucketName: "data-a", Other: "a"}'],
        ['Policya', 'yes', '{Bucket: @Bucketa}'],
        ['Bucketb', 'yes', '{BucketName: "data-b", Other: "b"}'],
        ['Policyb', 'yes', '{Bucket: @Bucketb}'],
        ['Topic', 'yes', '{}'],
      ],
    ]);
    expect(textAt(read(text, { Names: 'a' }).resources[0]!.nameSpan)).toBe("'Bucket${Name}'");
  });

  test('over something unknown there is one, which may not exist', () => {
    expect(all({})).toEqual([
      [],
      [
        ['Bucket${Name}', 'unknown', '{BucketName: `data-${?parameter Names}`, Other: ?parameter Names}'],
        ['Policy${Name}', 'unknown', '{Bucket: @Bucket${Name}}'],
        ['Topic', 'yes', '{}'],
      ],
    ]);
  });

  test('loops in loops in loops are bounded', () => {
    const items = Array.from({ length: 60 }, (_, i) => `i${i}`).join(', ');
    const nested = (depth: number): string =>
      depth === 0
        ? "{'R${V1}${V2}${V3}${V4}': {Type: Custom::X}}"
        : `{'Fn::ForEach::L${depth}': [V${depth}, [${items}], ${nested(depth - 1)}]}`;
    const start = cpuTime();
    const input = read(`Transform: AWS::LanguageExtensions\nResources: ${nested(4)}\n`);
    expect(problems(input)[0]).toMatch(/^template-too-large: /);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });
});

describe('the Rules section', () => {
  const text = `Parameters:
  Env: {Type: String, AllowedValues: [dev, test, prod]}
  Size: {Type: String, AllowedValues: [small, large]}
Rules:
  Known:
    Assertions: [{Assert: {Fn::Contains: [[dev, prod], !Ref Env]}}]
  Production:
    RuleCondition: !Equals [!Ref Env, prod]
    Assertions: [{Assert: !Equals [!Ref Size, large]}]
  Others:
    Assertions: [{Assert: {Fn::EachMemberIn: [{Fn::ValueOfAll: [AWS::EC2::VPC::Id, Tags.x]}, {Fn::RefAll: AWS::EC2::VPC::Id}]}}]
Conditions:
  IsTest: !Equals [!Ref Env, test]
  IsProd: !Equals [!Ref Env, prod]
Resources:
  X:
    Type: Custom::X
    Properties:
      A: !If [IsTest, 1, 2]
      B: !If [IsProd, !Ref Size, none]
      C: !Ref Env
`;

  test('excludes what it forbids', () => {
    const input = read(text);
    expect([problems(input), render(input.resources[0]!.properties)]).toEqual([
      [],
      '{A: 2, B: ?condition IsProd (parameter Env)<IsProd=true: "large" | IsProd=false: "none">, C: ?parameter Env<Env=dev: "dev" | Env=prod: "prod">}',
    ]);
    const feasible = (assumptions: Record<string, string>) =>
      input.info.feasible!(Object.entries(assumptions).map(([name, value]) => ({ name, value })));
    expect([
      feasible({ Env: 'prod', Size: 'small' }),
      feasible({ Env: 'dev', Size: 'small' }),
      feasible({ Env: 'test' }),
    ]).toEqual([false, true, false]);
  });
});

describe('AWS::Include', () => {
  const files = {
    'infra/shared/resources.yaml': 'Shared: {Type: AWS::SNS::Topic}\n',
    'infra/shared/properties.json': '{"VersioningConfiguration": {"Status": "Enabled"}, "Name": {"Ref": "Name"}}',
    'infra/all.yaml': 'Parameters: {}\nResources:\n  Whole: {Type: AWS::SQS::Queue}\n',
  };

  test('of local files adds what they hold, where they hold it', () => {
    const text = `Transform: {Name: AWS::Include, Parameters: {Location: all.yaml}}
Parameters: {Name: {Type: String, Default: n}}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      A: 1
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: ./shared/properties.json}}
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: shared/resources.yaml}}
`;
    const input = read(text, {}, files, 'infra/template.yaml');
    expect([
      problems(input),
      input.resources.map(({ address, properties, span }) => [address, render(properties), span.file.path]),
    ]).toEqual([
      [],
      [
        ['Bucket', '{A: 1, VersioningConfiguration: {Status: "Enabled"}, Name: "n"}', 'infra/template.yaml'],
        ['Shared', '{}', 'infra/shared/resources.yaml'],
        ['Whole', '{}', 'infra/all.yaml'],
      ],
    ]);
    expect([...new Set(input.files.map(({ path }) => path))].sort()).toEqual([
      'infra/all.yaml',
      'infra/shared/properties.json',
      'infra/shared/resources.yaml',
      'infra/template.yaml',
    ]);
  });

  test('of what cannot be seen leaves names open, and nothing else', () => {
    const text = `Resources:
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}
  X: {Type: Custom::X, Properties: {A: !Ref Somewhere}}
`;
    const input = read(text);
    expect([problems(input), input.resources.map(({ properties }) => render(properties))]).toEqual([
      [],
      ['{A: ?Somewhere (AWS::Include of s3://b/k)}'],
    ]);
  });

  test('of itself ends', () => {
    const text =
      'Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: a.yaml}}\n  X: {Type: Custom::X}\n';
    const loop =
      'Y: {Type: Custom::X, Properties: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: a.yaml}}}}\n';
    const input = read(text, {}, { 'a.yaml': loop });
    expect(input.resources.map(({ address }) => address)).toEqual(['Y', 'X']);
  });
});

describe('address ranges', () => {
  test.each([
    ['10.0.0.0/16', 3, 8, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['10.0.5.7/22', 2, 8, ['10.0.4.0/24', '10.0.5.0/24']],
    ['255.255.255.255/32', 1, 0, ['255.255.255.255/32']],
    ['2001:db8::/56', 2, 64, ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['10.0.0.0/24', 2, 8, undefined],
    ['10.0.0.0/16', 257, 8, undefined],
    ['10.0.0.0/16', 0, 8, undefined],
    ['10.0.0.0', 1, 8, undefined],
    ['300.0.0.0/16', 1, 8, undefined],
    ['::1::/64', 1, 8, undefined],
    ['10.0.0.0/16', 1, 33, undefined],
    ['10.0.0.0/16', Number.NaN, 8, undefined],
  ])('%s in %d of %d bits', (range, count, bits, expected) => {
    expect(subnets(range, count, bits)).toEqual(expected);
  });
});
