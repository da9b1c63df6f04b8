/** Types whose attributes are what somebody else made: outputs of a stack, what a function answers, a text that is kept. */
const GO_BETWEENS: ReadonlySet<string> = new Set([
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::WaitCondition',
  'AWS::SSM::Parameter',
  'AWS::Serverless::Application',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
  'aws_cloudcontrolapi_resource',
  'aws_lambda_invocation',
]);

/**
 * Whether what a resource gives may name any other one, in these files or outside: `!GetAtt Network.Outputs.Subnet`,
 * `!GetAtt Lookup.KeyArn`. So it is with every type that AWS does not define: modules and custom resources of
 * CloudFormation, `terraform_data` and all of other providers.
 */
export function isGoBetween(type: string): boolean {
  return GO_BETWEENS.has(type) || !/^(?:AWS::|aws_|awscc_)/.test(type);
}
