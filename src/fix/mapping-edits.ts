import type { Entry, MappingNode, ScalarNode, SyntaxNode } from '../parse/syntax.ts';
import { blockInsertion, blockValue } from './block-mapping.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import type { Edit } from './edits.ts';
import { flowInsertion, isFlow } from './flow-mapping.ts';
import { isFunction, isOfList, means } from './list-items.ts';
import { inQuotesOf } from './scalar-text.ts';
import { settleSequence } from './sequence-edits.ts';
import { ITEM } from './steps.ts';
import { insideOf, isScalar, type Scalar, says, type Wanted } from './wanted.ts';

/** A text in YAML or JSON, and how new text is written into it. */
export interface MappingText {
  readonly text: string;
  readonly syntax: 'json' | 'yaml';
  /** Terraform in JSON: texts can be templates. */
  readonly templates: boolean;
  /** Where new entries of a block mapping go; at the end, but for where the end belongs to a text. */
  readonly place: 'start' | 'end';
}

/**
 * The edits that make the value of an entry say what is wanted: values that are there are replaced, what is missing is
 * added in the style of its surroundings. Declines where a value comes from elsewhere or has another form.
 */
export function mappingEdits(entry: Entry, wanted: Wanted, source: MappingText): readonly Edit[] | Declined {
  const edits: Edit[] = [];
  const problem = settle(entry.value, wanted, entry, source, edits);
  if (problem) return problem;
  return edits.length === 0 ? declined('present') : edits;
}

function settle(
  node: SyntaxNode,
  wanted: Wanted | Scalar,
  entry: Entry,
  source: MappingText,
  edits: Edit[],
): Declined | undefined {
  if (node.span.start < entry.key.span.end) return declined('alias');
  if (node.tag !== undefined) return declined('elsewhere');
  switch (node.kind) {
    case 'mapping':
      return isScalar(wanted)
        ? declined(isFunction(node) ? 'elsewhere' : 'form')
        : settleMapping(node, wanted, entry, source, edits);
    case 'sequence':
      return isScalar(wanted)
        ? declined('form')
        : settleSequence(node, wanted, entry, source, edits, (item, inner) =>
            settle(item, inner, entry, source, edits),
          );
    case 'scalar':
      return isScalar(wanted)
        ? settleScalar(node, wanted, source, edits)
        : fillEmpty(node, wanted, entry, source, edits);
  }
}

function settleMapping(
  node: MappingNode,
  wanted: Wanted,
  holder: Entry,
  source: MappingText,
  edits: Edit[],
): Declined | undefined {
  if (isFunction(node)) return declined('elsewhere');
  const missing = new Map<string, Wanted | Scalar>();
  const inside = insideOfOnly(node, wanted);
  if (!inside) return declined('form');
  for (const [name, inner] of inside) {
    const entry = node.entries.find(each => each.key.raw === name);
    if (!entry) {
      missing.set(name, inner);
      continue;
    }
    if (entry.key.span.start < node.span.start || entry.key.span.end > node.span.end) return declined('alias');
    const problem = settle(entry.value, inner, entry, source, edits);
    if (problem) return problem;
  }
  if (missing.size === 0) return undefined;
  const insertion = isFlow(node, source)
    ? flowInsertion(node, missing, source)
    : blockInsertion(node, missing, holder, source);
  if (isDeclined(insertion)) return insertion;
  edits.push(...insertion);
  return undefined;
}

/** A single object where a list is wanted counts as its item. */
function insideOfOnly(node: MappingNode, wanted: Wanted): Wanted | undefined {
  if (!isOfList(wanted) || wanted.has(ITEM)) return insideOf(wanted);
  const [[step, inner] = ['', ''], ...others] = wanted;
  return others.length === 0 && !isScalar(inner) && means(step, inner, node, 0) ? inner : undefined;
}

function settleScalar(node: ScalarNode, wanted: Scalar, source: MappingText, edits: Edit[]): Declined | undefined {
  if (comesFromElsewhere(node.raw, source)) return declined('elsewhere');
  if (says(node.raw, wanted) && node.value !== null) return undefined;
  const { start, end } = node.span;
  const before = source.text.slice(start, end);
  if (/^[|>]/.test(before)) return declined('form');
  const text = inQuotesOf(before, wanted, source.syntax);
  edits.push({ start, end, text: start === end && source.text[start - 1] === ':' ? ` ${text}` : text });
  return undefined;
}

/** An entry without a value takes the names below it. */
function fillEmpty(
  node: ScalarNode,
  wanted: Wanted,
  entry: Entry,
  source: MappingText,
  edits: Edit[],
): Declined | undefined {
  if (node.value !== null) return declined('form');
  if (node.raw !== '' || source.syntax === 'json') return declined('form');
  const insertion = blockValue(node, wanted, entry, source);
  if (isDeclined(insertion)) return insertion;
  edits.push(insertion);
  return undefined;
}

function comesFromElsewhere(raw: string, { templates }: MappingText): boolean {
  return raw.includes('{{resolve:') || (templates && /[$%]\{/.test(raw));
}
