import type { Resource } from '../../model/resource.ts';
import { listOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import { generated, type Literal, reference } from './build.ts';
import type { Expansion } from './expansion.ts';
import { trust } from './role.ts';

const APPLICATION = 'ServerlessDeploymentApplication';
const ROLE = 'CodeDeployServiceRole';

/** What CodeDeploy needs for functions with a deployment preference: one application and role, a group for each. */
export function deployments({ deployments: functions, scope }: Expansion): Resource[] {
  const [first] = functions;
  if (!first) return [];
  const origin = { nameSpan: first.preference.nameSpan };
  // They exist as long as one of the functions does.
  const unconditional = functions.find(({ source }) => source.existsWhen.length === 0)?.source ?? first.source;
  const needsRole = functions.some(({ preference }) => !propertyValue(preference.value, 'Role'));
  return [
    generated(
      unconditional,
      scope.prefix + APPLICATION,
      'AWS::CodeDeploy::Application',
      { ComputePlatform: 'Lambda' },
      origin,
    ),
    ...(needsRole
      ? [
          generated(
            unconditional,
            scope.prefix + ROLE,
            'AWS::IAM::Role',
            {
              AssumeRolePolicyDocument: trust('codedeploy.amazonaws.com'),
              ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda'],
            },
            origin,
          ),
        ]
      : []),
    ...functions.map(deployed => group(deployed, scope.prefix)),
  ];
}

function group({ source, preference }: Expansion['deployments'][number], prefix: string): Resource {
  const { nameSpan } = preference;
  const setting = (name: string) => propertyValue(preference.value, name);
  const alarms = listOf(setting('Alarms'))?.items;
  return generated(
    source,
    `${source.id}DeploymentGroup`,
    'AWS::CodeDeploy::DeploymentGroup',
    {
      ApplicationName: reference(prefix + APPLICATION, undefined, nameSpan),
      AlarmConfiguration: alarms && { Enabled: true, Alarms: alarms.map(alarm => ({ Name: alarm })) },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      DeploymentConfigName: configName(setting('Type')),
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ServiceRoleArn: setting('Role') ?? reference(prefix + ROLE, 'Arn', nameSpan),
      TriggerConfigurations: setting('TriggerConfigurations'),
    },
    { nameSpan },
  );
}

function configName(type: Value | undefined): Literal {
  const name = textOf(type);
  return name !== undefined && /^(AllAtOnce|Canary|Linear)/.test(name) ? `CodeDeployDefault.Lambda${name}` : type;
}
