/** Parts of names that promise a secret; the source of a regular expression, to be used without regard to case. */
export const SECRET_WORDS =
  'passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential|connection_?string';

const SECRET = new RegExp(SECRET_WORDS, 'i');
/** It says where a secret is, or how it must look, not what it is. */
const ABOUT_A_SECRET = /(arn|id|name|type|policy|length|source|from|manage[dr]?|http_?tokens)$/i;

/** Whether a text speaks of a secret: `DB_PASSWORD`, also in a longer line. */
export function speaksOfSecret(text: string): boolean {
  return SECRET.test(text);
}

/** Whether what a property of this name holds must not be repeated in a report, whoever wrote it there. */
export function namesSecret(name: string): boolean {
  return SECRET.test(name) && !ABOUT_A_SECRET.test(name);
}
