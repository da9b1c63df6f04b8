import { describe, expect, test } from 'vitest';
import { read, render } from './render.ts';

function parameter(declaration: string, given?: string): string {
  const text = `Parameters:\n  P: ${declaration}\nResources:\n  X: {Type: Custom::X, Properties: {A: !Ref P}}\n`;
  const input = read(text, given === undefined ? {} : { P: given });
  return render(input.resources[0]?.properties.properties.get('A')?.value);
}

describe('the value of a parameter', () => {
  test.each([
    ['{Type: String}', undefined, '?parameter P'],
    ['{Type: String}', 'x', '"x"'],
    ['{Type: String, Default: a}', undefined, '"a"'],
    ['{Type: String, Default: a}', 'x', '"x"'],
    ['{Type: String, Default: ""}', undefined, '""'],
    ['{Type: String, Default: }', undefined, '""'],
    ['{Type: Number, Default: 7}', undefined, '7'],
    ['{Type: String, Default: 5.10}', undefined, '"5.10"'],
    ['{Type: String, AllowedValues: [a, b]}', undefined, '?parameter P<P=a: "a" | P=b: "b">'],
    ['{Type: String, AllowedValues: [a, b], Default: b}', undefined, '"b"'],
    ['{Type: String, AllowedValues: [yes, 7]}', undefined, '?parameter P<P=true: true | P=7: 7>'],
    ['{Type: CommaDelimitedList, Default: "a, b"}', undefined, '["a", "b"]'],
    ['{Type: CommaDelimitedList, Default: ""}', undefined, '[]'],
    ['{Type: "List<Number>"}', '1,2', '["1", "2"]'],
    ['{Type: CommaDelimitedList, AllowedValues: [a, b]}', undefined, '?parameter P'],
    ['{Type: AWS::EC2::VPC::Id}', undefined, '?parameter P'],
    ['{Type: String, NoEcho: true}', undefined, '?parameter P🔒'],
    ['{Type: String, NoEcho: "true", Default: x}', undefined, '"x"🔒'],
    ['{Type: String, NoEcho: true, AllowedValues: [a, b]}', undefined, '?parameter P<P=a: "a"🔒 | P=b: "b"🔒>🔒'],
    ['{Type: "AWS::SSM::Parameter::Value<String>", Default: /ami}', undefined, '?SSM parameter /ami (parameter P)'],
    ['{Type: "AWS::SSM::Parameter::Value<String>"}', undefined, '?parameter P'],
    ['{Type: "AWS::SSM::Parameter::Value<String>"}', '/x', '?SSM parameter /x (parameter P)'],
  ])('%s given %s', (declaration, given, expected) => {
    expect(parameter(declaration, given)).toBe(expected);
  });
});

test('pseudo parameters are known when given', () => {
  const text = 'Resources: {X: {Type: Custom::X, Properties: {A: !Sub "${AWS::Region}.${AWS::URLSuffix}"}}}';
  const value = (parameters: Record<string, string>) =>
    render(read(text, parameters).resources[0]?.properties.properties.get('A')?.value);
  expect([value({}), value({ 'AWS::Region': 'eu-west-1', 'AWS::URLSuffix': 'amazonaws.com' })]).toEqual([
    '`${?AWS::Region}.${?AWS::URLSuffix}`',
    '"eu-west-1.amazonaws.com"',
  ]);
});
