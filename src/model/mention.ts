import type { Span } from './source.ts';
import type { ReferenceValue, Value } from './value.ts';

/**
 * An input names a resource at a place that is no property of the graph's resources, or of which the value does not
 * show it: it hands it out, or computes with it what is not known.
 */
export interface Mention {
  /** The address of the resource that is named; of Terraform's, without the keys of instances. */
  readonly target: string;
  /** Who names it: `output VpcId`, `module.db`, or the address of a resource, without keys. */
  readonly by: string;
  /** It goes to what is not in these files, or may: an output, a module or nested stack that is not here. */
  readonly isHandedOut?: true;
  /** The argument of the resource that names it, and what it names of the target. */
  readonly argument?: string;
  readonly attribute?: string;
  /** It may name it; what it computes with is not in the input. */
  readonly isDoubtful?: true;
  readonly span: Span;
}

/** What hands a reference out. */
export function handedOut({ target, attribute, span }: ReferenceValue, by: string): Mention {
  return { target: withoutKeys(target), by, isHandedOut: true, attribute, span };
}

/** An address as that of its block: `module.db["a"].aws_vpc.main[0]` → `module.db.aws_vpc.main`. */
export function withoutKeys(address: string): string {
  return address.includes('[') ? address.replace(KEYS, '') : address;
}

const KEYS = /\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g;

/** Whether a value holds anything that is not known, so that it may be something of a resource. */
export function isOpen(value: Value): boolean {
  switch (value.kind) {
    case 'scalar':
    case 'reference':
      return false;
    case 'template':
      return value.parts.some(part => typeof part !== 'string' && isOpen(part));
    case 'list':
      return value.open || value.items.some(isOpen);
    case 'object':
      return value.open || [...value.properties.values()].some(property => isOpen(property.value));
    case 'unknown':
      return true;
  }
}
