import type { Span } from '../../model/source.ts';
import { list, object, type Property, scalar, type TemplateValue, type Value } from '../../model/value.ts';
import { parseJson } from '../../parse/json.ts';
import { entrySpan, type ParsedDocuments, type SyntaxNode } from '../../parse/syntax.ts';
import { parseYaml } from '../../parse/yaml.ts';

/**
 * What a JSON text holds, each part with its place in the file where the text stands there as it is (a heredoc),
 * otherwise with the place of the text. A text known in part gives its structure with holes; lists and objects give
 * themselves; anything else, and text that is no JSON, is returned as it came.
 */
export function readJson(value: Value): Value {
  if (value.kind === 'template') return (value.structure && inItsPlace(value)) ?? value.structure ?? value;
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return value;
  const { value: text, span, sensitive } = value;
  return parseJsonText(text, locator(text, span) ?? (() => span), sensitive) ?? value;
}

/** Like `readJson`, also of a text in YAML. Holes in it are parts of the texts in which they stand. */
export function readDocument(value: Value): Value {
  const json = readJson(value);
  if (json !== value) return json;
  const parts = value.kind === 'template' ? value.parts : value.kind === 'scalar' ? [value.value] : [];
  const holes: Value[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) text += String(part).replaceAll(HOLE, '');
    else text += `${HOLE}${String.fromCharCode(FIRST_HOLE + holes.push(interpolated(part)) - 1)}`;
  }
  if (!/^\s*(?:---\s|#|["']?[\w$-]+["']?\s*:(?:\s|$))/.test(text) || holes.length > MAX_HOLES) return value;
  const { span, sensitive } = value;
  const locate = (holes.length === 0 ? locator(text, span) : undefined) ?? (() => span);
  const read = nodeReader(locate, sensitive, holes);
  const root = soundRoot(parseYaml({ path: '', text }), 'yaml-duplicate-key');
  return root?.kind === 'mapping' ? read(root) : value;
}

/** Terraform refuses a null inside a text. */
function interpolated(part: Value): Value {
  return part.kind === 'unknown' && part.nullable ? { ...part, nullable: undefined } : part;
}

/** Private characters: a mark, and the number of the hole. */
const HOLE = '\ue000';
const FIRST_HOLE = 0xe001;
const MAX_HOLES = 1000;

/** Of a text that is known whole and stands in the file: the parts of its structure may not say where they stand. */
function inItsPlace({ parts, span, sensitive }: TemplateValue): Value | undefined {
  const [text, ...more] = parts;
  if (typeof text !== 'string' || more.length > 0) return undefined;
  const locate = locator(text, span);
  return locate && parseJsonText(text, locate, sensitive);
}

/** Undefined where the text is no object or list, or one that JSON does not allow. */
function parseJsonText(text: string, locate: Locator, sensitive: true | undefined): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const root = soundRoot(parseJson({ path: '', text }), 'json-duplicate-key');
  return root && nodeReader(locate, sensitive, [])(root);
}

/** Undefined where something is wrong but that a key is written twice. */
function soundRoot({ documents, diagnostics }: ParsedDocuments, duplicate: string): SyntaxNode | undefined {
  return diagnostics.some(({ code }) => code !== duplicate) ? undefined : documents[0]?.root;
}

function nodeReader(
  locate: Locator,
  sensitive: true | undefined,
  holes: readonly Value[],
): (node: SyntaxNode) => Value {
  const at = ({ start, end }: Span) => locate(start, end);
  const mark = (read: Value): Value => (sensitive ? { ...read, sensitive } : read);
  const read = (node: SyntaxNode): Value => {
    switch (node.kind) {
      case 'scalar':
        return mark(
          holes.length > 0 && node.raw.includes(HOLE)
            ? withHoles(node.raw, holes, at(node.span))
            : scalar(node.value, at(node.span)),
        );
      case 'sequence':
        return mark(list(node.items.map(read), at(node.span)));
      case 'mapping': {
        const properties = new Map<string, Property>();
        for (const entry of node.entries) {
          const name = entry.key.raw;
          properties.set(name, {
            writtenAs: name,
            nameSpan: at(entry.key.span),
            span: at(entrySpan(entry)),
            value: read(entry.value),
          });
        }
        return mark(object(properties, at(node.span)));
      }
    }
  };
  return read;
}

/** A text that is nothing but a hole is what fills it. */
function withHoles(text: string, holes: readonly Value[], span: Span): Value {
  const parts = text.split(/(\ue000.)/s).flatMap((part): (string | Value)[] => {
    const hole = part.startsWith(HOLE) ? holes[part.charCodeAt(1) - FIRST_HOLE] : undefined;
    return hole ? [hole] : part === '' ? [] : [part];
  });
  const [only, ...more] = parts;
  return typeof only === 'object' && more.length === 0 ? only : { kind: 'template', parts, span };
}

type Locator = (start: number, end: number) => Span;

/**
 * Maps places in the text to places in the file, line by line, since heredocs may be indented there. Undefined where
 * the text does not stand in the file as it is.
 */
function locator(text: string, span: Span): Locator | undefined {
  const source = span.file.text.slice(span.start, span.end);
  const same = source.indexOf(text);
  if (same >= 0) return (start, end) => ({ ...span, start: span.start + same + start, end: span.start + same + end });
  const heredoc = /^<<-?[^\n]*\n/.exec(source)?.[0];
  if (heredoc === undefined) return undefined;
  const starts = lineOffsets(text, source.slice(heredoc.length), span.start + heredoc.length);
  if (!starts) return undefined;
  const offset = (at: number) => {
    const line = lastAtMost(starts, at);
    return starts[line]!.inFile + (at - starts[line]!.inText);
  };
  return (start, end) => ({ ...span, start: offset(start), end: offset(end) });
}

interface LineOffset {
  readonly inText: number;
  readonly inFile: number;
}

/** Undefined where a line of the text is not what stands in the file behind its indentation. */
function lineOffsets(text: string, source: string, sourceStart: number): LineOffset[] | undefined {
  const offsets: LineOffset[] = [];
  let inText = 0;
  let inSource = 0;
  for (const line of text.split('\n')) {
    const end = source.indexOf('\n', inSource);
    const written = source.slice(inSource, end < 0 ? undefined : end);
    const shift = written.length - line.length;
    if (line.trim() !== '' && (shift < 0 || !written.endsWith(line) || written.slice(0, shift).trim() !== '')) {
      return undefined;
    }
    offsets.push({ inText, inFile: sourceStart + inSource + Math.max(shift, 0) });
    inText += line.length + 1;
    inSource = end < 0 ? source.length : end + 1;
  }
  return offsets;
}

function lastAtMost(offsets: readonly LineOffset[], at: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]!.inText <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
