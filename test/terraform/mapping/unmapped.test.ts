import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readMappings } from '../../../scripts/generate/mappings.ts';
import { cloudFormationType, propertyAt, tableOf } from '../../../src/facts/cloudformation.ts';
import { type Mapping, mappingOf } from '../../../src/facts/mappings.ts';
import { argumentTable, placementOf } from '../../../src/facts/placement.ts';
import { terraformBlock } from '../../../src/facts/terraform.ts';

/** Arguments that lead nowhere although no row says so, by type. */
type Explained = Readonly<Record<string, string>>;

/** Write-only arguments and their versions: what they hold is never in a plan or state. */
const WRITE_ONLY: Explained = {
  aws_docdb_cluster: 'master_password_wo_version',
  aws_redshift_cluster: 'master_password_wo_version',
  aws_redshiftserverless_namespace: 'admin_user_password_wo admin_user_password_wo_version',
  aws_secretsmanager_secret_version: 'secret_string_wo_version',
  aws_ssm_parameter: 'value_wo_version',
};

/** They say what the provider does when it deploys or destroys, not what there is afterwards. */
const DEPLOYMENT: Explained = {
  aws_bedrockagent_agent: 'prepare_agent skip_resource_in_use_check',
  aws_bedrockagent_agent_action_group: 'skip_resource_in_use_check',
  aws_cloudtrail_event_data_store: 'suspend',
  aws_cloudwatch_event_target: 'force_destroy',
  aws_codebuild_webhook: 'manual_creation',
  aws_default_subnet: 'force_destroy',
  aws_default_vpc: 'force_destroy',
  aws_dms_endpoint: 'pause_replication_tasks',
  aws_dms_s3_endpoint: 'detach_target_on_lob_lookup_failure_parquet',
  aws_dynamodb_resource_policy: 'confirm_remove_self_resource_access',
  aws_elastic_beanstalk_environment: 'poll_interval wait_for_ready_timeout',
  aws_emr_cluster: 'list_steps_states',
  aws_fsx_lustre_file_system: 'final_backup_tags skip_final_backup',
  aws_fsx_openzfs_file_system: 'delete_options final_backup_tags skip_final_backup',
  aws_fsx_windows_file_system: 'final_backup_tags skip_final_backup',
  aws_imagebuilder_component: 'skip_destroy',
  aws_instance: 'force_destroy',
  aws_neptune_cluster: 'allow_major_version_upgrade',
  aws_route53_health_check: 'reference_name triggers',
  aws_route53_hosted_zone_dnssec: 'signing_status',
  aws_s3_bucket_metadata_configuration: 'expected_bucket_owner',
  aws_sagemaker_domain: 'retention_policy',
  aws_spot_fleet_request: 'terminate_instances_on_delete wait_for_fulfillment',
  aws_spot_instance_request: 'force_destroy wait_for_fulfillment',
  aws_vpc_ipam: 'cascade',
  aws_vpc_ipam_pool: 'cascade',
};

