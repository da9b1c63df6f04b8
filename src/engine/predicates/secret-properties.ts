/**
 * Properties that hold a secret, by CloudFormation type, of services that have no rule of their own for it.
 * From the resource pages of the CloudFormation template reference.
 */
const SECRET_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'Alexa::ASK::Skill': ['AuthenticationConfiguration.ClientSecret', 'AuthenticationConfiguration.RefreshToken'],
  'AWS::Amplify::App': ['AccessToken', 'OauthToken', 'BasicAuthConfig.Password'],
  'AWS::Amplify::Branch': ['BasicAuthConfig.Password'],
  'AWS::AppStream::DirectoryConfig': ['ServiceAccountCredentials.AccountPassword'],
  'AWS::ManagedBlockchain::Member': [
    'MemberConfiguration.MemberFrameworkConfiguration.MemberFabricConfiguration.AdminPassword',
  ],
  'AWS::OpsWorks::App': ['AppSource.Password', 'AppSource.SshKey', 'SslConfiguration.PrivateKey'],
  'AWS::OpsWorks::Stack': [
    'CustomCookbooksSource.Password',
    'CustomCookbooksSource.SshKey',
    'RdsDbInstances[].DbPassword',
  ],
  'AWS::Pinpoint::APNSChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::APNSSandboxChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::APNSVoipChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::APNSVoipSandboxChannel': ['PrivateKey', 'TokenKey'],
};

/** Paths of the properties of a type that hold secrets; empty for types that are not in the table. */
export function secretPropertiesOf(type: string): readonly string[] {
  return SECRET_PROPERTIES[type] ?? [];
}
