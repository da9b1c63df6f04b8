/** An IP network: the address with the bits behind the prefix cleared. */
export interface Network {
  readonly address: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly bits: number;
}

/** Reads `10.0.0.0/8` or `fd00::/8`; leading zeros are allowed, as Terraform does for old configurations. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([^/]+)\/(\d{1,7})$/.exec(text);
  if (!match) return undefined;
  const v4 = parseV4(match[1]!);
  const address = v4 ?? parseV6(match[1]!);
  const bits = v4 === undefined ? 128 : 32;
  const prefix = Number(match[2]);
  if (address === undefined || prefix > bits) return undefined;
  return { address: masked(address, prefix, bits), prefix, bits };
}

export function masked(address: bigint, prefix: number, bits: number): bigint {
  const host = BigInt(bits - prefix);
  return (address >> host) << host;
}

export function networkText({ address, prefix, bits }: Network): string {
  const mapped = bits === 128 && address >> 32n === 0xffffn && prefix >= 96;
  return `${addressText(address, bits)}/${mapped ? prefix - 96 : prefix}`;
}

export function addressText(address: bigint, bits: number): string {
  const mapped = bits === 128 && address >> 32n === 0xffffn;
  if (bits === 32 || mapped) return [24n, 16n, 8n, 0n].map(shift => (address >> shift) & 0xffn).join('.');
  return textV6(address);
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(part => /^\d{1,10}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((address, part) => (address << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half, at) => (half === '' ? [] : groupsOf(half, at === halves.length - 1)));
  const [left, right = []] = groups;
  if (!left || !right || groups.includes(undefined)) return undefined;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array.from({ length: missing }, () => 0n), ...right];
  return all.reduce((address, group) => (address << 16n) | group, 0n);
}

/** An IPv4 address may stand for the last two groups. */
function groupsOf(text: string, atEnd: boolean): readonly bigint[] | undefined {
  const parts = text.split(':');
  const groups: bigint[] = [];
  for (const [at, part] of parts.entries()) {
    if (atEnd && at === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === undefined) return undefined;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^0*[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

/** With the longest run of zeros left out, https://www.rfc-editor.org/rfc/rfc5952 */
function textV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => (address >> BigInt(112 - 16 * at)) & 0xffffn);
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0n) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const text = groups.map(group => group.toString(16));
  if (start < 0) return text.join(':');
  return `${text.slice(0, start).join(':')}::${text.slice(start + length).join(':')}`;
}
