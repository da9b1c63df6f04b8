/** A path of the rule language, split once: the alternatives of `A.B|A.C`, each a list of steps. */
export type Path = readonly (readonly Step[])[];

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'items' }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: string; readonly value: string };

/**
 * Splits a path such as `Tags[Key=Owner].Value|Name`; the empty path is the item itself. A dot inside brackets
 * belongs to the key. Throws on a path that is none: the schema and the build check them before.
 */
export function parsePath(text: string): Path {
  let path = parsed.get(text);
  if (!path) {
    path = splitOutsideBrackets(text, '|').map(alternative =>
      alternative === '' ? [] : splitOutsideBrackets(alternative, '.').flatMap(part => parseSteps(part, text)),
    );
    parsed.set(text, path);
  }
  return path;
}

/** Rules write the same paths again and again. */
const parsed = new Map<string, Path>();

const PART = /^([^[\]]*)((?:\[[^[\]]*\])*)$/;

function parseSteps(part: string, path: string): Step[] {
  const [, name, brackets] = PART.exec(part) ?? [];
  if (name === undefined || part === '') throw new Error(`not a path: ${path}`);
  const steps: Step[] = name === '' ? [] : [{ kind: 'name', name }];
  for (const [, inside] of (brackets ?? '').matchAll(/\[([^\]]*)\]/g)) steps.push(bracketStep(inside!, path));
  return steps;
}

function bracketStep(inside: string, path: string): Step {
  if (inside === '') return { kind: 'items' };
  if (/^\d+$/.test(inside)) return { kind: 'index', index: Number(inside) };
  const equals = inside.indexOf('=');
  if (equals < 1) throw new Error(`not a path: ${path}`);
  return { kind: 'key', key: inside.slice(0, equals), value: inside.slice(equals + 1) };
}

function splitOutsideBrackets(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth++;
    else if (text[i] === ']') depth--;
    else if (text[i] === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** A step as it is written. */
export function segmentOf(step: Step): string {
  switch (step.kind) {
    case 'name':
      return step.name;
    case 'items':
      return '[]';
    case 'index':
      return `[${step.index}]`;
    case 'key':
      return `[${step.key}=${step.value}]`;
  }
}
