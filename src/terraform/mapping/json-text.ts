import type { Span } from '../../model/source.ts';
import { list, object, type Property, scalar, type TemplateValue, type Value } from '../../model/value.ts';
import { parseJson } from '../../parse/json.ts';
import { entrySpan, type SyntaxNode } from '../../parse/syntax.ts';

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
  const { documents, diagnostics } = parseJson({ path: '', text });
  const root = documents[0]?.root;
  if (!root || diagnostics.some(diagnostic => diagnostic.code !== 'json-duplicate-key')) return undefined;
  const at = ({ start, end }: Span) => locate(start, end);
  const mark = (read: Value): Value => (sensitive ? { ...read, sensitive } : read);
  const read = (node: SyntaxNode): Value => {
    switch (node.kind) {
      case 'scalar':
        return mark(scalar(node.value, at(node.span)));
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
  return read(root);
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
