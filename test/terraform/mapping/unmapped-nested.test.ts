import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readMappings } from '../../../scripts/generate/mappings.ts';
import { cloudFormationType, propertyAt, type Shape, tableOf } from '../../../src/facts/cloudformation.ts';
import { type Mapping, mappingOf } from '../../../src/facts/mappings.ts';
import {
  type ArgumentTable,
  argumentTable,
  blockTable,
  type Placement,
  placementOf,
} from '../../../src/facts/placement.ts';
import { type TerraformBlock, terraformBlock, terraformTypeNames } from '../../../src/facts/terraform.ts';

/** Arguments in blocks for which CloudFormation's type has no property, by type. */
const NO_PROPERTY: Readonly<Record<string, readonly string[]>> = {
  aws_athena_workgroup: ['configuration.identity_center_configuration'],
  aws_codebuild_project: ['logs_config.s3_logs.bucket_owner_access', 'secondary_artifacts.bucket_owner_access'],
  aws_codepipeline: [
    'stage.before_entry.condition.rule.timeout_in_minutes',
    'stage.on_failure.condition.rule.timeout_in_minutes',
    'stage.on_success.condition.rule.timeout_in_minutes',
  ],
  aws_db_proxy: ['auth.username'],
  aws_dms_endpoint: [
    'elasticsearch_settings.use_new_mapping_type',
    'kafka_settings.sasl_mechanism',
    'kinesis_settings.use_large_integer_value',
    'mysql_settings.authentication_method',
    'mysql_settings.execute_timeout',
    'mysql_settings.service_access_role_arn',
    'oracle_settings.authentication_method',
  ],
  aws_elasticsearch_domain: ['ebs_options.throughput'],
  aws_glue_catalog_table: [
    'partition_keys.parameters',
    'storage_descriptor.additional_locations',
    'storage_descriptor.columns.parameters',
  ],
  aws_glue_crawler: ['mongodb_target.scan_all'],
  aws_instance: ['cpu_options.amd_sev_snp'],
  aws_networkfirewall_firewall: ['availability_zone_mapping.availability_zone_id'],
  aws_opensearch_domain: ['aiml_options.natural_language_query_generation_options'],
  aws_rds_cluster: ['restore_to_point_in_time.source_cluster_resource_id'],
  aws_s3_directory_bucket: ['location.type'],
  aws_sagemaker_domain: [
    'default_space_settings.jupyter_lab_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_space_settings.jupyter_lab_app_settings.emr_settings',
    'default_space_settings.jupyter_server_app_settings.code_repository',
    'default_space_settings.jupyter_server_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_space_settings.kernel_gateway_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_user_settings.canvas_app_settings',
    'default_user_settings.code_editor_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_user_settings.jupyter_lab_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_user_settings.jupyter_lab_app_settings.emr_settings',
    'default_user_settings.jupyter_server_app_settings.code_repository',
    'default_user_settings.jupyter_server_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_user_settings.kernel_gateway_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_user_settings.r_session_app_settings.default_resource_spec.sagemaker_image_version_alias',
    'default_user_settings.tensor_board_app_settings',
    'domain_settings.r_studio_server_pro_domain_settings.default_resource_spec.sagemaker_image_version_alias',
  ],
  aws_sagemaker_model: ['container.additional_model_data_source', 'primary_container.additional_model_data_source'],
  aws_spot_instance_request: ['cpu_options.amd_sev_snp'],
  aws_wafv2_web_acl: [
    'association_config.request_body.api_gateway',
    'association_config.request_body.app_runner_service',
    'association_config.request_body.cloudfront',
    'association_config.request_body.cognito_user_pool',
    'association_config.request_body.verified_access_instance',
  ],
};

const FOLDER = fileURLToPath(new URL('../../../schemas/mappings/aws/', import.meta.url));
const written = [...readMappings(FOLDER).keys()];
const mechanical = terraformTypeNames().filter(type => mappingOf(type)?.type && !written.includes(type));

