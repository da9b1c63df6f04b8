import type { Span } from '../../model/source.ts';
import {
  list,
  type ObjectValue,
  object,
  type Property,
  propertyValue,
  scalar,
  textOf,
  unknown,
  type Value,
} from '../../model/value.ts';
import { cannedAcl } from './acl-grants.ts';
import { convertEach } from './alternatives.ts';
import { readDocument, readJson } from './json-text.ts';

/** What stands around a value that is converted. */
export interface Surroundings {
  /** The block or resource that holds the argument. */
  readonly block: ObjectValue;
  readonly body: ObjectValue;
  readonly address: string;
  readonly property: Property;
}

/** Undefined: the property is absent. Values that are not known come in as they are, alternatives one by one. */
export type Converter = (value: Value, around: Surroundings) => Value | undefined;

/**
 * The converters that rows name with `via`. `field:x` takes one argument of a block. An unknown name is a mistake in
 * the mapping, which a test finds; here it changes nothing.
 */
export function convert(value: Value, via: string, around: Surroundings): Value | undefined {
  const field = via.startsWith('field:') ? via.slice('field:'.length) : undefined;
  const converter = field === undefined ? CONVERTERS[via] : (block: Value) => propertyValue(first(block), field);
  return converter ? convertEach(value, item => converter(item, around)) : value;
}

/** Whether rows may name it. */
export function isConverter(via: string): boolean {
  return via.startsWith('field:') || Object.hasOwn(CONVERTERS, via);
}

const CONVERTERS: Readonly<Record<string, Converter>> = {
  acl_grants: cannedAcl,
  json: readJson,
  document: readDocument,
  prefix: value => textWith(value, [value, unknown('computed-at-deployment', 'the rest of the name', value.span)]),
  keyed_list: value => pairs(value, 'Key', 'Value'),
  kv_pairs: value => pairs(value, 'Name', 'Value'),
  name_value_map: nameValueMap,
  tag_spec: value => wrap('Tags', pairs(value, 'Key', 'Value'), value),
  enabled: value => ofBoolean(value, 'ENABLED', 'DISABLED'),
  Enabled: value => ofBoolean(value, 'Enabled', 'Disabled'),
  unbase64: decoded,
  csv: commaSeparated,
  protocol: value => translated(value, PROTOCOL_NAMES),
  protocol_number: value => translated(value, PROTOCOL_NUMBERS),
  self_ref: selfReference,
  url: redirectUrl,
  weights: aliasWeights,
  method_path: methodPath,
  elasticache_log_destination: logDestination,
};

