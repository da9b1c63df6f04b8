import { expect, test } from 'vitest';
import { readTemplates } from '../../src/cloudformation/templates.ts';
import { lineText, regionOf } from '../../src/model/source.ts';
import { filesOf } from './render.ts';

function mentionsOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const [input] = readTemplates(sources, { files: filesOf(texts) });
  return input!.info.mentions!().map(({ target, by, argument, attribute, isHandedOut, span }) => {
    const what = attribute === undefined ? target : `${target}.${attribute}`;
    return `${what} ${isHandedOut ? 'out by' : 'in'} ${by}${argument ? ` ${argument}` : ''}: ${lineText(span.file, regionOf(span).line).trim()}`;
  });
}

test('outputs hand out what their values show, and what is written where they do not', () => {
  const template = `Conditions: {Never: !Equals [a, b]}
Resources:
  A: {Type: AWS::EC2::SecurityGroup}
Outputs:
  Plain: {Value: !GetAtt A.GroupId}
  Joined: {Value: !Join ['-', [x, !Ref A]]}
  Split:
    Value: !Select [1, !Split ['-', !Sub 'a-\${A}-\${!A}']]
  Never: {Condition: Never, Value: !Ref A}
  Other: {Value: x}
`;
  expect(mentionsOf({ 'a.yaml': template })).toEqual([
    'A.GroupId out by output Plain: Plain: {Value: !GetAtt A.GroupId}',
    "A out by output Joined: Joined: {Value: !Join ['-', [x, !Ref A]]}",
    "A out by output Split: Value: !Select [1, !Split ['-', !Sub 'a-${A}-${!A}']]",
  ]);
});

test('a nested stack whose template is not here is given what it gets', () => {
  const template = `Resources:
  A: {Type: AWS::EC2::SecurityGroup}
  S:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://example.com/t.yaml
      Parameters: {Group: !Ref A}
`;
  expect(mentionsOf({ 'a.yaml': template })).toEqual([
    'A out by S: Parameters: {Group: !Ref A}',
    'A in S Parameters: Parameters: {Group: !Ref A}',
  ]);
});

test('names are followed through parameters and outputs of nested stacks', () => {
  const parent = `Resources:
  A: {Type: AWS::EC2::SecurityGroup}
  S:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters: {Groups: !Join [',', [!Ref A]]}
  X:
    Type: Custom::X
    Properties: {Of: ['Fn::GetAtt': [S, Outputs.B]]}
`;
  const child = `Parameters: {Groups: {Type: String}}
Resources:
  B: {Type: AWS::EC2::SecurityGroup}
  I:
    Type: AWS::EC2::Instance
    Properties: {SecurityGroupIds: !Split [',', !Ref Groups]}
Outputs:
  B: {Value: !Ref B}
`;
  expect(mentionsOf({ 'a.yaml': parent, 'child.yaml': child })).toEqual([
    'S.B out by output S.B: B: {Value: !Ref B}',
    "A in S Parameters: Parameters: {Groups: !Join [',', [!Ref A]]}",
    "S.B in X Of: Properties: {Of: ['Fn::GetAtt': [S, Outputs.B]]}",
    "A in S.I SecurityGroupIds: Properties: {SecurityGroupIds: !Split [',', !Ref Groups]}",
  ]);
});
