import { createHash, createPrivateKey } from 'node:crypto';
import { STRING } from '../values/types.ts';
import { type Failure, failure, number, onTexts, type TerraformFunction, text, textOf } from './signature.ts';

type Encoding = 'hex' | 'base64';

/** The digest of bytes in the form that `sha256` and its like give. */
export function digest(algorithm: string, encoding: Encoding, bytes: Uint8Array | string): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

function hash(algorithm: string, encoding: Encoding): TerraformFunction {
  return onTexts(['str'], str => digest(algorithm, encoding, str));
}

const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

const UUID = /^(?:urn:uuid:)?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

/** A UUID named by a text, https://www.rfc-editor.org/rfc/rfc4122#section-4.3 */
function uuidv5(namespace: string, name: string): string | Failure {
  const given = NAMESPACES[namespace] ?? namespace.replace(/^\{(.{36})\}$/, '$1');
  const plain = /^[0-9a-f]{32}$/i.test(given) ? given : UUID.exec(given)?.slice(1).join('');
  if (plain === undefined) return failure(`uuidv5() doesn't support namespace ${namespace}`);
  const bytes = createHash('sha1').update(Buffer.from(plain, 'hex')).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Never decrypts: that nothing secret gets into a report is worth more than the value. */
const rsadecrypt: TerraformFunction = {
  parameters: [text('ciphertext'), text('privatekey')],
  type: STRING,
  call([ciphertext, key], { span }) {
    if (!isBase64(textOf(ciphertext))) return failure('failed to decode input: it must be base64-encoded', 0);
    try {
      createPrivateKey(textOf(key));
    } catch {
      return failure('invalid private key', 1);
    }
    const missing = 'what rsadecrypt() gives';
    return { kind: 'unknown', type: STRING, reason: 'not-supported', missing, span, notNull: true, sensitive: true };
  },
};

export function isBase64(given: string): boolean {
  const plain = given.replace(/[\r\n]/g, '');
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
}

/** A salt makes every result another one. */
const bcrypt: TerraformFunction = {
  parameters: [text('str')],
  rest: number('cost'),
  type: STRING,
  call(args, { span }) {
    if (args.length > 2) return failure(`bcrypt() takes no more than two arguments, got ${args.length}`);
    return {
      kind: 'unknown',
      type: STRING,
      reason: 'computed-at-deployment',
      missing: 'bcrypt()',
      span,
      notNull: true,
    };
  },
};

/** https://developer.hashicorp.com/terraform/language/functions, "Hash and Crypto Functions". */
export const cryptoFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64sha256: hash('sha256', 'base64'),
  base64sha512: hash('sha512', 'base64'),
  bcrypt,
  md5: hash('md5', 'hex'),
  rsadecrypt,
  sha1: hash('sha1', 'hex'),
  sha256: hash('sha256', 'hex'),
  sha512: hash('sha512', 'hex'),
  uuid: {
    parameters: [],
    type: STRING,
    call: (_, { span }) => ({
      kind: 'unknown',
      type: STRING,
      reason: 'computed-at-deployment',
      missing: 'uuid()',
      span,
    }),
  },
  uuidv5: onTexts(['namespace', 'name'], uuidv5),
};
