import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../model/source.ts';
import { convertTo } from '../values/conversion.ts';
import { asJson } from '../values/json-encoding.ts';
import { firstUnknown } from '../values/traits.ts';
import { ANY, STRING } from '../values/types.ts';
import { unknownLike } from '../values/unknowns.ts';
import {
  type MappingEntry,
  nullValue,
  objectValue,
  stringValue,
  type TerraformValue,
  tupleValue,
} from '../values/values.ts';
import { any, type Failure, failure, isFailure, type TerraformFunction, text, textOf } from './signature.ts';
import { encodeYaml } from './yaml-encoding.ts';
import { resolveScalar } from './yaml-scalars.ts';

interface Decoding {
  readonly document: Document;
  readonly span: Span;
  /** Anchored nodes are decoded once; null while they are. */
  readonly decoded: Map<Node, TerraformValue | null>;
}

const MAX_DEPTH = 100;

function decode(source: string, span: Span): TerraformValue | Failure {
  try {
    const documents = parseAllDocuments(source, {
      schema: 'failsafe',
      uniqueKeys: false,
      merge: false,
      logLevel: 'silent',
    });
    const [document] = documents;
    if (!document || 'empty' in documents || !hasContent(source)) return failure('missing start of document');
    if (documents.length > 1) return failure('unexpected extra content after value');
    const error = (document as Document).errors[0];
    if (error) return failure(error.message.split('\n')[0]!);
    const contents = document.contents as Node | null;
    return decodeNode(contents, { document: document as Document, span, decoded: new Map() }, 0);
  } catch {
    return failure('the text cannot be read as YAML');
  }
}

function hasContent(source: string): boolean {
  return source.split('\n').some(line => !/^\s*(#.*)?$/.test(line));
}

function decodeNode(node: Node | null, decoding: Decoding, depth: number): TerraformValue | Failure {
  if (node === null) return nullValue(ANY, decoding.span);
  if (depth > MAX_DEPTH) return failure('the document is nested too deeply');
  if (isAlias(node)) return decodeAlias(node, decoding);
  if (node.anchor === undefined) return decodeContent(node, decoding, depth);
  decoding.decoded.set(node, null);
  const value = decodeContent(node, decoding, depth);
  if (isFailure(value)) return value;
  decoding.decoded.set(node, value);
  return value;
}

function decodeAlias(alias: Alias, { document, decoded }: Decoding): TerraformValue | Failure {
  const target = alias.resolve(document);
  const value = target && decoded.get(target);
  if (value) return value;
  const why =
    value === null ? 'cannot refer to an anchor from inside its own definition' : 'reference to undefined anchor';
  return failure(`${why}: "${alias.source}"`);
}

function decodeContent(node: Node, decoding: Decoding, depth: number): TerraformValue | Failure {
  const tag = shortTag(node.tag);
  if (isScalar(node)) return decodeScalar(node, decoding.span);
  if (isSeq(node)) {
    if (tag !== '' && tag !== '!!seq') return failure(`can't interpret sequence as ${tag}`);
    const items: TerraformValue[] = [];
    for (const item of node.items) {
      const value = decodeNode(item as Node | null, decoding, depth + 1);
      if (isFailure(value)) return value;
      items.push(value);
    }
    return tupleValue(items, decoding.span);
  }
  if (!isMap(node)) return failure('unexpected content');
  if (tag !== '' && tag !== '!!map') return failure(`can't interpret mapping as ${tag}`);
  return decodeMapping(node, decoding, depth);
}

function decodeMapping(node: YAMLMap, decoding: Decoding, depth: number): TerraformValue | Failure {
  const entries = new Map<string, MappingEntry>();
  for (const { key, value } of node.items) {
    const content = decodeNode(value as Node | null, decoding, depth + 1);
    if (isFailure(content)) return content;
    if (isMergeKey(key)) {
      if (content.kind !== 'object') return failure(`cannot merge ${content.kind} into mapping`);
      for (const [name, entry] of content.entries) entries.set(name, entry);
      continue;
    }
    const name = keyOf(key, decoding.span);
    if (typeof name !== 'string') return name;
    entries.set(name, { value: content });
  }
  return objectValue(entries, decoding.span);
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.tag === undefined && key.source === '<<';
}

function keyOf(key: unknown, span: Span): string | Failure {
  if (!isScalar(key)) return failure('only strings are allowed as mapping keys');
  const value = decodeScalar(key, span);
  if (isFailure(value)) return value;
  const converted = convertTo(value, STRING);
  if ('value' in converted && converted.value.kind === 'string') return converted.value.value;
  return failure('mapping key cannot be null');
}

function decodeScalar(node: Scalar, span: Span): TerraformValue | Failure {
  const quoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE';
  const source = quoted || node.type?.startsWith('BLOCK') ? String(node.value ?? '') : (node.source ?? '');
  return resolveScalar(source, shortTag(node.tag), quoted, span);
}

function shortTag(tag: string | undefined): string {
  return tag?.replace(/^tag:yaml\.org,2002:/, '!!') ?? '';
}

/** https://developer.hashicorp.com/terraform/language/functions/yamlencode */
export const yamlFunctions: Readonly<Record<string, TerraformFunction>> = {
  yamldecode: {
    parameters: [text('src', 'unknowns')],
    type: ANY,
    nullable: true,
    call([src], { span }) {
      if (src!.kind === 'unknown') return src!.structure ?? unknownLike(src!, ANY, span);
      return src!.kind === 'string' && src!.structure ? src!.structure : decode(textOf(src), span);
    },
  },
  yamlencode: {
    parameters: [any('value', 'nulls', 'unknowns', 'dynamic')],
    type: STRING,
    call([value], { span }) {
      const unknown = firstUnknown(value!);
      const structure = asJson(value!);
      if (unknown) return unknownLike(unknown, STRING, span, { structure });
      const encoded = stringValue(encodeYaml(value!), span);
      return 'items' in value! || 'entries' in value! ? { ...encoded, structure } : encoded;
    },
  },
};
