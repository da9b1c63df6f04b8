import type { Resource } from '../../model/resource.ts';
import type { Span } from '../../model/source.ts';
import { type ObjectValue, objectOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import { type Scope, warn } from '../scope.ts';
import { generated, type Literal, type Origin, reference, valueOfLiteral } from './build.ts';
import { type ConnectorProfile, connectorProfile, filled } from './statements.ts';

/** One end of a connector. */
export interface Connected {
  readonly type: string;
  /** `Arn`, `Name`, `QueueUrl`, `RoleName` …, as far as they can be known. */
  readonly values: ReadonlyMap<string, Value>;
}

/**
 * What an `AWS::Serverless::Connector`, or a `Connectors` attribute, makes: a policy for the role of one end, or a
 * resource policy of the other. `resources` are those of the expanded template.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
export function connect(
  source: Resource,
  id: string,
  settings: ObjectValue,
  from: Value | undefined,
  resources: ReadonlyMap<string, Resource>,
  scope: Scope,
): Resource[] {
  const destination = propertyValue(settings, 'Destination');
  const destinations = destination?.kind === 'list' ? destination.items : destination ? [destination] : [];
  return destinations.flatMap((to, index) => {
    const suffix = destination?.kind === 'list' ? `Destination${index}` : '';
    const [start, end] = [
      connectedOf(from, to, resources, scope.prefix),
      connectedOf(to, from, resources, scope.prefix),
    ];
    const profile = start && end && connectorProfile(start.type, end.type);
    if (!profile) {
      warn(scope, 'template-unknown-connector', `The connector "${id}" joins types that SAM cannot join.`, to.span);
      return [];
    }
    const permissions = propertyValue(settings, 'Permissions');
    return connection(source, id, suffix, start, end, profile, permissions, scope, { nameSpan: settings.span });
  });
}

/** A connector between two known ends. */
export function connection(
  source: Resource,
  id: string,
  suffix: string,
  start: Connected,
  end: Connected,
  profile: ConnectorProfile,
  permissions: Value | undefined,
  scope: Scope,
  origin: Origin,
): Resource[] {
  const span = origin.nameSpan ?? source.nameSpan;
  const names = (name: string) => {
    const [which, attribute] = name.split('.') as [string, string];
    return (which === 'Source' ? start : end).values.get(attribute);
  };
  const chosen = Object.entries(profile.categories).filter(([category]) => allows(permissions, category));
  const owner = profile.source ? start : end;
  const statements = chosen.flatMap(
    ([, category]) => filled(category['Statement'] ?? [], names, span, scope) as Literal[],
  );
  const policy = { Version: '2012-10-17', Statement: statements };
  switch (profile.type) {
    case 'AWS_IAM_ROLE_MANAGED_POLICY': {
      const role = owner.values.get('RoleName');
      const properties = { PolicyDocument: policy, Roles: role ? [role] : undefined };
      return [generated(source, `${id}Policy${suffix}`, 'AWS::IAM::ManagedPolicy', properties, origin)];
    }
    case 'AWS_SQS_QUEUE_POLICY': {
      const properties = { PolicyDocument: policy, Queues: [owner.values.get('QueueUrl')] };
      return [generated(source, `${id}QueuePolicy${suffix}`, 'AWS::SQS::QueuePolicy', properties, origin)];
    }
    case 'AWS_SNS_TOPIC_POLICY': {
      const properties = { PolicyDocument: policy, Topics: [owner.values.get('Arn')] };
      return [generated(source, `${id}TopicPolicy${suffix}`, 'AWS::SNS::TopicPolicy', properties, origin)];
    }
    default:
      return chosen.map(([name, category]) => {
        const properties = { ...(filled(category, names, span, scope) as Record<string, Literal>) };
        const full = { ...properties, FunctionName: owner.values.get('Arn') };
        return generated(source, `${id}${name}LambdaPermission${suffix}`, 'AWS::Lambda::Permission', full, origin);
      });
  }
}

function allows(permissions: Value | undefined, category: string): boolean {
  const items = permissions?.kind === 'list' ? permissions.items : permissions ? [permissions] : [];
  return items.some(item => textOf(item) === category);
}

/** The types that serverless resources become, for ends that are not of the template. */
const DEPLOYED: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

function connectedOf(
  end: Value | undefined,
  other: Value | undefined,
  resources: ReadonlyMap<string, Resource>,
  prefix: string,
): Connected | undefined {
  const settings = objectOf(end);
  const local = textOf(propertyValue(settings, 'Id'));
  if (!settings || local === undefined) return settings && describedEnd(settings);
  const id = prefix + local;
  const resource = resources.get(id);
  if (!resource) return undefined;
  const qualifier = propertyValue(settings, 'Qualifier') ?? (resource.type.includes('ApiGateway') ? '*' : undefined);
  const roleName = roleNameOf(resource, prefix + (textOf(propertyValue(other, 'Id')) ?? ''));
  const values: Record<string, Literal> = {
    Arn: reference(id, ARN_IS_REF.has(resource.type) ? undefined : 'Arn', settings.span),
    ResourceId: reference(id, resource.type === 'AWS::AppSync::GraphQLApi' ? 'ApiId' : undefined, settings.span),
    Name: reference(id, 'Name', settings.span),
    QueueUrl: reference(id, undefined, settings.span),
    Qualifier: qualifier,
    RoleName: roleName,
  };
  return { type: resource.type, values: valuesOf(values, settings.span) };
}

/** Types whose `Ref` is their ARN. */
const ARN_IS_REF: ReadonlySet<string> = new Set([
  'AWS::StepFunctions::StateMachine',
  'AWS::SNS::Topic',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::DataSource',
]);

function describedEnd(settings: ObjectValue): Connected | undefined {
  const type = textOf(propertyValue(settings, 'Type'));
  if (type === undefined) return undefined;
  const values = [...settings.properties].map(([name, property]): [string, Value] => [name, property.value]);
  return { type: DEPLOYED[type] ?? type, values: new Map(values) };
}

export function valuesOf(literals: Readonly<Record<string, Literal>>, span: Span): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, literal] of Object.entries(literals)) {
    if (literal !== undefined) values.set(name, valueOfLiteral(literal, span));
  }
  return values;
}

/** The property that holds a resource's role. */
const ROLE_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
  'AWS::AppSync::DataSource': 'ServiceRoleArn',
};

function roleNameOf(resource: Resource, other: string): Value | undefined {
  if (resource.type === 'AWS::Events::Rule') {
    const targets = propertyValue(resource.properties, 'Targets');
    const items = targets?.kind === 'list' ? targets.items : [];
    const target = items.find(item => {
      const arn = propertyValue(item, 'Arn');
      return arn?.kind === 'reference' && arn.target === other;
    });
    return nameOfRole(propertyValue(target, 'RoleArn'));
  }
  const property = ROLE_PROPERTIES[resource.type];
  return property === undefined ? undefined : nameOfRole(propertyValue(resource.properties, property));
}

function nameOfRole(arn: Value | undefined): Value | undefined {
  return arn?.kind === 'reference' ? reference(arn.target, undefined, arn.span) : undefined;
}
