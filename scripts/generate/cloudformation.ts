import { createRequire } from 'node:module';
import type { Property, PropertyType, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';

const { loadAwsServiceSpecSync } = createRequire(import.meta.url)('@aws-cdk/aws-service-spec') as {
  loadAwsServiceSpecSync(): SpecDatabase;
};

/**
 * Every CloudFormation type, one a line, sorted: `AWS::S3::Bucket<tab>{…}`. The form of a line is described at
 * its reader, src/facts/cloudformation.ts.
 */
export function cloudFormationFacts(): string {
  const database = loadAwsServiceSpecSync();
  const lines = [...database.all('resource')].map(
    resource => `${resource.cloudFormationType}\t${line(database, resource)}`,
  );
  return `${lines.sort((a, b) => (a < b ? -1 : 1)).join('\n')}\n`;
}

function line(database: SpecDatabase, resource: Resource): string {
  const definitions = [...database.follow('usesType', resource)].map(use => use.entity);
  const names = namesOf(definitions);
  const table = (properties: Readonly<Record<string, Property>>) =>
    Object.fromEntries(
      Object.keys(properties)
        .sort()
        .map(name => [name, propertyCode(properties[name]!, names)]),
    );
  const tags = resource.tagInformation;
  return ascii(
    JSON.stringify({
      p: table(resource.properties),
      d: Object.fromEntries(
        definitions
          .map(definition => [names.get(definition.$id)!, table(definition.properties)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      t: tags && [tags.tagPropertyName, tags.variant === 'map' ? 'map' : 'list'],
      a: nonEmpty(Object.keys(resource.attributes).sort()),
      i: nonEmpty(resource.primaryIdentifier ?? []),
      r: nonEmpty(resource.cfnRefIdentifier ?? []),
      n: nameProperty(resource),
      arn: resource.arnTemplate,
      s: resource.isStateful ? 1 : undefined,
      x: nonEmpty((resource.additionalReplacementProperties ?? []).map(path => path.join('.'))),
    }),
  );
}

/** Definitions are named apart inside one type; where two share a name the later ones get a number. */
function namesOf(definitions: readonly TypeDefinition[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const definition of definitions) {
    let name = definition.name;
    for (let count = 2; taken.has(name); count++) name = `${definition.name}${count}`;
    taken.add(name);
    names.set(definition.$id, name);
  }
  return names;
}

/** `!^s`: required, replaces, string; with allowed values or a default, `[code, values or 0, default]`. */
function propertyCode(property: Property, names: ReadonlyMap<string, string>): unknown {
  const replaces = property.causesReplacement === 'yes' ? '^' : property.causesReplacement === 'maybe' ? '~' : '';
  const code = `${property.required ? '!' : ''}${replaces}${typeCode(property.type, names)}`;
  const values = 'allowedValues' in property.type ? property.type.allowedValues : undefined;
  const fallback = defaultOf(property.defaultValue);
  if (fallback !== undefined) return [code, values ?? 0, fallback];
  return values ? [code, values] : code;
}

function typeCode(type: PropertyType, names: ReadonlyMap<string, string>): string {
  switch (type.type) {
    case 'string':
    case 'date-time':
      return 's';
    case 'integer':
      return 'i';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'json':
      return 'j';
    case 'tag':
      return 't';
    case 'null':
      return 's';
    case 'ref':
      return `@${names.get(type.reference.$ref) ?? '?'}`;
    case 'array':
      return `[${typeCode(type.element, names)}`;
    case 'map':
      return `{${typeCode(type.element, names)}`;
    case 'union':
      return `(${type.types.map(member => typeCode(member, names)).join('|')})`;
  }
}

/** Defaults are written as JSON in the source; those that are prose or null say nothing. */
function defaultOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? undefined : value;
  } catch {
    return undefined;
  }
}

/**
 * The property by which a user names the resource physically: `BucketName`, `DBInstanceIdentifier`. The source
 * does not say it; it is found by the conventions of the names, and is absent where only AWS gives names.
 */
function nameProperty(resource: Resource): string | undefined {
  const isText = (name: string) => resource.properties[name]?.type.type === 'string';
  const words = resource.name.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? [];
  const suffixes = words.map((_, index) => `${words.slice(index).join('')}Name`);
  const identifiers = (resource.primaryIdentifier ?? []).filter(
    name => /(Name|Identifier|Id)$/.test(name) && !resource.properties[name]?.relationshipRefs,
  );
  const candidates = [
    `${resource.name}Name`,
    'Name',
    `${resource.name}Identifier`,
    `${resource.name}Id`,
    ...(identifiers.length === 1 ? identifiers : []),
    ...suffixes,
  ];
  return candidates.find(isText);
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

/** One byte a character, so that readers may seek in it. */
function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
