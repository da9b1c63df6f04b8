import { cloudFormationTypeNames } from './cloudformation.ts';
import { lineFile } from './data.ts';

/**
 * How a Terraform resource type becomes CloudFormation's, compiled from `schemas/mappings/aws/*.yaml`; the rows'
 * meaning is described in `schemas/mapping.schema.json`. What no row says is done by the mechanical rule.
 */
export interface Mapping {
  /** CloudFormation's type. Absent: it has none, or it is a satellite. */
  readonly type?: string;
  /** An argument's value chooses the mapping: the rest of this one then only has the attributes. */
  readonly choice?: { readonly argument: string; readonly mappings: Readonly<Record<string, Mapping>> };
  /** Where its properties go: `DistributionConfig`, `Targets[]`. */
  readonly at?: string;
  /** Where arguments are looked for that the type itself does not have: `LustreConfiguration`. */
  readonly within?: string;
  readonly rows: Rows;
  /** Arguments with lists of which CloudFormation wants one resource, or rule, for each item. */
  readonly expand?: readonly string[];
  /** Properties that the type itself says: `{ FileSystemType: 'LUSTRE' }`. */
  readonly const?: Constants;
  /** Properties that the presence of a satellite says. */
  readonly emit?: Constants;
  /** It takes over something that AWS made: what is not written is not absent. */
  readonly adopts?: true;
  /** Argument path → what holds where it is missing. */
  readonly absent?: Readonly<Record<string, unknown>>;
  /** Exported attribute → `Ref` or return value, where the name does not say it. */
  readonly attrs?: Readonly<Record<string, string>>;
  readonly also?: readonly AlsoRow[];
  /** A satellite: the resources that its properties belong to. */
  readonly into?: readonly LinkRow[];
  /** It is a resource of its own, and is seen inside its parent too. */
  readonly view?: ViewRow;
  /** Properties that it has from the resource of this Terraform type that an argument names. */
  readonly inherit?: { readonly from: string; readonly type: string; readonly props: readonly string[] };
}

/** Argument → where it goes; null: nowhere. */
export type Rows = Readonly<Record<string, Row | null>>;

export interface Row {
  /** `A.B`, `A[]` append, `A[0].B` in the first item, `^A` from the root, `~` merge. Absent: found mechanically. */
  readonly to?: string;
  /** A named converter. */
  readonly via?: string;
  /** Value → value; null: the property is then absent. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** The value becomes `{ Key: kv, Value }`. */
  readonly kv?: string;
  /** Written beside the value. */
  readonly const?: Constants;
  readonly block?: Rows;
  /** Blocks become a map by the value of this argument. */
  readonly map_by?: string;
  /** A block with these values is as good as none. */
  readonly unless?: Constants;
  readonly expand?: readonly string[];
}

export type Constants = Readonly<Record<string, string | number | boolean>>;

export interface LinkRow {
  /** Terraform type of the parent. */
  readonly type: string;
  /** Argument → the parent's attributes that it may hold. All must agree. */
  readonly link: Readonly<Record<string, readonly string[]>>;
}

export interface ViewRow extends LinkRow {
  readonly at: string;
  /** Absent: the rows of the resource itself. */
  readonly rows?: Rows;
}

/** One more CloudFormation resource, where `when` is set or for `each` block. */
export interface AlsoRow {
  readonly cfn: string;
  readonly when?: string;
  readonly each?: string;
  /** Property path → `$Ref`, a list of these, or where the value comes from. */
  readonly props: Readonly<Record<string, AlsoValue>>;
  readonly const?: Constants;
}

export type AlsoValue = string | readonly string[] | { readonly from: string; readonly via?: string };

/**
 * The mapping of a resource type of the providers aws and awscc; undefined where CloudFormation has no such resource.
 */
export function mappingOf(terraformType: string): Mapping | undefined {
  const known = mappings.get(terraformType);
  if (known) return known;
  const mapping = terraformType.startsWith(CLOUD_CONTROL) ? cloudControl(terraformType) : written(terraformType);
  if (mapping) mappings.set(terraformType, mapping);
  return mapping;
}

function written(terraformType: string): Mapping | undefined {
  const line = lines.get(terraformType);
  return line === undefined ? undefined : (JSON.parse(line) as Mapping);
}

const CLOUD_CONTROL = 'awscc_';

/**
 * The awscc provider is made from CloudFormation's schemas: its names are theirs in snake case,
 * https://registry.terraform.io/providers/hashicorp/awscc/latest/docs.
 */
function cloudControl(terraformType: string): Mapping | undefined {
  cloudControlTypes ??= new Map(cloudFormationTypeNames().map(type => [lettersOf(type.replace(/^AWS::/, '')), type]));
  const type = cloudControlTypes.get(lettersOf(terraformType.slice(CLOUD_CONTROL.length)));
  return type === undefined ? undefined : { type, rows: {} };
}

let cloudControlTypes: ReadonlyMap<string, string> | undefined;

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The Terraform types that have a mapping, sorted. */
export function mappedTypes(): readonly string[] {
  return lines.keys();
}

const lines = lineFile('mappings.txt');
const mappings = new Map<string, Mapping>();
