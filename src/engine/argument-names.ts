import { type Mapping, mappedTypes, mappingOf, type Rows } from '../facts/mappings.ts';
import { type TerraformBlock, terraformBlock } from '../facts/terraform.ts';

/**
 * What Terraform's users call a property that nobody wrote: `StorageEncrypted` of `aws_db_instance` →
 * `storage_encrypted`, `TracingConfig.Mode` of `aws_lambda_function` → `tracing_config.mode`. Found in the mapping and
 * the provider's schema; otherwise the provider's habit, snake case.
 */
export function argumentName(terraformType: string, path: readonly string[]): string {
  const key = `${terraformType} ${path.join('.')}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const name =
    satelliteName(terraformType, path) ??
    nameIn(mappingOf(terraformType)?.rows, terraformBlock(terraformType), path) ??
    path.map(snakeCase).join('.');
  names.set(key, name);
  return name;
}

const names = new Map<string, string>();

/** Types whose own arguments are deprecated where a satellite says the same: the buckets, since version 4 of the provider. */
const SPLIT: ReadonlySet<string> = new Set(['aws_s3_bucket']);

/** `VersioningConfiguration.Status` of `aws_s3_bucket` → `aws_s3_bucket_versioning.versioning_configuration.status`. */
function satelliteName(terraformType: string, path: readonly string[]): string | undefined {
  if (!SPLIT.has(terraformType)) return undefined;
  for (const satellite of mappedTypes()) {
    if (!satellite.startsWith(`${terraformType}_`)) continue;
    const mapping = mappingOf(satellite);
    if (!mapping?.into?.some(({ type }) => type === terraformType)) continue;
    const above = mapping.at?.split('.') ?? [];
    if (above.some((name, index) => path[index] !== name)) continue;
    const below = path.slice(above.length);
    const name = below.length === 0 ? '' : nameIn(mapping.rows, terraformBlock(satellite), below);
    if (name !== undefined && (above.length > 0 || name !== ''))
      return name === '' ? satellite : `${satellite}.${name}`;
  }
  return undefined;
}

/** `EnableKeyRotation` → `enable_key_rotation`, `KMSKeyId` → `kms_key_id`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * The argument of the resource itself that sets a property inside another one: `kms_key_id` of `aws_kinesis_stream` for
 * `StreamEncryption.KeyId`, `enabled_cluster_log_types` of `aws_eks_cluster` for
 * `Logging.ClusterLogging.EnabledTypes[].Type`. Undefined where the property has a block of its own.
 */
export function argumentOf(terraformType: string, path: string): string | undefined {
  const rows = Object.entries(mappingOf(terraformType)?.rows ?? {});
  return rows.find(([, row]) => row?.to === path && row.via !== 'prefix' && !row.block)?.[0];
}

/**
 * The argument that sets the value of a key in a list of keys and values: `access_logs.enabled` of `aws_lb` for
 * `access_logs.s3.enabled`. Undefined where the list is written as one.
 */
export function keyedArgument(terraformType: string, key: string): string | undefined {
  return keyedIn(mappingOf(terraformType)?.rows ?? {}, key);
}

function keyedIn(rows: Rows, key: string): string | undefined {
  for (const [name, row] of Object.entries(rows)) {
    if (row?.kv === key) return name;
    const inner = row?.block && keyedIn(row.block, key);
    if (inner !== undefined) return `${name}.${inner}`;
  }
  return undefined;
}

function nameIn(
  rows: Mapping['rows'] | undefined,
  block: TerraformBlock | undefined,
  path: readonly string[],
): string | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  const mapped = rows && nameInRows(rows, path);
  if (mapped !== undefined) return mapped;
  const compact = first.toLowerCase();
  for (const [name, argument] of block?.arguments ?? []) {
    if (name.replaceAll('_', '') !== compact) continue;
    if (rest.length === 0) return name;
    const inner = nameIn(rows?.[name]?.block, argument.block, rest) ?? rest.map(snakeCase).join('.');
    return `${name}.${inner}`;
  }
  return undefined;
}

/** The argument whose row leads to the path, or to the first part of it with a block that leads on. */
function nameInRows(rows: Rows, path: readonly string[]): string | undefined {
  const whole = path.join('.');
  for (const [name, row] of Object.entries(rows)) {
    if (row?.to === whole && row.via !== 'prefix') return name;
  }
  for (const [name, row] of Object.entries(rows)) {
    if (!row?.block || row.to === undefined) continue;
    // A block that is merged has its arguments beside the resource's own.
    const isMerged = row.to === '~';
    if (!isMerged && !whole.startsWith(`${row.to}.`)) continue;
    const inner = nameInRows(row.block, isMerged ? path : path.slice(row.to.split('.').length));
    if (inner !== undefined) return `${name}.${inner}`;
  }
  return undefined;
}
