import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readMappings } from '../../../scripts/generate/mappings.ts';
import { cloudFormationType, type PropertyTable, propertyAt, tableOf } from '../../../src/facts/cloudformation.ts';
import { type Mapping, mappingOf, type Rows } from '../../../src/facts/mappings.ts';
import { type ArgumentTable, argumentTable, blockTable, placementOf } from '../../../src/facts/placement.ts';
import { argumentAt, terraformBlock } from '../../../src/facts/terraform.ts';
import { isConverter } from '../../../src/terraform/mapping/converters.ts';

const FOLDER = fileURLToPath(new URL('../../../schemas/mappings/aws/', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../../../schemas/mapping.schema.json', import.meta.url));
const TYPES = [...readMappings(FOLDER).keys()];

/**
 * Arguments that earlier versions of the provider had and its schema of today does not: configurations that use them
 * are still written down in repositories.
 */
const EARLIER: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ['name', 'security_group_names', 'cluster_identifier'],
  aws_eip: ['vpc'],
  aws_elasticache_cluster: ['security_group_names'],
  aws_elasticache_replication_group: ['replication_group_description', 'number_cache_clusters', 'availability_zones'],
  aws_elasticsearch_domain: ['advanced_security_options.anonymous_auth_enabled'],
  aws_instance: [
    'cpu_core_count',
    'cpu_threads_per_core',
    'root_block_device.snapshot_id',
    'root_block_device.device_name',
    'root_block_device.no_device',
    'ebs_block_device.no_device',
  ],
  aws_spot_instance_request: [
    'cpu_core_count',
    'cpu_threads_per_core',
    'root_block_device.snapshot_id',
    'root_block_device.device_name',
    'root_block_device.no_device',
    'ebs_block_device.no_device',
  ],
  aws_launch_configuration: [
    'root_block_device.snapshot_id',
    'root_block_device.device_name',
    'root_block_device.no_device',
  ],
  aws_kinesis_firehose_delivery_stream: ['s3_configuration'],
  aws_msk_cluster: ['broker_node_group_info.ebs_volume_size'],
  aws_redshift_cluster: ['logging', 'snapshot_copy'],
  aws_secretsmanager_secret: ['rotation_lambda_arn', 'rotation_rules.automatically_after_days'],
  // Rows of the type that it is like: the provider gives the name itself.
  aws_default_security_group: ['name', 'name_prefix', 'description'],
};

/** Types that the provider has dropped, in the order of the files. */
const REMOVED: readonly string[] = [
  'aws_elasticache_security_group',
  'aws_opsworks_stack',
  'aws_opsworks_application',
  'aws_simpledb_domain',
  'aws_db_security_group',
  'aws_redshift_security_group',
];

describe('the mapping files', () => {
  test('follow their schema', () => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(SCHEMA, 'utf8')),
    );
    const errors = readdirSync(FOLDER).flatMap(file => {
      validate(parse(readFileSync(`${FOLDER}${file}`, 'utf8')));
      return (validate.errors ?? []).map(error => `${file}${error.instancePath} ${error.message}`);
    });
    expect(errors).toEqual([]);
  });

  test('name resource types of the provider', () => {
    expect(TYPES.filter(type => !terraformBlock(type))).toEqual(REMOVED);
  });

  test('name CloudFormation types', () => {
    const missing = TYPES.flatMap(type => variants(type).map(mapping => mapping.type)).filter(
      type => type !== undefined && !cloudFormationType(type),
    );
    expect(missing).toEqual([]);
  });

  test('say where to by properties that exist', () => {
    expect(TYPES.flatMap(type => scopesOf(type).flatMap(scope => wrongTargets(scope)))).toEqual([]);
  });

  test('say where from by arguments that exist', () => {
    expect(TYPES.flatMap(type => scopesOf(type).flatMap(scope => wrongArguments(scope)))).toEqual([]);
  });

  test('give defaults of arguments that exist', () => {
    const wrong = TYPES.flatMap(type =>
      variants(type).flatMap(mapping =>
        Object.keys(mapping.absent ?? {}).filter(path => !hasArgument(type, path.replaceAll('?', ''))),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('turn attributes into return values that exist', () => {
    const wrong = TYPES.flatMap(type => {
      const mapping = mappingOf(type)!;
      const attributes = mapping.type === undefined ? undefined : cloudFormationType(mapping.type)?.attributes;
      return Object.entries(mapping.attrs ?? {})
        .filter(([, value]) => value !== 'Ref' && attributes && !attributes.includes(value))
        .map(([name, value]) => `${type}.${name}: ${value}`);
    });
    expect(wrong).toEqual([]);
  });

  test('link satellites by arguments that exist', () => {
    const wrong = TYPES.flatMap(type =>
      variants(type)
        .flatMap(mapping => [...(mapping.into ?? []), ...(mapping.view ? [mapping.view] : [])])
        .flatMap(link => Object.keys(link.link).filter(name => !hasArgument(type, name))),
    );
    expect(wrong).toEqual([]);
  });

  test('make further resources of properties and arguments that exist', () => {
    const wrong = TYPES.flatMap(type =>
      variants(type).flatMap(mapping =>
        (mapping.also ?? []).flatMap(also =>
          Object.entries(also.props).flatMap(([target, value]) => {
            const facts = cloudFormationType(also.cfn);
            const from = typeof value === 'object' && 'from' in value ? value.from : undefined;
            const path = from === undefined ? undefined : `${also.each === undefined ? '' : `${also.each}.`}${from}`;
            return [
              ...(facts && propertyAt(facts, target) ? [] : [`${also.cfn} ${target}`]),
              ...(path === undefined || hasArgument(type, path) ? [] : [`${type}.${path}`]),
            ];
          }),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

/** A mapping, or one for each choice. */
function variants(type: string): readonly Mapping[] {
  const mapping = mappingOf(type)!;
  return mapping.choice ? Object.values(mapping.choice.mappings) : [mapping];
}

interface Scope {
  readonly type: string;
  readonly rows: Rows;
  readonly table: ArgumentTable;
}

/** The rows of a type with the properties that they may name: its own, its parents', its view's. */
function scopesOf(type: string): readonly Scope[] {
  return variants(type).flatMap(mapping => {
    const scope = (parent: string | undefined, at: string | undefined, rows: Rows) =>
      parent === undefined ? [] : [{ type, rows, table: tableAt(parent, at, rows, mapping.within) }];
    const satellite = (mapping.into ?? []).flatMap(link => scope(mappingOf(link.type)?.type, mapping.at, mapping.rows));
    const { view } = mapping;
    const seen = view ? scope(mappingOf(view.type)?.type, view.at, view.rows ?? {}) : [];
    return [...satellite, ...seen, ...scope(mapping.type, mapping.at, mapping.rows)];
  });
}

function tableAt(type: string, at: string | undefined, rows: Rows, within: string | undefined): ArgumentTable {
  const facts = cloudFormationType(type);
  const root = facts?.properties;
  const fact = facts && at !== undefined ? propertyAt(facts, at.replaceAll('[]', '')) : undefined;
  const properties = at === undefined ? root : fact && tableOf(fact.shape);
  return argumentTable({ rows, properties, root, nameProperty: facts?.nameProperty, within });
}

function wrongTargets({ type, rows, table }: Scope): readonly string[] {
  return Object.entries(rows).flatMap(([name, row]) => {
    if (row === null) return [];
    const placement = placementOf(table, name);
    if (!placement) return [`${type}.${name}: no target`];
    const wrong = row.via !== undefined && !isConverter(row.via) ? [`${type}.${name}: no converter ${row.via}`] : [];
    let properties: PropertyTable | undefined = placement.target.fromRoot ? table.root : table.properties;
    for (const step of placement.target.steps) {
      const fact: ReturnType<PropertyTable['get']> = properties?.get(step.name);
      if (properties && !fact) wrong.push(`${type}.${name}: no ${step.name} in ${row.to}`);
      properties = fact && tableOf(fact.shape);
    }
    const inner = row.block
      ? wrongTargets({ type: `${type}.${name}`, rows: row.block, table: blockTable(placement) })
      : [];
    return [...wrong, ...inner];
  });
}

/** Rows that map to nothing may name exported attributes, which the provider's schema of arguments does not have. */
function wrongArguments({ type, rows }: Scope, path = ''): readonly string[] {
  return Object.entries(rows).flatMap(([name, row]) => {
    if (row === null) return [];
    if (!hasArgument(type, path + name)) return [`${type}.${path}${name}`];
    return row.block ? wrongArguments({ type, rows: row.block, table: undefined! }, `${path}${name}.`) : [];
  });
}

function hasArgument(type: string, path: string): boolean {
  const earlier = EARLIER[type] ?? [];
  return (
    earlier.some(known => path === known || path.startsWith(`${known}.`)) || !!argumentAt(terraformBlock(type)!, path)
  );
}
