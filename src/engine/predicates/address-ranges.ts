import { chosen, type PredicateSubject } from '../../model/predicate.ts';
import { textOf, type Value } from '../../model/value.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Whether a value is a range as wide as the internet; of a text known in part the prefix length may be enough. */
export function worldVerdict(value: Value, subject: PredicateSubject): Verdict {
  const text = textOf(value);
  if (text !== undefined) {
    const range = parseCidr(text);
    return range && isWorld(range) ? 'pass' : 'fail';
  }
  if (value.kind === 'template') {
    const last = value.parts.at(-1);
    const length = typeof last === 'string' ? /\/(\d{1,3})$/.exec(last)?.[1] : undefined;
    if (length !== undefined) return Number(length) === 0 ? 'pass' : 'fail';
    return 'unknown';
  }
  if (value.kind === 'list')
    return value.items.some(item => worldVerdict(chosen(item, subject) ?? item, subject) === 'pass')
      ? 'pass'
      : 'unknown';
  // The address of a resource (a NAT gateway's) is one address.
  return value.kind === 'reference' || (value.kind === 'unknown' && VPC_RANGE.test(value.missing)) ? 'fail' : 'unknown';
}

/**
 * A VPC has at most 65,536 addresses, and its subnets have no more: those that are looked up, and what is called their
 * range (`var.vpc_cidr`, `VpcCidr`, `module.vpc.vpc_cidr_block`).
 */
const VPC_RANGE =
  /\bdata\.aws_(?:vpc|subnet)\.[\w-]+(?:\[[^\]]*\])?\.(?:ipv6_)?cidr_block(?:$|_associations)|(?:vpc|subnets?)[_-]?cidr(?:[_-]?blocks?)?s?(?:\[\d+\])?$/i;

interface Cidr {
  readonly family: 4 | 6;
  readonly prefix: number;
}

/** Reads an address range in any spelling; undefined where the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^\s*([^/\s]+)\/(\d{1,3})\s*$/.exec(text);
  if (!match) return undefined;
  const [, address, length] = match;
  const prefix = Number(length);
  if (address!.includes(':'))
    return /^[0-9a-f:.]+$/i.test(address!) && prefix <= 128 ? { family: 6, prefix } : undefined;
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address!) && prefix <= 32 ? { family: 4, prefix } : undefined;
}

/**
 * Half of the internet (0.0.0.0/1 and 128.0.0.0/1) counts as the internet; so do all global addresses of IPv6
 * (2000::/3).
 */
function isWorld(range: Cidr): boolean {
  return range.family === 4 ? range.prefix <= 1 : range.prefix <= 3;
}