/** CloudFormation's type has no such property, has it in a form of its own, or no row has been written for it yet. */
const NO_PROPERTY: Explained = {
  aws_acm_certificate: 'validation_option',
  aws_alb: 'ipam_pools secondary_ips_auto_assigned_per_subnet',
  aws_alb_target_group: 'load_balancing_anomaly_mitigation target_failover target_group_health target_health_state',
  aws_api_gateway_base_path_mapping: 'domain_name_id',
  aws_api_gateway_domain_name: 'regional_certificate_name',
  aws_api_gateway_usage_plan: 'product_code',
  aws_autoscaling_policy: 'enabled',
  aws_budgets_budget: 'planned_limit',
  aws_cloudfront_function: 'key_value_store_associations',
  aws_cloudwatch_event_target: 'appsync_target',
  aws_codebuild_webhook: 'branch_filter',
  aws_cognito_user: 'enabled password temporary_password',
  aws_cognito_user_pool: 'email_mfa_configuration web_authn_configuration',
  aws_config_config_rule: 'tags',
  aws_dms_endpoint: 'postgres_settings secrets_manager_access_role_arn secrets_manager_arn service_access_role',
  aws_dms_replication_instance: 'kerberos_authentication_settings',
  aws_docdb_cluster: 'cluster_members restore_to_point_in_time',
  aws_docdb_global_cluster: 'database_name',
  aws_dynamodb_kinesis_streaming_destination: 'approximate_creation_date_time_precision',
  aws_dynamodb_table: 'global_table_witness import_table',
  aws_ec2_client_vpn_endpoint: 'tags',
  aws_ecs_capacity_provider: 'cluster',
  aws_ecs_service: 'sigint_rollback',
  aws_eip: 'customer_owned_ipv4_pool',
  aws_eip_association: 'public_ip',
  aws_elastic_beanstalk_configuration_template: 'name',
  aws_emr_cluster: 'core_instance_fleet master_instance_fleet unhealthy_node_replacement',
  aws_flow_log: 'regional_nat_gateway_id',
  aws_fsx_lustre_file_system: 'root_squash_configuration',
  aws_glue_catalog_database: 'tags',
  aws_glue_catalog_table: 'open_table_format_input partition_index',
  aws_glue_crawler: 'lineage_configuration',
  aws_glue_job: 'source_control_details',
  aws_instance: 'enable_primary_ipv6 placement_group_id primary_network_interface',
  aws_kendra_index: 'document_metadata_configuration_updates user_group_resolution_configuration',
  aws_keyspaces_table: 'client_side_timestamps comment',
  aws_kinesis_firehose_delivery_stream:
    'iceberg_configuration opensearchserverless_configuration snowflake_configuration',
  aws_lb: 'ipam_pools secondary_ips_auto_assigned_per_subnet',
  aws_lb_target_group: 'load_balancing_anomaly_mitigation target_failover target_group_health target_health_state',
  aws_network_interface: 'ipv6_address_list ipv6_address_list_enabled private_ip_list_enabled',
  aws_rds_cluster: 'ca_certificate_identifier cluster_members',
  aws_route53_health_check: 'disabled',
  aws_route53_record: 'cidr_routing_policy geoproximity_routing_policy',
  aws_route53_zone: 'enable_accelerated_recovery',
  aws_scheduler_schedule: 'action_after_completion',
  aws_sesv2_email_identity: 'configuration_set_name',
  aws_spot_fleet_request: 'fleet_type instance_interruption_behaviour load_balancers tags target_group_arns',
  aws_spot_instance_request:
    'enable_primary_ipv6 instance_interruption_behavior launch_group placement_group_id spot_price spot_type valid_from valid_until',
  aws_ssm_document: 'attachments_source',
  aws_ssoadmin_permission_set: 'relay_state',
  aws_transfer_server: 'sftp_authentication_methods',
  aws_vpc_ipam_pool_cidr: 'cidr_authorization_context',
  aws_vpc_ipv6_cidr_block_association: 'assign_generated_ipv6_cidr_block',
  aws_vpn_connection:
    'tunnel1_dpd_timeout_action tunnel1_dpd_timeout_seconds tunnel1_enable_tunnel_lifecycle_control tunnel1_ike_versions tunnel1_inside_cidr tunnel1_inside_ipv6_cidr tunnel1_log_options tunnel1_phase1_dh_group_numbers tunnel1_phase1_encryption_algorithms tunnel1_phase1_integrity_algorithms tunnel1_phase1_lifetime_seconds tunnel1_phase2_dh_group_numbers tunnel1_phase2_encryption_algorithms tunnel1_phase2_integrity_algorithms tunnel1_phase2_lifetime_seconds tunnel1_preshared_key tunnel1_rekey_fuzz_percentage tunnel1_rekey_margin_time_seconds tunnel1_replay_window_size tunnel1_startup_action tunnel2_dpd_timeout_action tunnel2_dpd_timeout_seconds tunnel2_enable_tunnel_lifecycle_control tunnel2_ike_versions tunnel2_inside_cidr tunnel2_inside_ipv6_cidr tunnel2_log_options tunnel2_phase1_dh_group_numbers tunnel2_phase1_encryption_algorithms tunnel2_phase1_integrity_algorithms tunnel2_phase1_lifetime_seconds tunnel2_phase2_dh_group_numbers tunnel2_phase2_encryption_algorithms tunnel2_phase2_integrity_algorithms tunnel2_phase2_lifetime_seconds tunnel2_preshared_key tunnel2_rekey_fuzz_percentage tunnel2_rekey_margin_time_seconds tunnel2_replay_window_size tunnel2_startup_action',
  aws_vpn_gateway: 'availability_zone vpc_id',
};

const FOLDER = fileURLToPath(new URL('../../../schemas/mappings/aws/', import.meta.url));

test('every argument of a written mapping goes somewhere, or is explained', () => {
  const unmapped = [...readMappings(FOLDER).keys()].flatMap(type => unmappedOf(type).map(name => `${type}.${name}`));
  const explained = [WRITE_ONLY, DEPLOYMENT, NO_PROPERTY].flatMap(table =>
    Object.entries(table).flatMap(([type, names]) => names.split(' ').map(name => `${type}.${name}`)),
  );
  expect(unmapped.sort()).toEqual(explained.sort());
});

/** Every resource has them. */
const COMMON = new Set(['id', 'arn', 'region', 'tags_all', 'timeouts']);

function unmappedOf(type: string): readonly string[] {
  const mapping = mappingOf(type)!;
  const variants = mapping.choice ? Object.values(mapping.choice.mappings) : [mapping];
  const names = [...(terraformBlock(type)?.arguments.keys() ?? [])].filter(name => !COMMON.has(name));
  return names.filter(name => !variants.some(variant => isMapped(name, variant)));
}

function isMapped(name: string, mapping: Mapping): boolean {
  const { rows, into = [], view, also = [], expand = [] } = mapping;
  if (Object.hasOwn(rows, name) || expand.includes(name)) return true;
  if ([...into, ...(view ? [view] : [])].some(({ link }) => Object.hasOwn(link, name))) return true;
  if (also.some(row => row.when === name || row.each === name)) return true;
  const types = [mapping.type, ...into.map(link => mappingOf(link.type)?.type)].filter(type => type !== undefined);
  return types.length === 0 || types.some(type => hasPlace(name, type, mapping));
}

function hasPlace(name: string, type: string, { rows, at, within }: Mapping): boolean {
  const facts = cloudFormationType(type);
  if (!facts) return false;
  if (name === 'tags' && facts.tags) return true;
  const root = facts.properties;
  const fact = at === undefined ? undefined : propertyAt(facts, at.replaceAll('[]', ''));
  const properties = at === undefined ? root : fact && tableOf(fact.shape);
  const table = argumentTable({ rows, properties, root, nameProperty: facts.nameProperty, within });
  return placementOf(table, name) !== undefined;
}
