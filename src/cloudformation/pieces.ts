import { scalar, textOf, type Value } from '../model/value.ts';

/**
 * What a text falls into at a delimiter. A text that is known in part is taken apart where what is not known of it is
 * ids, names and ARNs that cannot have the delimiter in them; otherwise undefined.
 */
export function piecesOf(text: Value, delimiter: string): Value[] | undefined {
  const parts = partsOf(text);
  if (!parts.every(part => typeof part === 'string' || isIdentityWithout(delimiter, part))) return undefined;
  const pieces: (string | Value)[][] = [[]];
  for (const part of parts) {
    const [first, ...others] = typeof part === 'string' ? part.split(delimiter) : [part];
    if (first !== undefined && first !== '') pieces.at(-1)!.push(first);
    for (const other of others) pieces.push(other === '' ? [] : [other]);
  }
  return pieces.map(piece => asValue(piece, text));
}

function partsOf(text: Value): readonly (string | Value)[] {
  const known = textOf(text);
  if (known !== undefined) return [known];
  return text.kind === 'template' ? text.parts : [text];
}

/** Other attributes can be lists, or texts of any kind. */
function isIdentityWithout(delimiter: string, value: Value): boolean {
  if (value.kind !== 'reference' || !/[,;|\s]/.test(delimiter)) return false;
  return value.attribute === undefined || /^\w*(?:Arn|Id|Name)$/.test(value.attribute);
}

function asValue(piece: readonly (string | Value)[], { span, sensitive }: Value): Value {
  const [only = ''] = piece;
  const value: Value = piece.length > 1 ? { kind: 'template', parts: piece, span } : asScalar(only, span);
  return sensitive ? { ...value, sensitive } : value;
}

function asScalar(part: string | Value, span: Value['span']): Value {
  return typeof part === 'string' ? scalar(part, span) : part;
}
