import type { Span } from '../../model/source.ts';
import { jsonPieces, quotedJson } from '../values/json-encoding.ts';
import { textOfParts } from '../values/text-parts.ts';
import { compareText, type TerraformValue } from '../values/values.ts';

/** The order in which the provider prints the elements of documents and statements. */
const ELEMENTS =
  'Version Id Statement Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition';
const RANK = new Map(ELEMENTS.split(' ').map((name, at) => [name, at]));

/** `json` is indented by two spaces, `minified_json` has no space at all. */
export type PolicyForm = 'indented' | 'minified';

/** A policy as the provider prints it, with its structure. */
export function policyText(structure: TerraformValue, span: Span, form: PolicyForm): TerraformValue {
  const pieces: (string | TerraformValue)[] = [];
  write(structure, form === 'indented' ? '\n' : '', 0, pieces);
  return { ...textOfParts(pieces, span), structure } as TerraformValue;
}

/** Documents and statements have an order of their own, everything deeper is sorted. */
const SORTED_FROM = 3;

function write(value: TerraformValue, lineEnd: string, depth: number, into: (string | TerraformValue)[]): void {
  const inner = lineEnd === '' ? '' : `${lineEnd}  `;
  const colon = lineEnd === '' ? ':' : ': ';
  if (value.kind === 'tuple' && value.items.length > 0) {
    for (const [at, item] of value.items.entries()) {
      into.push(at === 0 ? `[${inner}` : `,${inner}`);
      write(item, inner, depth + 1, into);
    }
    into.push(`${lineEnd}]`);
  } else if (value.kind === 'object' && value.entries.size > 0) {
    const entries = [...value.entries].sort(([a], [b]) => (depth < SORTED_FROM ? byRank(a, b) : compareText(a, b)));
    for (const [at, [name, entry]] of entries.entries()) {
      into.push(`${at === 0 ? '{' : ','}${inner}${quotedJson(name)}${colon}`);
      write(entry.value, inner, depth + 1, into);
    }
    into.push(`${lineEnd}}`);
  } else for (const piece of jsonPieces(value) ?? ['null']) into.push(piece);
}

function byRank(a: string, b: string): number {
  return (RANK.get(a) ?? RANK.size) - (RANK.get(b) ?? RANK.size) || compareText(a, b);
}
