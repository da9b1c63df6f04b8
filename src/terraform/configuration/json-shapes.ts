import { type TerraformBlock, terraformBlock } from '../../facts/terraform.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';

/** What Terraform expects in a body, which JSON syntax needs to tell blocks from arguments. */
export interface BodyShape {
  /** How many labels a block of that name has; undefined: it is an argument. */
  labels(name: string, value: SyntaxNode): number | undefined;
  /** The shape of the body of such a block. */
  inside(name: string, labels: readonly string[]): BodyShape;
  /** Arguments whose strings are references, not templates. */
  readonly references: ReadonlySet<string>;
  /** Strings are taken as they are, without interpolation. */
  readonly literal: boolean;
}

/** Blocks by name, with the number of their labels and the shape inside. */
type BlockTable = Readonly<Record<string, readonly [labels: number, inside: BodyShape]>>;

const NO_REFERENCES: ReadonlySet<string> = new Set();

function shape(blocks: BlockTable, references: ReadonlySet<string> = NO_REFERENCES, literal = false): BodyShape {
  const known = new Map(Object.entries(blocks));
  return {
    labels: name => known.get(name)?.[0],
    inside: name => known.get(name)?.[1] ?? ARGUMENTS,
    references,
    literal,
  };
}

const ARGUMENTS = shape({});
const LIFECYCLE = shape(
  { precondition: [0, ARGUMENTS], postcondition: [0, ARGUMENTS] },
  new Set(['ignore_changes', 'replace_triggered_by']),
);
const CONNECTION = shape({});
const PROVISIONER = shape({ connection: [0, CONNECTION] });
const META_BLOCKS: BlockTable = {
  lifecycle: [0, LIFECYCLE],
  provisioner: [1, PROVISIONER],
  connection: [0, CONNECTION],
  timeouts: [0, ARGUMENTS],
};
const META_REFERENCES = new Set(['depends_on', 'provider']);

const CONDITION = shape({});
const PRINCIPALS = shape({});
const POLICY_STATEMENT: BlockTable = {
  condition: [0, CONDITION],
  principals: [0, PRINCIPALS],
  not_principals: [0, PRINCIPALS],
};

/** Of a resource or a block in it: the provider's schema decides, and where it is not known, what is written. */
function schemaShape(schema: TerraformBlock | undefined, meta: BlockTable): BodyShape {
  const table = shape(meta, META_REFERENCES);
  return {
    ...table,
    labels(name, value) {
      const known = table.labels(name, value);
      if (known !== undefined) return known;
      if (name === 'dynamic') return 1;
      const argument = schema?.arguments.get(name);
      if (argument) return argument.type === 'block' ? 0 : undefined;
      return !schema && isListOfObjects(value) ? 0 : undefined;
    },
    inside(name, labels) {
      if (name in meta) return table.inside(name, labels);
      if (name !== 'dynamic') return schemaShape(schema?.arguments.get(name)?.block, {});
      const content = labels[0] ?? '';
      return shape({ content: [0, schemaShape(schema?.arguments.get(content)?.block, {})] }, new Set(['iterator']));
    },
  };
}

const DATA_BLOCKS: BlockTable = { ...META_BLOCKS, statement: [0, schemaShape(undefined, POLICY_STATEMENT)] };

const RESOURCES: BodyShape = {
  ...ARGUMENTS,
  inside: (_, labels) => schemaShape(terraformBlock(labels[0] ?? ''), META_BLOCKS),
};

const PROVIDER = shape({
  default_tags: [0, ARGUMENTS],
  ignore_tags: [0, ARGUMENTS],
  assume_role: [0, ARGUMENTS],
  assume_role_with_web_identity: [0, ARGUMENTS],
  endpoints: [0, ARGUMENTS],
  features: [0, ARGUMENTS],
});

/** `terraform.required_providers` holds literal objects, like the default of a variable. */
const TERRAFORM = shape({
  required_providers: [0, shape({}, NO_REFERENCES, true)],
  backend: [1, ARGUMENTS],
  cloud: [0, shape({ workspaces: [0, ARGUMENTS] })],
  provider_meta: [1, ARGUMENTS],
});

const VARIABLE = shape({ validation: [0, ARGUMENTS] }, new Set(['type']), true);
const OUTPUT = shape({ precondition: [0, ARGUMENTS] }, new Set(['depends_on']));
const MODULE = shape({}, new Set(['depends_on', 'providers']));
const MOVED = shape({}, new Set(['from', 'to']));
const CHECK = shape({ assert: [0, ARGUMENTS], data: [2, schemaShape(undefined, DATA_BLOCKS)] });

const ROOT = shape({
  variable: [1, VARIABLE],
  locals: [0, ARGUMENTS],
  output: [1, OUTPUT],
  module: [1, MODULE],
  provider: [1, PROVIDER],
  terraform: [0, TERRAFORM],
  data: [2, schemaShape(undefined, DATA_BLOCKS)],
  ephemeral: [2, schemaShape(undefined, META_BLOCKS)],
  check: [1, CHECK],
  moved: [0, MOVED],
  removed: [0, MOVED],
  import: [0, shape({}, new Set(['to', 'provider']))],
});

/** The shape of a configuration file. */
export const ROOT_SHAPE: BodyShape = {
  ...ROOT,
  labels: (name, value) => (name === 'resource' ? 2 : ROOT.labels(name, value)),
  inside: (name, labels) => (name === 'resource' ? RESOURCES.inside(name, labels) : ROOT.inside(name, labels)),
};

function isListOfObjects(value: SyntaxNode): boolean {
  return value.kind === 'sequence' && value.items.length > 0 && value.items.every(item => item.kind === 'mapping');
}
