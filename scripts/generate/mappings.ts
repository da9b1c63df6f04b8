import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AlsoRow, Constants, LinkRow, Mapping, Row, Rows } from '../../src/facts/mappings.ts';

/** A mapping as its YAML file has it, see schemas/mapping.schema.json. */
export interface WrittenMapping {
  readonly cfn?: string | null | ({ readonly by: string } & Readonly<Record<string, string>>);
  readonly like?: string;
  readonly at?: string | ({ readonly by: string } & Readonly<Record<string, string>>);
  readonly within?: string;
  readonly map?: Readonly<Record<string, WrittenRow>>;
  readonly none?: readonly string[];
  readonly expand?: readonly string[];
  readonly const?: Constants;
  readonly emit?: Constants;
  readonly adopts?: true;
  readonly absent?: Readonly<Record<string, unknown>>;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly also?: readonly AlsoRow[];
  readonly into?: string | readonly LinkRow[];
  readonly link?: LinkRow['link'];
  readonly view?: WrittenMapping;
  readonly inherit?: Mapping['inherit'];
  readonly notes?: string;
}

/** A target, nothing, a long form, or (where an argument chooses the type) one of these for each choice. */
type WrittenRow = string | null | (Omit<Row, 'block'> & { readonly block?: Readonly<Record<string, WrittenRow>> });

/** Every mapping, one a line, sorted: the written ones, and a type alone where only the names had to be compared. */
export function mappingLines(folder: string, cloudFormation: readonly string[], terraform: readonly string[]): string {
  const written = readMappings(folder);
  const compiled = new Map<string, Mapping>();
  for (const type of written.keys()) compiled.set(type, compile(resolveLike(type, written)));
  const byName = new Map(cloudFormation.map(type => [letters(type.replace(/^AWS::/, '')), type]));
  for (const type of terraform) {
    const guess = written.has(type) ? undefined : guessType(type, byName);
    if (guess) compiled.set(type, { type: guess, rows: {} });
  }
  const lines = [...compiled].map(([type, mapping]) => `${type}\t${JSON.stringify(mapping)}`);
  return `${lines.sort().join('\n')}\n`;
}

/** The mappings of all files of a folder by their Terraform type. A type may be written once. */
export function readMappings(folder: string): Map<string, WrittenMapping> {
  const mappings = new Map<string, WrittenMapping>();
  for (const file of readdirSync(folder).sort()) {
    const types = parse(readFileSync(join(folder, file), 'utf8')) as Record<string, WrittenMapping>;
    for (const [type, mapping] of Object.entries(types)) {
      if (mappings.has(type)) throw new Error(`${file}: ${type} is mapped twice`);
      mappings.set(type, mapping);
    }
  }
  return mappings;
}

function resolveLike(type: string, written: ReadonlyMap<string, WrittenMapping>): WrittenMapping {
  const mapping = written.get(type)!;
  if (mapping.like === undefined) return mapping;
  const model = written.get(mapping.like);
  if (!model) throw new Error(`${type} is like ${mapping.like}, which is not mapped`);
  return {
    ...model,
    ...mapping,
    map: { ...model.map, ...mapping.map },
    none: [...(model.none ?? []), ...(mapping.none ?? [])],
    absent: mapping.adopts ? mapping.absent : { ...model.absent, ...mapping.absent },
  };
}

function compile(written: WrittenMapping): Mapping {
  const { cfn } = written;
  if (typeof cfn !== 'object' || cfn === null) return compileFor(written, undefined, cfn ?? undefined);
  const { by, ...types } = cfn;
  const mappings = Object.entries(types).map(([choice, type]) => [choice, compileFor(written, choice, type)]);
  return { choice: { argument: by, mappings: Object.fromEntries(mappings) }, rows: {}, attrs: written.attrs };
}

function compileFor(written: WrittenMapping, choice: string | undefined, type: string | undefined): Mapping {
  return {
    type,
    at: atFor(written, choice),
    within: written.within,
    rows: { ...compileRows(written.map ?? {}, choice), ...nothing(written.none) },
    expand: written.expand,
    const: written.const,
    emit: written.emit,
    adopts: written.adopts,
    absent: written.absent,
    attrs: written.attrs,
    also: written.also,
    into: linksOf(written),
    view: written.view && {
      ...linksOf(written.view)![0]!,
      at: atFor(written.view, choice)!,
      rows: written.view.map && compileRows(written.view.map, choice),
    },
    inherit: written.inherit,
  };
}

function atFor({ at }: WrittenMapping, choice: string | undefined): string | undefined {
  return typeof at === 'object' ? at[choice!] : at;
}

function linksOf({ into, link }: WrittenMapping): readonly LinkRow[] | undefined {
  return typeof into === 'string' ? [{ type: into, link: link! }] : into;
}

function nothing(names: readonly string[] | undefined): Rows {
  return Object.fromEntries((names ?? []).map(name => [name, null]));
}

/** `around`: the list to which the attributes of a block of `kv` rows are appended. */
function compileRows(rows: Readonly<Record<string, WrittenRow>>, choice?: string, around?: string): Rows {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, compileRow(row, choice, around)]));
}

function compileRow(row: WrittenRow, choice: string | undefined, around: string | undefined): Row | null {
  if (row === null) return null;
  if (typeof row === 'string') return { to: row };
  if (choice !== undefined && choice in row) {
    return compileRow((row as unknown as Record<string, WrittenRow>)[choice]!, choice, around);
  }
  const { block, ...rest } = row;
  if (rest.kv !== undefined && rest.to === undefined) return { ...rest, to: around };
  if (block === undefined) return rest;
  const holdsPairs = Object.values(block).some(inner => typeof inner === 'object' && inner !== null && 'kv' in inner);
  if (holdsPairs) return { ...rest, to: '~', block: compileRows(block, choice, rest.to) };
  return { ...rest, block: compileRows(block, choice) };
}

/** `aws_sqs_queue` is `AWS::SQS::Queue`: the same letters, where Terraform's names of services are translated. */
function guessType(type: string, byName: ReadonlyMap<string, string>): string | undefined {
  const name = type.replace(/^aws_/, '');
  const direct = byName.get(letters(name));
  if (direct) return direct;
  for (const [prefix, service] of SERVICES) {
    const found = name.startsWith(prefix) ? byName.get(letters(service + name.slice(prefix.length))) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Terraform's beginnings of names that are not CloudFormation's names of services. */
const SERVICES: readonly (readonly [string, string])[] = [
  ['cloudwatch_log_', 'logs'],
  ['cloudwatch_event_', 'events'],
  ['cloudwatch_', 'cloudwatch'],
  ['sfn_', 'stepfunctions'],
  ['lb_', 'elasticloadbalancingv2'],
  ['ssoadmin_', 'sso'],
  ['acm_', 'certificatemanager'],
  ['opensearch_', 'opensearchservice'],
  ['msk_', 'msk'],
  ['kinesis_firehose_', 'kinesisfirehose'],
  ['mq_', 'amazonmq'],
  ['db_', 'rds'],
  ['appautoscaling_', 'applicationautoscaling'],
  ['bedrockagent_', 'bedrock'],
  ['route53_resolver_', 'route53resolver'],
  ['route53_resolver_', 'route53resolverresolver'],
  ['mskconnect_', 'kafkaconnect'],
  ['timestreamwrite_', 'timestream'],
  ['sesv2_', 'ses'],
  ['prometheus_', 'aps'],
  ['inspector2_', 'inspectorv2'],
  ['dx_', 'directconnect'],
  ['s3control_', 's3'],
  ['ec2_', 'ec2'],
  ['', 'ec2'],
];

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
