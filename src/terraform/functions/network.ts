import type { Span } from '../../model/source.ts';
import { bigNumberOf } from '../values/decimals.ts';
import { isInteger, truncate } from '../values/numbers.ts';
import { STRING } from '../values/types.ts';
import { listValue, type NumberValue, stringValue, type TerraformValue } from '../values/values.ts';
import { addressText, masked, type Network, networkText, parseNetwork } from './addresses.ts';
import { type Failure, failure, number, type TerraformFunction, text, textOf, wholeNumber } from './signature.ts';

/** The argument as network, or why it is none. */
function networkOf(value: TerraformValue | undefined): Network | string {
  return parseNetwork(textOf(value)) ?? `invalid CIDR expression: invalid CIDR address: ${textOf(value)}`;
}

/** A whole number of any size. */
function integerOf(value: TerraformValue | undefined): bigint | undefined {
  const given = bigNumberOf(value as NumberValue);
  return given.kind === 'finite' && isInteger(given) ? truncate(given) : undefined;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

const NO_INTEGER = 'value must be a whole number';

const cidrhost: TerraformFunction = {
  parameters: [text('prefix'), number('hostnum')],
  type: STRING,
  call([prefix, hostnum], { span }) {
    const host = integerOf(hostnum);
    if (host === undefined) return failure(NO_INTEGER);
    const network = networkOf(prefix);
    if (typeof network === 'string') return failure(network);
    const { address, bits } = network;
    const last = (1n << BigInt(bits - network.prefix)) - 1n;
    // Negative numbers count from the end of the network.
    const wanted = host < 0n ? -host - 1n : host;
    if (wanted > last) return failure(`prefix of ${network.prefix} does not accommodate a host numbered ${host}`);
    return stringValue(addressText(address | (host < 0n ? last - wanted : host), bits), span);
  },
};

const cidrnetmask: TerraformFunction = {
  parameters: [text('prefix')],
  type: STRING,
  call([prefix], { span }) {
    const network = networkOf(prefix);
    if (typeof network === 'string') return failure(network);
    if (network.bits === 128) return failure(`IPv6 addresses cannot have a netmask: ${textOf(prefix)}`);
    return stringValue(addressText(masked(0xffffffffn, network.prefix, 32), 32), span);
  },
};

const cidrsubnet: TerraformFunction = {
  parameters: [text('prefix'), number('newbits'), number('netnum')],
  type: STRING,
  call([prefix, newbits, netnum], { span }) {
    const extension = wholeNumber(newbits);
    if (typeof extension !== 'number') return extension;
    const wanted = integerOf(netnum);
    if (wanted === undefined) return failure(NO_INTEGER);
    const network = networkOf(prefix);
    if (typeof network === 'string') return failure(network);
    const length = network.prefix + extension;
    if (length > network.bits) {
      return failure(`insufficient address space to extend prefix of ${network.prefix} by ${extension}`);
    }
    if (length < 0) return failure('the prefix cannot become negative');
    if (extension >= 0 && BigInt.asUintN(64, magnitude(wanted)) >= 1n << BigInt(Math.min(extension, 64))) {
      return failure(`prefix extension of ${extension} does not accommodate a subnet numbered ${wanted}`);
    }
    // A negative number is a mistake that Terraform lets pass; what it gives then is kept.
    const address = magnitude(network.address | (wanted << BigInt(network.bits - length)));
    return stringValue(networkText({ ...network, address, prefix: length }), span);
  },
};

const cidrsubnets: TerraformFunction = {
  parameters: [text('prefix')],
  rest: number('newbits'),
  type: { kind: 'list', element: STRING },
  call([prefix, ...newbits], { span }) {
    const network = networkOf(prefix);
    if (typeof network === 'string') return failure(network, 0);
    const subnets = subnetsOf(network, newbits, span);
    return Array.isArray(subnets) ? listValue(subnets, STRING, span) : (subnets as Failure);
  },
};

/** Networks one after another, each aligned to its own size. */
function subnetsOf(network: Network, newbits: readonly TerraformValue[], span: Span): TerraformValue[] | Failure {
  const { bits } = network;
  // Terraform starts from the network before, and there is none before the first address.
  if (network.address === 0n && newbits.length > 0) return failure('not enough remaining address space', 1);
  const end = network.address + (1n << BigInt(bits - network.prefix));
  const subnets: TerraformValue[] = [];
  let next = network.address;
  for (const [at, value] of newbits.entries()) {
    const extension = wholeNumber(value, at + 1);
    if (typeof extension !== 'number') return extension;
    if (extension < 1) return failure('must extend prefix by at least one bit', at + 1);
    if (extension > 32) return failure('may not extend prefix by more than 32 bits', at + 1);
    const prefix = network.prefix + extension;
    if (prefix > bits)
      return failure(
        `would extend prefix to ${prefix} bits, which is too long for an ${bits === 32 ? 'IPv4' : 'IPv6'} address`,
        at + 1,
      );
    const size = 1n << BigInt(bits - prefix);
    const address = ((next + size - 1n) / size) * size;
    if (address >= end)
      return failure(`not enough remaining address space for a subnet with a prefix of ${prefix} bits`, at + 1);
    subnets.push(stringValue(networkText({ address, prefix, bits }), span));
    next = address + size;
  }
  return subnets;
}

/** https://developer.hashicorp.com/terraform/language/functions, "IP Network Functions". */
export const networkFunctions: Readonly<Record<string, TerraformFunction>> = {
  cidrhost,
  cidrnetmask,
  cidrsubnet,
  cidrsubnets,
};
