import { isUtf8 } from 'node:buffer';
import { asJson, jsonPieces } from '../values/json-encoding.ts';
import { parseJsonPieces } from '../values/json-text.ts';
import { textOfParts } from '../values/text-parts.ts';
import { ANY, STRING } from '../values/types.ts';
import { unknownLike } from '../values/unknowns.ts';
import { stringValue, type TerraformValue } from '../values/values.ts';
import { charsetNamed, decodeBytes, encodeText } from './charsets.ts';
import { isBase64 } from './crypto.ts';
import { any, failure, onTexts, type TerraformFunction, text, textOf } from './signature.ts';

const base64decode: TerraformFunction = {
  parameters: [text('str', 'unknowns', 'marks')],
  type: STRING,
  call([str], { span }) {
    const mark = str!.sensitive ? ({ sensitive: true } as const) : {};
    if (str!.kind === 'unknown') return { ...unknownLike(str!, STRING, span), ...mark };
    if (!isBase64(textOf(str))) return failure('failed to decode base64 data');
    const bytes = Buffer.from(textOf(str), 'base64');
    if (!isUtf8(bytes)) return failure('the result of decoding the provided string is not valid UTF-8');
    return { ...stringValue(bytes.toString('utf8'), span), ...mark };
  },
};

/** The bytes depend on the compressor of the program that runs it. */
const base64gzip: TerraformFunction = {
  parameters: [text('str')],
  type: STRING,
  call: (_, { span }) => ({ kind: 'unknown', type: STRING, reason: 'not-supported', missing: 'base64gzip()', span }),
};

const textencodebase64: TerraformFunction = {
  parameters: [text('string'), text('encoding')],
  type: STRING,
  call([string, encoding], { span }) {
    const charset = charsetNamed(textOf(encoding));
    if (charset === undefined) return failure(unsupported(textOf(encoding)), 1);
    if (charset === 'unsupported') return notHere(textOf(encoding), span);
    const bytes = encodeText(textOf(string), charset);
    if (!bytes) return failure(`the given string contains characters that cannot be represented in ${charset}`, 0);
    return stringValue(Buffer.from(bytes).toString('base64'), span);
  },
};

const textdecodebase64: TerraformFunction = {
  parameters: [text('source'), text('encoding')],
  type: STRING,
  call([source, encoding], { span }) {
    const charset = charsetNamed(textOf(encoding));
    if (charset === undefined) return failure(unsupported(textOf(encoding)), 1);
    if (!isBase64(textOf(source))) return failure('the given value has an invalid base64 symbol', 0);
    if (charset === 'unsupported') return notHere(textOf(encoding), span);
    const decoded = decodeBytes(Buffer.from(textOf(source), 'base64'), charset);
    if (decoded === undefined)
      return failure(`the given string contains symbols that are not defined for ${charset}`, 0);
    return stringValue(decoded, span);
  },
};

function unsupported(name: string): string {
  return `"${name}" is not a supported IANA encoding name or alias`;
}

function notHere(name: string, span: TerraformValue['span']): TerraformValue {
  return { kind: 'unknown', type: STRING, reason: 'not-supported', missing: `text in ${name}`, span };
}

const jsonencode: TerraformFunction = {
  parameters: [any('val', 'nulls', 'unknowns', 'dynamic')],
  type: STRING,
  call([value], { span }) {
    const pieces = jsonPieces(value!);
    if (!pieces) return failure('cannot serialize infinity as JSON');
    const encoded = textOfParts(pieces, span);
    if (!('items' in value!) && !('entries' in value!)) {
      return value!.kind === 'unknown' ? unknownLike(value!, STRING, span, { structure: value }) : encoded;
    }
    return { ...encoded, structure: asJson(value!) } as TerraformValue;
  },
};

const jsondecode: TerraformFunction = {
  parameters: [text('str', 'unknowns')],
  type: ANY,
  nullable: true,
  call([str], { span }) {
    if (str!.kind === 'unknown') {
      if (str!.structure) return str!.structure;
      const first = str!.parts?.[0];
      const start = typeof first === 'string' ? first.trim()[0] : undefined;
      if (start !== undefined && !/["[{tfn0-9.-]/.test(start)) {
        return failure(`a JSON document cannot begin with the character '${start}'`, 0);
      }
      return unknownLike(str!, ANY, span);
    }
    if (str!.kind === 'string' && str!.structure) return str!.structure;
    const given = textOf(str);
    const decoded = parseJsonPieces([{ text: given }], span);
    return decoded ?? failure(given.trim() === '' ? 'EOF' : 'the text is not valid JSON');
  },
};

/** Go's QueryEscape: a space becomes a plus sign. */
function urlencode(given: string): string {
  return encodeURIComponent(given.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** https://developer.hashicorp.com/terraform/language/functions, "Encoding Functions". */
export const encodingFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64decode,
  base64encode: onTexts(['str'], str => Buffer.from(str, 'utf8').toString('base64')),
  base64gzip,
  jsondecode,
  jsonencode,
  textdecodebase64,
  textencodebase64,
  urlencode: onTexts(['str'], urlencode),
};
