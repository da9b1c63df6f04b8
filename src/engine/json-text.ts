import type { Property, ScalarValue, Value } from '../model/value.ts';

const MAX_DEPTH = 100;
const known = new WeakMap<ScalarValue, Value | null>();

/**
 * What a text that is JSON holds, every part with the span of the whole text; undefined where it is no JSON object or
 * list. Policies and redrive settings are often written as text.
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
  try {
    return toValue(JSON.parse(text), from, 0);
  } catch {
    return undefined;
  }
}

/** Throws where it is nested too deeply to be meant. */
function toValue(json: unknown, from: ScalarValue, depth: number): Value {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
  const { span, sensitive } = from;
  if (Array.isArray(json)) {
    return { kind: 'list', items: json.map(item => toValue(item, from, depth + 1)), open: false, span, sensitive };
  }
  if (typeof json === 'object' && json !== null) {
    const properties = new Map<string, Property>();
    for (const [name, value] of Object.entries(json)) {
      properties.set(name, { writtenAs: name, nameSpan: span, span, value: toValue(value, from, depth + 1) });
    }
    return { kind: 'object', properties, open: false, span, sensitive };
  }
  return { kind: 'scalar', value: json as string | number | boolean | null, span, sensitive };
}
