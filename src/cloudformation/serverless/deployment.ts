import type { Resource } from '../../model/resource.ts';
import { listOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import { generated, type Literal, reference, tagList } from './build.ts';
import type { Expansion } from './expansion.ts';
import { propagatedTags } from './propagated-tags.ts';
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
  const tags = tagsOfAll(functions);
  const needsRole = functions.some(({ preference }) => !propertyValue(preference.value, 'Role'));
  return [
    generated(
      unconditional,
      scope.prefix + APPLICATION,
      'AWS::CodeDeploy::Application',
      { ComputePlatform: 'Lambda', Tags: tags },
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
              Tags: tags,
            },
            origin,
          ),
        ]
      : []),
    ...functions.map(deployed => group(deployed, scope.prefix)),
  ];
}

/** What is there for all functions has the tags of each that passes its tags on. */
function tagsOfAll(functions: Expansion['deployments']): Literal {
  const tags = functions.flatMap(({ source }) => listOf(tagList(propagatedTags(source), source)?.value)?.items ?? []);
  return tags.length === 0
    ? undefined
    : [...new Map(tags.map(tag => [textOf(propertyValue(tag, 'Key')), tag])).values()];
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
      Tags: tagList(propagatedTags(source), source),
    },
    { nameSpan },
  );
}

function configName(type: Value | undefined): Literal {
  const name = textOf(type);
  return name !== undefined && /^(AllAtOnce|Canary|Linear)/.test(name) ? `CodeDeployDefault.Lambda${name}` : type;
}
