import { lineFile } from './data.ts';

/**
 * The arguments of a resource type, or of a nested block, of Terraform's aws provider. Source: the provider's own
 * schema, https://registry.terraform.io/providers/hashicorp/aws/latest/docs. Exported attributes that cannot be
 * set and meta-arguments (`count`, `lifecycle`) are not in it.
 */
export interface TerraformBlock {
  readonly arguments: ReadonlyMap<string, TerraformArgument>;
}

export interface TerraformArgument {
  readonly required: boolean;
  /** `block`: a nested block (or a list of objects written as an argument). */
  readonly type: 'string' | 'number' | 'bool' | 'list' | 'map' | 'block' | 'any';
  /** Of a list of plain values: what its items are. */
  readonly element?: string;
  /** Of a block: its own arguments. */
  readonly block?: TerraformBlock;
  /** Of a block: whether it may be written more than once. */
  readonly repeated?: boolean;
}

/** Arguments and blocks that belong to Terraform, not to the resource. */
export const META_ARGUMENTS: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
]);

/** The schema of a resource type, `aws_sqs_queue`; undefined where the provider has no such type. */
export function terraformBlock(type: string): TerraformBlock | undefined {
  const known = blocks.get(type);
  if (known) return known;
  const line = lines.get(type);
  if (line === undefined) return undefined;
  const block = readBlock(JSON.parse(line) as BlockCode, undefined);
  blocks.set(type, block);
  return block;
}

/** The names of all resource types, sorted. */
export function terraformTypeNames(): readonly string[] {
  return lines.keys();
}

/** An argument at a dotted path: `root_block_device.encrypted`; undefined where there is none. */
export function argumentAt(block: TerraformBlock, path: string): TerraformArgument | undefined {
  let table: TerraformBlock | undefined = block;
  let found: TerraformArgument | undefined;
  for (const name of path.split('.')) {
    found = table?.arguments.get(name);
    if (!found) return undefined;
    table = found.block;
  }
  return found;
}

const lines = lineFile('terraform-aws.txt');
const blocks = new Map<string, TerraformBlock>();

/** Name, with `!` where required → a type's name, `{…}` a block that stands once, `[{…}]` one that may repeat. */
interface BlockCode {
  readonly [name: string]: ArgumentCode;
}
type ArgumentCode = string | BlockCode | readonly [BlockCode];

/** `{"...": "recursive"}` is a block that holds itself: then it has the arguments of the block around it. */
function readBlock(code: BlockCode, outer: TerraformBlock | undefined): TerraformBlock {
  if (outer && '...' in code) return outer;
  const table = new Map<string, TerraformArgument>();
  const block: TerraformBlock = { arguments: table };
  for (const [name, argument] of Object.entries(code)) {
    const required = name.endsWith('!');
    table.set(required ? name.slice(0, -1) : name, readArgument(argument, required, block));
  }
  return block;
}

function readArgument(code: ArgumentCode, required: boolean, outer: TerraformBlock): TerraformArgument {
  if (typeof code !== 'string') {
    const repeated = Array.isArray(code);
    return { required, type: 'block', repeated, block: readBlock((repeated ? code[0] : code) as BlockCode, outer) };
  }
  const element = /^list\((.*)\)$/.exec(code)?.[1];
  if (element !== undefined) return { required, type: 'list', element };
  return { required, type: code as 'string' | 'number' | 'bool' | 'map' | 'any' };
}
