import type { Property, ScalarValue, Value } from '../model/value.ts';
import { parseJson } from '../parse/json.ts';
import type { SyntaxNode } from '../parse/syntax.ts';
import { type PartSpan, partSpans } from '../parse/text-spans.ts';

const known = new WeakMap<ScalarValue, Value | null>();

/**
 * What a text that is JSON holds, each part where it is written, or else where the text is; undefined where it is no
 * JSON object or list. Policies and redrive settings are often written as text.
 */
export function structureOfText(value: ScalarValue): Value | undefined {
  if (typeof value.value !== 'string' || !/^\s*[[{]/.test(value.value)) return undefined;
  let structure = known.get(value);
  if (structure === undefined) {
    structure = parse(value.value, value) ?? null;
    known.set(value, structure);
  }
  return structure ?? undefined;
}

function parse(text: string, from: ScalarValue): Value | undefined {
  const { documents, diagnostics } = parseJson({ path: from.span.file.path, text });
  const root = documents[0]?.root;
  // Of a key that is written twice the last one counts.
  if (!root || diagnostics.some(({ code }) => code !== 'json-duplicate-key')) return undefined;
  return toValue(root, from, partSpans({ raw: text, span: from.span }));
}

function toValue(node: SyntaxNode, from: ScalarValue, spans: PartSpan): Value {
  const { sensitive } = from;
  const span = spans(node.span.start, node.span.end) ?? from.span;
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.value, span, sensitive };
    case 'sequence':
      return { kind: 'list', items: node.items.map(item => toValue(item, from, spans)), open: false, span, sensitive };
    case 'mapping': {
      const properties = new Map<string, Property>();
      for (const { key, value } of node.entries) {
        const nameSpan = spans(key.span.start, key.span.end) ?? from.span;
        const whole = spans(key.span.start, value.span.end) ?? from.span;
        const property = { writtenAs: key.raw, nameSpan, span: whole, value: toValue(value, from, spans) };
        properties.set(key.raw, property);
      }
      return { kind: 'object', properties, open: false, span, sensitive };
    }
  }
}