describe('every argument in a block goes somewhere, or is explained', () => {
  test('of types with rows', () => {
    const { unmapped, mapped } = nestedOf(written);
    const explained = Object.entries(NO_PROPERTY).flatMap(([type, names]) => names.map(name => `${type}.${name}`));
    expect(unmapped).toEqual(explained.sort());
    expect(mapped).toBeGreaterThan(3500);
  });

  test('of types that are mapped by name alone, nine in ten', () => {
    const { unmapped, mapped } = nestedOf(mechanical);
    expect(mapped / (mapped + unmapped.length)).toBeGreaterThan(0.9);
  });
});

interface Counted {
  mapped: number;
  readonly unmapped: Set<string>;
}

function nestedOf(types: readonly string[]): { mapped: number; unmapped: readonly string[] } {
  const counted: Counted = { mapped: 0, unmapped: new Set() };
  for (const type of types) {
    const block = terraformBlock(type);
    if (block) for (const table of tablesOf(mappingOf(type)!)) visitTop(type, block, table, counted);
  }
  return { mapped: counted.mapped, unmapped: [...counted.unmapped].sort() };
}

/** The tables of a type, one for each type of CloudFormation that it becomes or is written into. */
function tablesOf({ choice, ...mapping }: Mapping): readonly ArgumentTable[] {
  const variants = choice ? Object.values(choice.mappings) : [mapping];
  return variants.flatMap(variant => {
    const types =
      variant.type === undefined ? (variant.into ?? []).map(({ type }) => mappingOf(type)?.type) : [variant.type];
    return types.flatMap(type => (type === undefined ? [] : (tableOfType(type, variant) ?? [])));
  });
}

function tableOfType(type: string, { rows, at, within }: Mapping): ArgumentTable | undefined {
  const facts = cloudFormationType(type);
  if (!facts) return undefined;
  const root = facts.properties;
  const fact = at === undefined ? undefined : propertyAt(facts, at.replaceAll('[]', ''));
  const properties = at === undefined ? root : fact && tableOf(fact.shape);
  return argumentTable({ rows, properties, root, nameProperty: facts.nameProperty, within });
}

/** Arguments of the resource itself are another test's; those that no property is for have no blocks either. */
function visitTop(type: string, block: TerraformBlock, table: ArgumentTable, counted: Counted): void {
  for (const [name, argument] of block.arguments) {
    const placement = name === 'timeouts' ? undefined : placementOf(table, name);
    if (placement && argument.block) visit(`${type}.${name}.`, argument.block, placement, counted);
  }
}

function visit(path: string, block: TerraformBlock, placement: Placement, counted: Counted): void {
  const { row } = placement;
  if (row.via !== undefined || row.values || row.kv !== undefined) return;
  const table = tableInside(placement);
  // Inside free JSON every name is somewhere.
  if (!table.properties) return;
  const used = new Set([...(row.expand ?? []), ...(row.map_by === undefined ? [] : [row.map_by])]);
  for (const [name, argument] of block.arguments) {
    const inner = placementOf(table, name);
    if (!inner && !used.has(name) && !Object.hasOwn(table.rows, name)) counted.unmapped.add(path + name);
    else counted.mapped += 1;
    if (inner && argument.block && path.split('.').length < MAX_DEPTH)
      visit(`${path}${name}.`, argument.block, inner, counted);
  }
}

/** Rules of WAF hold rules without end. */
const MAX_DEPTH = 10;

function tableInside(placement: Placement): ArgumentTable {
  const table = blockTable(placement);
  const { row, shape } = placement;
  if (row.map_by === undefined || shape?.kind !== 'map') return table;
  return argumentTable({ rows: row.block ?? {}, properties: tableOf(elementOf(shape.element)), root: table.root });
}

function elementOf(shape: Shape): Shape {
  return shape.kind === 'list' || shape.kind === 'map' ? elementOf(shape.element) : shape;
}
