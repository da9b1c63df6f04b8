import type { Resource } from '../../model/resource.ts';
import { type ObjectValue, objectOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import { generated, hashOf, isFalse, isTrue, type Literal, picked, reference } from './build.ts';

/**
 * The custom domain of a REST or HTTP API: the domain name, the mappings of its base paths, and its DNS records.
 * APIs with one domain share it, by its logical id.
 */
export function apiDomain(source: Resource, stageId: string, kind: 'rest' | 'http'): Resource[] {
  const property = source.properties.properties.get('Domain');
  const domain = objectOf(property?.value);
  const name = propertyValue(domain, 'DomainName');
  if (!property || !domain) return [];
  const { nameSpan } = property;
  const isPrivate = textOf(propertyValue(domain, 'EndpointConfiguration')) === 'PRIVATE';
  const form = kind === 'http' ? HTTP : isPrivate ? PRIVATE : REST;
  // SAM refuses a domain without a name; what else it says is judged all the same.
  const id = `${form.prefix}${hashOf(name ? keyOf(name) : source.id)}`;
  const mappings = basePaths(domain, kind).map(path => {
    const used = isFalse(propertyValue(domain, 'NormalizeBasePath')) ? path.text : path.id;
    const properties = {
      [form.domain]: reference(id, undefined, nameSpan),
      [kind === 'http' ? 'ApiId' : 'RestApiId']: reference(source.id, undefined, nameSpan),
      Stage: reference(stageId, undefined, nameSpan),
      [kind === 'http' ? 'ApiMappingKey' : 'BasePath']: path.text === '' ? undefined : used,
    };
    return generated(source, `${source.id}${path.id}${form.suffix}`, form.mapping, properties, { nameSpan });
  });
  const access = propertyValue(domain, 'AccessAssociation');
  return [
    generated(source, id, form.type, form.properties(domain), { nameSpan }),
    ...mappings,
    ...records(source, domain, id),
    ...(isPrivate && access
      ? [generated(source, `${id}AccessAssociation`, 'AWS::ApiGateway::DomainNameAccessAssociation', {}, { nameSpan })]
      : []),
  ];
}

interface DomainForm {
  readonly type: string;
  readonly prefix: string;
  readonly mapping: string;
  readonly suffix: string;
  /** The property of a mapping that names the domain. */
  readonly domain: string;
  readonly properties: (domain: ObjectValue) => Parameters<typeof generated>[3];
}

const SAME_NAMES = [
  'DomainName',
  'SecurityPolicy',
  'MutualTlsAuthentication',
  'OwnershipVerificationCertificateArn',
  'Policy',
];

const REST: DomainForm = {
  type: 'AWS::ApiGateway::DomainName',
  prefix: 'ApiGatewayDomainName',
  mapping: 'AWS::ApiGateway::BasePathMapping',
  suffix: 'BasePathMapping',
  domain: 'DomainName',
  properties: domain => {
    const endpoint = propertyValue(domain, 'EndpointConfiguration') ?? 'REGIONAL';
    const isRegional = typeof endpoint === 'string' || textOf(endpoint) === 'REGIONAL';
    return {
      ...picked(domain, SAME_NAMES),
      [isRegional ? 'RegionalCertificateArn' : 'CertificateArn']: domain.properties.get('CertificateArn'),
      EndpointConfiguration: { Types: [endpoint] },
    };
  },
};

const PRIVATE: DomainForm = {
  ...REST,
  type: 'AWS::ApiGateway::DomainNameV2',
  prefix: 'ApiGatewayDomainNameV2',
  mapping: 'AWS::ApiGateway::BasePathMappingV2',
  domain: 'DomainNameArn',
};

const HTTP: DomainForm = {
  type: 'AWS::ApiGatewayV2::DomainName',
  prefix: 'ApiGatewayDomainNameV2',
  mapping: 'AWS::ApiGatewayV2::ApiMapping',
  suffix: 'ApiMapping',
  domain: 'DomainName',
  properties: domain => ({
    ...picked(domain, ['DomainName', 'MutualTlsAuthentication']),
    DomainNameConfigurations: [
      {
        CertificateArn: propertyValue(domain, 'CertificateArn'),
        EndpointType: propertyValue(domain, 'EndpointConfiguration') ?? 'REGIONAL',
        SecurityPolicy: propertyValue(domain, 'SecurityPolicy'),
        OwnershipVerificationCertificateArn: propertyValue(domain, 'OwnershipVerificationCertificateArn'),
      },
    ],
  }),
};

/** Base paths with what stands for them in logical ids; one that is empty where there are none. */
function basePaths(domain: ObjectValue, kind: 'rest' | 'http'): { text: string; id: string }[] {
  const value = propertyValue(domain, 'BasePath');
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  if (items.length === 0) return [{ text: '', id: '' }];
  return items.map(item => {
    const text = textOf(item) ?? '';
    const id = text.replace(/[^A-Za-z0-9]/g, '');
    return { text: kind === 'http' && text === '/' ? '' : text, id };
  });
}

function records(source: Resource, domain: ObjectValue, domainId: string): Resource[] {
  const property = domain.properties.get('Route53');
  const route53 = objectOf(property?.value);
  if (!property || !route53) return [];
  const zone = propertyValue(route53, 'HostedZoneId') ?? propertyValue(route53, 'HostedZoneName');
  const separate = isTrue(propertyValue(route53, 'SeparateRecordSetGroup'));
  const name = propertyValue(domain, 'DomainName');
  const id = `RecordSetGroup${hashOf(keyOf(zone) + (separate ? keyOf(name) : ''))}`;
  const types = isTrue(propertyValue(route53, 'IpV6')) ? ['A', 'AAAA'] : ['A'];
  const alias = (attribute: string): Literal => reference(domainId, attribute, property.nameSpan);
  const target = { DNSName: alias('RegionalDomainName'), HostedZoneId: alias('RegionalHostedZoneId') };
  return [
    generated(
      source,
      id,
      'AWS::Route53::RecordSetGroup',
      {
        ...picked(route53, ['HostedZoneId', 'HostedZoneName']),
        RecordSets: types.map(type => ({ Name: name, Type: type, AliasTarget: target })),
      },
      { nameSpan: property.nameSpan },
    ),
  ];
}

/** A text that is the same for the same value. */
function keyOf(value: Value | undefined): string {
  switch (value?.kind) {
    case 'scalar':
      return String(value.value);
    case 'reference':
      return `@${value.target}.${value.attribute}`;
    case 'template':
      return value.parts.map(part => (typeof part === 'string' ? part : keyOf(part))).join('');
    case 'unknown':
      return value.missing;
    default:
      return '';
  }
}