/** https://www.iana.org/assignments/protocol-numbers: the numbers for which AWS has names. */
const PROTOCOL_NAMES: Readonly<Record<string, string>> = { all: '-1', 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };
const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = { all: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

/** A map of tags as the list of pairs that it is in CloudFormation. */
export function keyedList(tags: ObjectValue): Value {
  return pairs(tags, 'Key', 'Value');
}

function first(value: Value): Value | undefined {
  return value.kind === 'list' ? value.items[0] : value;
}

function textWith(value: Value, parts: readonly (string | Value)[]): Value {
  const known = parts.map(part => (typeof part === 'string' ? part : (textOf(part) ?? part)));
  return { kind: 'template', parts: known, span: value.span };
}

/** A map becomes a list of pairs; a list is taken for pairs already. */
function pairs(value: Value, keyName: string, valueName: string): Value {
  if (value.kind !== 'object') return value;
  const items = [...value.properties].map(([key, property]) => {
    const part = (name: string, item: Value): [string, Property] => [
      name,
      { writtenAs: property.writtenAs, nameSpan: property.nameSpan, span: property.span, value: item },
    ];
    const text =
      property.value.kind === 'scalar' ? { ...property.value, value: textOf(property.value) ?? null } : property.value;
    const pair = object(new Map([part(keyName, scalar(key, property.nameSpan)), part(valueName, text)]), property.span);
    return value.defaulted ? { ...pair, defaulted: true as const } : pair;
  });
  const result = list(items, value.span, value.open);
  return value.defaulted ? { ...result, defaulted: true } : result;
}

/** Blocks with `name` and `value` (or `values`) become a map. */
function nameValueMap(value: Value): Value {
  if (value.kind !== 'list') return value;
  const properties = new Map<string, Property>();
  let open = value.open;
  for (const item of value.items) {
    const name = item.kind === 'object' ? item.properties.get('name') : undefined;
    const held = item.kind === 'object' ? (item.properties.get('value') ?? item.properties.get('values')) : undefined;
    const text = textOf(name?.value);
    if (!name || !held || !text) open = true;
    else properties.set(text, { writtenAs: text, nameSpan: name.span, span: item.span, value: held.value });
  }
  return object(properties, value.span, open);
}

function wrap(name: string, value: Value, at: Value): Value {
  return object(new Map([[name, entry(name, value, at.span)]]), at.span);
}

function entry(name: string, value: Value, span: Span): Property {
  return { writtenAs: name, nameSpan: span, span, value };
}

function ofBoolean(value: Value, yes: string, no: string): Value {
  const text = textOf(value);
  if (text === 'true' || text === 'false') return replaced(value, text === 'true' ? yes : no);
  return text === undefined && value.kind !== 'unknown' ? derived(value) : value;
}

/** A scalar in place of another one: its place and marks stay. */
function replaced(value: Value, by: string | number | boolean): Value {
  const { span, sensitive, defaulted } = value;
  return { kind: 'scalar', value: by, span, ...(sensitive && { sensitive }), ...(defaulted && { defaulted }) };
}

/** Something that a value at deployment decides. */
function derived(value: Value): Value {
  const missing = value.kind === 'reference' ? `${value.target}.${value.attribute ?? 'id'}` : 'a computed value';
  return unknown('computed-at-deployment', missing, value.span);
}

/** User data is compared as the text that it holds, as in CloudFormation, where `Fn::Base64` encodes it. */
function decoded(value: Value): Value {
  const text = textOf(value);
  if (!text || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(text)) return value;
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return plain === '' || plain.includes('\ufffd') ? value : replaced(value, plain);
}

function commaSeparated(value: Value): Value {
  const text = textOf(value);
  if (text === undefined) return value;
  const items = text.split(',').map(item => item.trim());
  return list(
    items.filter(item => item !== '').map(item => scalar(item, value.span)),
    value.span,
  );
}

function translated(value: Value, table: Readonly<Record<string, string | number>>): Value {
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return value;
  return replaced(value, Object.hasOwn(table, text) ? table[text]! : text);
}

/** `self = true` of a rule is a reference to the group that holds the rule. */
function selfReference(value: Value, { body, address, property }: Surroundings): Value | undefined {
  const text = textOf(value);
  if (text === undefined) return derived(value);
  if (text !== 'true') return undefined;
  const group = body.properties.get('security_group_id')?.value;
  if (group) return { ...group, span: property.span };
  return { kind: 'reference', target: address, attribute: 'GroupId', span: property.span };
}

function redirectUrl(value: Value): Value {
  const text = textOf(value);
  if (text === undefined) return derived(value);
  const [, protocol, host] = /^(?:(https?):\/\/)?([^/]*)/.exec(text) ?? [];
  const properties = new Map([['HostName', entry('HostName', scalar(host ?? text, value.span), value.span)]]);
  if (protocol) properties.set('Protocol', entry('Protocol', scalar(protocol, value.span), value.span));
  return object(properties, value.span);
}

/** `additional_version_weights` is a map from versions to weights. */
function aliasWeights(value: Value): Value | undefined {
  const weights = propertyValue(first(value), 'additional_version_weights');
  if (weights?.kind !== 'object') return weights && derived(weights);
  const items = [...weights.properties].map(([version, weight]) =>
    object(
      new Map([
        ['FunctionVersion', entry('FunctionVersion', scalar(version, weight.nameSpan), weight.span)],
        ['FunctionWeight', { ...weight }],
      ]),
      weight.span,
    ),
  );
  return wrap('AdditionalVersionWeights', list(items, weights.span, weights.open), value);
}

/** `orders/GET` is the path `/orders` and the method; a star stands for all. */
function methodPath(value: Value): Value | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const slash = text.lastIndexOf('/');
  const path = text.slice(0, Math.max(slash, 0));
  const properties = new Map([
    ['ResourcePath', entry('ResourcePath', scalar(`/${path.replace(/^\//, '')}`, value.span), value.span)],
    ['HttpMethod', entry('HttpMethod', scalar(text.slice(slash + 1), value.span), value.span)],
  ]);
  return object(properties, value.span);
}

function logDestination(value: Value, { block }: Surroundings): Value {
  const type = textOf(propertyValue(block, 'destination_type'));
  if (type === 'cloudwatch-logs') return wrap('CloudWatchLogsDetails', wrap('LogGroup', value, value), value);
  if (type === 'kinesis-firehose') {
    return wrap('KinesisFirehoseDetails', wrap('DeliveryStream', value, value), value);
  }
  return derived(value);
}
