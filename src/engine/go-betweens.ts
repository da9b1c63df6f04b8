/** Types whose attributes are what somebody else made: outputs of a stack, what a function answers, a text that is kept. */
const GO_BETWEENS: ReadonlySet<string> = new Set([
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::WaitCondition',
  'AWS::SSM::Parameter',
  'AWS::Serverless::Application',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
]);

/**
 * Whether what a resource gives may name any other one, in these files or outside: `!GetAtt Network.Outputs.Subnet`,
 * `!GetAtt Lookup.KeyArn`. So it is with every type that AWS does not define, such as modules and custom resources.
 */
export function isGoBetween(type: string): boolean {
  return GO_BETWEENS.has(type) || /^(?!AWS::)\w+::/.test(type);
}
