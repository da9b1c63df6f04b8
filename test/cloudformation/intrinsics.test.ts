import { describe, expect, test } from 'vitest';
import { expressionValue, problems, read, render, textAt } from './render.ts';

const declarations = `
Parameters:
  Name: {Type: String, Default: web}
  Open: {Type: String}
  Env: {Type: String, AllowedValues: [dev, prod]}
  Ids: {Type: CommaDelimitedList, Default: 'a, b,c'}
  NoIds: {Type: List<AWS::EC2::Subnet::Id>}
  Which: {Type: String, AllowedValues: [Bucket, Topic]}
  Secret: {Type: String, NoEcho: true, Default: hunter2}
Mappings:
  Sizes:
    dev: {size: small, days: 1}
    prod: {size: large, days: 1}
  Regions:
    us-east-1: {ami: ami-1}
    eu-west-1: {ami: ami-2}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsDev: !Not [!Condition IsProd]
  Always: !Equals [!Ref Name, web]
`;

/** Each intrinsic with what is known, known in part, and not known. */
describe.each<[string, [string, string][]]>([
  [
    'Ref',
    [
      ['!Ref Name', '"web"'],
      ['{Ref: Name}', '"web"'],
      ['!Ref Open', '?parameter Open'],
      ['!Ref Env', '?parameter Env<Env=dev: "dev" | Env=prod: "prod">'],
      ['!Ref Ids', '["a", "b", "c"]'],
      ['!Ref NoIds', '?parameter NoIds'],
      ['!Ref Secret', '"hunter2"🔒'],
      ['!Ref Bucket', '@Bucket'],
      ['!Ref AWS::Region', '?AWS::Region'],
      ['!Ref AWS::NoValue', '∅'],
      ['!Ref Nowhere', '?Nowhere'],
      ['[a, !Ref "AWS::NoValue", b]', '["a", "b"]'],
      ['{Ref: !Ref Name}', '?web'],
      ['{Ref: !Ref Which}', '?parameter Which<Which=Bucket: @Bucket | Which=Topic: @Topic>'],
      ['{Ref: !Ref Open}', '?parameter Open'],
    ],
  ],
  [
    'Fn::GetAtt',
    [
      ['!GetAtt Bucket.Arn', '@Bucket.Arn'],
      ['{Fn::GetAtt: [Bucket, Arn]}', '@Bucket.Arn'],
      ['{Fn::GetAtt: Bucket.Arn}', '@Bucket.Arn'],
      ['!GetAtt [Bucket, Website.URL]', '@Bucket.Website.URL'],
      ['!GetAtt Nowhere.Arn', '?Nowhere.Arn'],
      ['!GetAtt Bucket', '?Fn::GetAtt with other arguments'],
      ['!GetAtt [!Ref Which, Arn]', '?parameter Which<Which=Bucket: @Bucket.Arn | Which=Topic: @Topic.Arn>'],
      ['!GetAtt [!Ref Open, Arn]', '?parameter Open'],
      ['!GetAtt [Bucket, !Ref Open]', '@Bucket'],
    ],
  ],
  [
    'Fn::Sub',
    [
      ['!Sub "a-${Name}"', '"a-web"'],
      ['!Sub "${Bucket.Arn}/*"', '`${@Bucket.Arn}/*`'],
      ['!Sub "${Bucket.Arn}"', '@Bucket.Arn'],
      ['!Sub "x-${Open}"', '`x-${?parameter Open}`'],
      ['!Sub "x-${Env}"', '?parameter Env<Env=dev: "x-dev" | Env=prod: "x-prod">'],
      [
        '!Sub "${Env}-${Env}-${Open}"',
        '?parameter Env<Env=dev: `dev-dev-${?parameter Open}` | Env=prod: `prod-prod-${?parameter Open}`>',
      ],
      ['!Sub ["${A}-${Name}", {A: !Ref Topic}]', '`${@Topic}-web`'],
      ['!Sub ["${Name}", {Name: other}]', '"other"'],
      ['!Sub "${!Literal}-${AWS::Region}"', '`${Literal}-${?AWS::Region}`'],
      ['!Sub "pw=${Secret}"', '"pw=hunter2"🔒'],
      [
        '!Sub "{{resolve:secretsmanager:${Topic}:SecretString:password}}"',
        '`{{resolve:secretsmanager:${@Topic}:SecretString:password}}`',
      ],
      ['!Sub [a]', '?Fn::Sub with other arguments'],
      ['!Sub "${Nowhere}"', '?Nowhere'],
    ],
  ],
  [
    'Fn::Join',
    [
      ['!Join [",", [a, b]]', '"a,b"'],
      ['!Join ["", [a, !Ref Name]]', '"aweb"'],
      ['!Join [",", !Ref Ids]', '"a,b,c"'],
      ['!Join [",", !Ref NoIds]', '?parameter NoIds'],
      ['!Join ["", ["arn:", !GetAtt Topic.TopicName]]', '`arn:${@Topic.TopicName}`'],
      ['!Join [",", [!Ref Env, x]]', '?parameter Env<Env=dev: "dev,x" | Env=prod: "prod,x">'],
      ['!Join [",", [a, 1, yes]]', '"a,1,true"'],
      ['!Join [","]', '?Fn::Join with other arguments'],
    ],
  ],
  [
    'Fn::Select',
    [
      ['!Select [1, !Ref Ids]', '"b"'],
      ['!Select ["0", [!Ref Bucket, x]]', '@Bucket'],
      ['!Select [0, !Ref NoIds]', '?parameter NoIds'],
      [
        '!Select [0, !If [IsProd, [a], [b]]]',
        '?condition IsProd (parameter Env)<IsProd=true: "a" | IsProd=false: "b">',
      ],
      ['!Select [9, !Ref Ids]', '?Fn::Select asks for the item 9 of a list of 3.'],
      ['!Select [0]', '?Fn::Select with other arguments'],
    ],
  ],
  [
    'Fn::Split',
    [
      ['!Split ["-", "a-b"]', '["a", "b"]'],
      ['!Select [1, !Split ["-", !Sub "x-${Name}"]]', '"web"'],
      ['!Split [",", !Ref Open]', '?parameter Open'],
      ['!Split [":", !GetAtt Bucket.Arn]', '?Bucket.Arn'],
      ['!Split [",", !Join [",", [!Ref Bucket, "x", !GetAtt Bucket.Arn]]]', '[@Bucket, "x", @Bucket.Arn]'],
      ['!Split [",", !Sub "${Bucket}-a,${Bucket}"]', '[`${@Bucket}-a`, @Bucket]'],
      ['!Split [",", !Ref Bucket]', '[@Bucket]'],
      ['!Split [",", !Join [",", [!Ref Bucket, !Ref Open]]]', '?Bucket'],
      ['!Split ["-", !Sub "${Bucket}-a"]', '?Bucket'],
      ['!Split [",", !GetAtt Vpc.Ipv6CidrBlocks]', '?Vpc.Ipv6CidrBlocks'],
      ['!Split [",", !Ref Secret]', '["hunter2"🔒]'],
      ['!Split ["-", !Sub "x-${Env}"]', '?parameter Env<Env=dev: ["x", "dev"] | Env=prod: ["x", "prod"]>'],
    ],
  ],
  [
    'Fn::FindInMap',
    [
      ['!FindInMap [Sizes, prod, size]', '"large"'],
      ['!FindInMap [Sizes, !Ref Env, size]', '?parameter Env<Env=dev: "small" | Env=prod: "large">'],
      ['!FindInMap [Sizes, !Ref Env, days]', '1'],
      ['!FindInMap [Sizes, !Ref Open, size]', '?parameter Open<Open=dev: "small" | Open=prod: "large">'],
      [
        '!FindInMap [Regions, !Ref AWS::Region, ami]',
        '?AWS::Region<AWS::Region=us-east-1: "ami-1" | AWS::Region=eu-west-1: "ami-2">',
      ],
      ['!FindInMap [Sizes, test, size]', '?Sizes.test.size'],
      ['!FindInMap [Sizes, !ToJsonString {a: b}, size, {DefaultValue: none}]', '"none"'],
      ['!FindInMap [Sizes, test]', '?Fn::FindInMap with other arguments'],
    ],
  ],
  [
    'Fn::If',
    [
      ['!If [Always, a, b]', '"a"'],
      ['!If [IsProd, a, b]', '?condition IsProd (parameter Env)<IsProd=true: "a" | IsProd=false: "b">'],
      ['!If [IsProd, a, !Ref AWS::NoValue]', '?condition IsProd (parameter Env)<IsProd=true: "a" | IsProd=false: ∅>'],
      ['!If [IsProd, !If [IsDev, x, y], z]', '?condition IsProd (parameter Env)<IsProd=true: "y" | IsProd=false: "z">'],
      [
        '!If [IsProd, !Ref Env, !Ref Env]',
        '?condition IsProd (parameter Env)<IsProd=true: "prod" | IsProd=false: "dev">',
      ],
      ['!If [Nowhere, a, b]', '?condition Nowhere<Nowhere=true: "a" | Nowhere=false: "b">'],
      ['!If [IsProd, a]', '?Fn::If with other arguments'],
    ],
  ],
  [
    'Fn::Cidr',
    [
      ['!Cidr [10.0.0.0/16, 2, 8]', '["10.0.0.0/24", "10.0.1.0/24"]'],
      ['!Select [1, !Cidr [10.0.0.0/16, 2, 8]]', '"10.0.1.0/24"'],
      ['!Cidr [!GetAtt Vpc.CidrBlock, 2, 8]', '["10.0.0.0/24", "10.0.1.0/24"]'],
      ['!Cidr [!Ref Open, 2, 8]', '?parameter Open'],
      ['!Cidr [!GetAtt Bucket.Arn, 2]', '?Bucket.Arn'],
      ['!Cidr [10.0.0.0/31, 2, 8]', '?Fn::Cidr of 10.0.0.0/31'],
      ['!Cidr [10.0.0.0/16]', '?Fn::Cidr with other arguments'],
    ],
  ],
  [
    'Fn::Length, Fn::ToJsonString, Fn::GetAZs',
    [
      ['!Length [a, b]', '2'],
      ['!Length {Ref: Ids}', '3'],
      ['!Length {Ref: NoIds}', '?parameter NoIds'],
      ['!Length text', '?Fn::Length with other arguments'],
      [
        '!Length [a, !If [IsProd, b, !Ref AWS::NoValue]]',
        '?condition IsProd (parameter Env)<IsProd=true: 2 | IsProd=false: 1>',
      ],
      [
        '!Length {"Fn::If": [IsProd, [a, b], [c]]}',
        '?condition IsProd (parameter Env)<IsProd=true: 2 | IsProd=false: 1>',
      ],
      [
        '!ToJsonString {a: !Ref Open, b: [1, true]}',
        '`{"a":"${?parameter Open}","b":[1,true]}` = {a: ?parameter Open, b: [1, true]}',
      ],
      ['!ToJsonString text', '?an expression'],
      ['!GetAZs ""', '?availability zones of this region'],
      ['!GetAZs us-east-1', '?availability zones of us-east-1'],
      ['!Select [0, !GetAZs ""]', '?availability zones of this region'],
    ],
  ],
  [
    'combinations',
    [
      ['!Join ["-", !Split [",", !Join [",", [a, !Ref Name]]]]', '"a-web"'],
      [
        '!Sub ["${A}", {A: !Select [0, !Split ["-", !If [IsProd, p-1, d-1]]]}]',
        '?condition IsProd (parameter Env)<IsProd=true: "p" | IsProd=false: "d">',
      ],
      [
        '!FindInMap [Sizes, !If [IsProd, prod, dev], size]',
        '?condition IsProd (parameter Env)<IsProd=true: "large" | IsProd=false: "small">',
      ],
      [
        '!If [IsProd, !FindInMap [Sizes, !Ref Env, size], none]',
        '?condition IsProd (parameter Env)<IsProd=true: "large" | IsProd=false: "none">',
      ],
      [
        '!Select [!If [IsProd, 0, 1], [a, b]]',
        '?condition IsProd (parameter Env)<IsProd=true: "a" | IsProd=false: "b">',
      ],
      [
        '!Join ["", [!If [IsProd, a, b], !If [IsDev, c, d]]]',
        '?condition IsProd (parameter Env)<IsProd=true: "ad" | IsProd=false: "bc">',
      ],
      ['!Base64 {"Fn::Sub": "${Name}-${Open}"}', '`web-${?parameter Open}`'],
      [
        '!Split [",", !If [IsProd, "a,b", !Ref Open]]',
        '?condition IsProd (parameter Env)<IsProd=true: ["a", "b"] | IsProd=false: ?parameter Open>',
      ],
      [
        '!Cidr [!If [IsProd, 10.0.0.0/16, 10.1.0.0/16], 1, 8]',
        '?condition IsProd (parameter Env)<IsProd=true: ["10.0.0.0/24"] | IsProd=false: ["10.1.0.0/24"]>',
      ],
    ],
  ],
  [
    'others',
    [
      ['!Base64 text', '"text"'],
      ['{Fn::Base64: !Sub "echo ${Name}"}', '"echo web"'],
      ['!ImportValue vpc', '?Fn::ImportValue "vpc"'],
      ['{Fn::ImportValue: !Sub "${AWS::StackName}-vpc"}', '?Fn::ImportValue "${AWS::StackName}-vpc"'],
      ['!Equals [a, b]', '?Fn::Equals'],
      ['!Nonsense a', '?Fn::Nonsense'],
      ['"{{resolve:ssm:/db/host:1}}"', '"{{resolve:ssm:/db/host:1}}"'],
      ['{Condition: {StringEquals: x}}', '{Condition: {StringEquals: "x"}}'],
    ],
  ],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (expression, expected) => {
    expect(expressionValue(expression, declarations)).toBe(expected);
  });
});

