/**
 * Credentials that are known by their form, and what each is called in a finding. Published formats of the services.
 */
const CREDENTIALS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/, 'an AWS access key id'],
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/, 'a private key'],
  [/(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36,255}/, 'a GitHub token'],
  [/(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9_]{60,255}/, 'a GitHub token'],
  [/(?<![A-Za-z0-9_])glpat-[A-Za-z0-9_-]{20,}/, 'a GitLab token'],
  [/(?<![A-Za-z0-9_])xox[abeprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/, 'a Slack webhook'],
  [/(?<![A-Za-z0-9_])(?:sk|rk)_live_[A-Za-z0-9]{20,}/, 'a Stripe key'],
  [/(?<![A-Za-z0-9_])SG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{39,50}/, 'a SendGrid key'],
  [/(?<![A-Za-z0-9_])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/, 'a Google API key'],
  [/(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/, 'an npm token'],
  [/(?<![A-Za-z0-9_])pypi-[A-Za-z0-9_-]{50,}/, 'a PyPI token'],
  [/(?<![A-Za-z0-9_])(?:sk-ant-|sk-proj-)[A-Za-z0-9_-]{20,}/, 'an API key'],
  [/(?<![A-Za-z0-9_])dop_v1_[a-f0-9]{64}/, 'a DigitalOcean token'],
  [/(?<![A-Za-z0-9_])hvs\.[A-Za-z0-9_-]{24,}/, 'a Vault token'],
  [/(?<![A-Za-z0-9_])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, 'a JSON web token'],
  [/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"]{1,100}:(?!\$|<|\*|%)[^\s:@/'"${<]{3,200}@[\w.-]+/i, 'a URL with a password'],
];

/** A name that says AWS secret key, and 40 characters of its alphabet. */
const SECRET_KEY =
  /(?:aws.{0,20})?(?:secret.{0,20}key|secretkey).{0,5}?[=:"'\s]+["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/i;

/** `password = "…"` inside a script or a configuration file. */
const ASSIGNED =
  /(?:^|[\s;,{"'_-])(?:password|passwd|pwd|secret|token|api[_-]?key)["']?\s*[=:]\s*\\?["']?([^\s"'$;,}<>&|()\\]{6,200})/im;

const MAX_LENGTH = 100_000;

/** What kind of credential a text holds, for people; undefined where it holds none of a known form. */
export function credentialIn(text: string): string | undefined {
  const searched = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text;
  for (const [pattern, name] of CREDENTIALS) if (pattern.test(searched)) return name;
  const key = SECRET_KEY.exec(searched)?.[1];
  if (key && looksRandom(key)) return 'an AWS secret access key';
  if (/^[A-Za-z0-9/+]{40}$/.test(searched) && looksLikeSecretKey(searched))
    return 'what looks like an AWS secret access key';
  const assigned = ASSIGNED.exec(searched)?.[1];
  return assigned && !isPlaceholder(assigned) && looksRandom(assigned) ? 'a password or token' : undefined;
}

/** Names that say that what they hold is secret, and not where or what about: DB_PASSWORD, but not DB_PASSWORD_FILE. */
export function isSecretName(name: string): boolean {
  const plain = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (NOT_THE_SECRET.test(plain)) return false;
  return SECRET_NAME.test(plain);
}

const SECRET_NAME =
  /(?:^|[_.-])(?:pass|passwd|password|passphrase|pwd|secret|secrets|token|api_?key|private_?key|access_?key|secret_?key|auth_?key|encryption_?key|credential|credentials)(?:[_.-]?\d+)?$|(?:password|apikey|secretkey)$/;
const NOT_THE_SECRET =
  /(?:^|[_.-])(?:arn|name|id|file|path|url|uri|endpoint|region|ttl|expiry|expiration|length|version|type|enabled|header|issuer|audience|policy|prefix|suffix|bucket|table|field|attempts|count|rotation|days|timeout|parameter|param|ref)$/;

const PLACEHOLDER =
  /^(?:|\s+|x{3,}|\*+|\.{3}|-+|null|none|nil|undefined|true|false|yes|no|enabled|disabled|todo|tbd|fixme|changeme|change[_-]?me|change[_-]?this|replace[_-]?me|redacted|dummy|placeholder|example|sample|test|fake|mock|your[_-].*|my[_-]?(?:password|secret|token)|<.*>|\[.*\]|\$\{.*|\{\{.*|%.*%|arn:.*|https?:\/\/\S*|\/[\w/.-]+)$/i;

/** A value that stands for one: `changeme`, `<token>`, `${TOKEN}`, an ARN, a path. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim());
}

/** Whether a text looks made by a machine, or chosen to be hard to guess. */
export function looksRandom(text: string): boolean {
  if (text.length < 8 || /\s/.test(text)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(kind => kind.test(text)).length;
  return classes >= 2 && entropy(text) >= (text.length >= 20 ? 3.5 : 2.5);
}

/** Forty characters are also a commit id (hexadecimal) or a path: a key has all kinds of characters. */
function looksLikeSecretKey(text: string): boolean {
  if (/^[0-9a-f]{40}$/i.test(text) || /^(?:[a-z0-9_.-]+\/)+[a-z0-9_.-]+$/.test(text)) return false;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && entropy(text) >= 4.2;
}

/** Shannon's entropy in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
