/** CloudFormation makes at most this many blocks. */
const MAX_BLOCKS = 256;

/**
 * The first `count` blocks of an IPv4 or IPv6 range, each with `bits` host bits (8 for IPv4, 64 for IPv6 where it is
 * not given). Undefined where the range is none, or too small.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function subnets(range: string, count: number, bits: number | undefined): string[] | undefined {
  const [address, prefixText, more] = range.trim().split('/');
  const isIpv6 = address?.includes(':') ?? false;
  const size = isIpv6 ? 128 : 32;
  const start = address === undefined ? undefined : isIpv6 ? ipv6(address) : ipv4(address);
  const prefix = Number(prefixText);
  const hostBits = bits ?? (isIpv6 ? 64 : 8);
  const isPrefix = /^\d+$/.test(prefixText ?? '') && prefix <= size && more === undefined;
  const isCount = Number.isInteger(count) && count >= 1 && count <= MAX_BLOCKS;
  if (start === undefined || !isPrefix || !isCount) return undefined;
  const own = size - prefix;
  if (!Number.isInteger(hostBits) || hostBits < 0 || hostBits > own) return undefined;
  if (BigInt(count) > 1n << BigInt(own - hostBits)) return undefined;
  const first = (start >> BigInt(own)) << BigInt(own);
  return Array.from({ length: count }, (_, index) => {
    const block = first + (BigInt(index) << BigInt(hostBits));
    return `${isIpv6 ? ipv6Text(block) : ipv4Text(block)}/${size - hostBits}`;
  });
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const [head, tail, more] = text.split('::');
  if (more !== undefined) return undefined;
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
  const all = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!all.every(group => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function ipv4Text(address: bigint): string {
  return [24n, 16n, 8n, 0n].map(shift => String((address >> shift) & 255n)).join('.');
}

/** The longest run of zeros is left out, as it is usually written. */
function ipv6Text(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const text = groups.join(':');
  const zeros = text.match(/(?:^|:)0(?::0)+(?::|$)/g) ?? [];
  const longest = zeros.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? text : text.replace(longest, '::');
}