describe('spans', () => {
  test('a default, a mapping and an allowed value stand where they are written', () => {
    const input = read(`${declarations}
Resources:
  X:
    Type: Custom::X
    Properties:
      A: !Ref Name
      B: !FindInMap [Sizes, dev, size]
      C: !Ref Open
`);
    const properties = [...input.resources[0]!.properties.properties.values()];
    expect(properties.map(({ span, value }) => [textAt(span), textAt(value.span)])).toEqual([
      ['A: !Ref Name', 'web'],
      ['B: !FindInMap [Sizes, dev, size]', 'small'],
      ['C: !Ref Open', '!Ref Open'],
    ]);
  });
});

describe('diagnostics', () => {
  test.each([
    ['!Ref Nowhere', ['template-undefined-reference: !Ref Nowhere']],
    ['!Sub "${Nowhere}"', ['template-undefined-reference: ${Nowhere}']],
    ['!GetAtt [Nowhere, Arn]', ['template-undefined-reference: !GetAtt [Nowhere, Arn]']],
    ['!If [Nowhere, a, b]', ['template-unknown-condition: Nowhere']],
    ['!If [Nowhere]', ['template-wrong-arguments: !If [Nowhere]']],
    ['!Frob x', ['template-unknown-function: !Frob x']],
    ['{"Fn::Sub": x, other: y}', ['template-wrong-arguments: "Fn::Sub"']],
    ['!FindInMap [Nowhere, a, b]', ['template-undefined-mapping: !FindInMap [Nowhere, a, b]']],
    [
      '!FindInMap [Nowhere, !Ref AWS::Region, b]',
      ['template-undefined-mapping: !FindInMap [Nowhere, !Ref AWS::Region, b]'],
    ],
    [
      '!FindInMap [Nowhere, a, b, {DefaultValue: c}]',
      ['template-missing-transform: !FindInMap [Nowhere, a, b, {DefaultValue: c}]'],
    ],
    ['!Length [a]', ['template-missing-transform: !Length [a]']],
    ['!ToJsonString {a: b}', ['template-missing-transform: !ToJsonString {a: b}']],
    ['{"Fn::ForEach::L": [V, [a], {"${V}": 1}]}', ['template-missing-transform: "Fn::ForEach::L"']],
    ['!Join [",", text]', ['template-wrong-arguments: !Join [",", text]']],
    ['!Join [",", [a], [b]]', ['template-wrong-arguments: !Join [",", [a], [b]]']],
    ['!GetAtt Topic.TopicArm', ['template-unknown-attribute: !GetAtt Topic.TopicArm']],
    ['!Sub "${Topic.topicArn}"', ['template-unknown-attribute: ${Topic.topicArn}']],
    [
      '[!GetAtt Topic.TopicArn, !GetAtt Topic.DisplayName, !GetAtt Topic.SomethingNew, !GetAtt X.Anything]',
      ['template-circular-dependency: !GetAtt X.Anything'],
    ],
  ])('%s', (expression, expected) => {
    const text = `Resources: {Topic: {Type: AWS::SNS::Topic}, X: {Type: Custom::X, Properties: {A: ${expression}}}}`;
    expect(problems(read(text))).toEqual(expected);
  });

  test('AWS::LanguageExtensions makes more of the language known', () => {
    const text = `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Mappings: {M: {a: {b: c}}}
Resources:
  Fn::ForEach::All: [V, [a], {"X\${V}": {Type: Custom::X, Properties: {A: !Length [a], B: !ToJsonString {a: b}, C: !FindInMap [M, z, b, {DefaultValue: 1}]}}}]
`;
    const input = read(text);
    expect([problems(input), input.resources.map(({ properties }) => render(properties))]).toEqual([
      [],
      ['{A: 1, B: `{"a":"b"}` = {a: "b"}, C: 1}'],
    ]);
  });

  test('types and conditions', () => {
    const text = `Conditions: {C: !Equals [!Ref B, a], D: !Equals [!GetAtt B.Arn, a]}
Resources:
  A: {Type: AWS::S3::Buckets}
  B: {Type: AWS::s3::Bucket}
  C: {Type: AWS::S3::SomethingNew}
  D: {Type: AWS::S3::Bucket, DependsOn: [A, Nowhere]}
`;
    expect(problems(read(text))).toEqual([
      'template-wrong-arguments: !Ref B',
      'template-wrong-arguments: !GetAtt B.Arn',
      'template-unknown-type: A',
      'template-unknown-type: B',
      'template-undefined-reference: Nowhere',
    ]);
    const serverless = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: {Type: AWS::Serverless::Function, Properties: {InlineCode: x}}
  B: {Type: AWS::S3::Bucket, DependsOn: [Fn, FnRole, ServerlessRestApi, Nowhere]}
`;
    expect(problems(read(serverless))).toEqual(['template-undefined-reference: Nowhere']);
  });
});

test('sixty undecided parts in one text stay one text', () => {
  const names = Array.from({ length: 60 }, (_, i) => `P${i}`);
  const parameters = names.map(name => `  ${name}: {Type: String, AllowedValues: [a, b, c]}`).join('\n');
  const text = `Parameters:\n${parameters}\nResources:\n  X:\n    Type: Custom::X\n    Properties:\n      A: !Sub "${names.map(name => `\${${name}}`).join('')}"\n`;
  const value = read(text).resources[0]?.properties.properties.get('A')?.value;
  expect(value?.kind === 'template' && value.parts.length).toBe(60);
  expect(render(value)).toContain('?parameter P59<P59=a: "a"');
});
