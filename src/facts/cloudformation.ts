import { lineFile } from './data.ts';

/**
 * A resource type as AWS's own schemas describe it. Source: the resource schemas of CloudFormation and the pages
 * of its template reference, as @aws-cdk/aws-service-spec joins them.
 */
export interface CloudFormationType {
  readonly name: string;
  readonly properties: PropertyTable;
  /** Where tags are written and how: `[{Key, Value}]` or a map. Absent: it cannot be tagged. */
  readonly tags?: { readonly property: string; readonly form: 'list' | 'map' };
  /** What `Fn::GetAtt` can return: `Arn`, `Endpoint.Address`. */
  readonly attributes: readonly string[];
  /** Properties or attributes that identify it in the Cloud Control API. */
  readonly primaryIdentifier: readonly string[];
  /** What `Ref` returns, as names of properties or attributes. */
  readonly ref: readonly string[];
  /** The property by which users name it: `BucketName`. Found by naming conventions; absent where only AWS names it. */
  readonly nameProperty?: string;
  /** `arn:${Partition}:s3:::${BucketName}`; the placeholders are properties, attributes or pseudo parameters. */
  readonly arnTemplate?: string;
  /** It holds data that is lost when it is replaced or deleted. */
  readonly stateful: boolean;
  /** Paths below the top level that replace the resource, beside those that say so themselves. */
  readonly replacingPaths: readonly string[];
}

/** Property names to what is known about them; nested tables are read when they are asked for. */
export type PropertyTable = ReadonlyMap<string, PropertyFact>;

export interface PropertyFact {
  readonly shape: Shape;
  readonly required: boolean;
  /** Whether a change replaces the resource. */
  readonly replaces: 'no' | 'maybe' | 'yes';
  /** The values that are allowed, where the schema lists them. */
  readonly values?: readonly (string | number | boolean)[];
  /** The value that the service uses where the property is absent, where the schema says it. */
  readonly default?: unknown;
}

export type Shape =
  | { readonly kind: 'string' | 'integer' | 'number' | 'boolean' | 'json' | 'tag' }
  | { readonly kind: 'list' | 'map'; readonly element: Shape }
  | { readonly kind: 'object'; readonly name: string; readonly properties: PropertyTable }
  | { readonly kind: 'union'; readonly shapes: readonly Shape[] };

/** A type by its name, `AWS::S3::Bucket`; undefined where CloudFormation has no such type. */
export function cloudFormationType(type: string): CloudFormationType | undefined {
  if (types.has(type)) return types.get(type);
  const line = lines.get(type);
  const read = line === undefined ? undefined : readType(type, JSON.parse(line) as TypeLine);
  types.set(type, read);
  return read;
}

/** The names of all types, sorted. */
export function cloudFormationTypeNames(): readonly string[] {
  return lines.keys();
}

/**
 * What stands at a dotted path of properties without indexes: `VpcConfig.SecurityGroupIds`. Lists and maps are
 * passed through to their elements; undefined where there is no such property, or inside free JSON.
 */
export function propertyAt(type: CloudFormationType, path: string): PropertyFact | undefined {
  let table: PropertyTable | undefined = type.properties;
  let fact: PropertyFact | undefined;
  for (const name of path.split('.')) {
    fact = table?.get(name);
    if (!fact) return undefined;
    table = tableOf(fact.shape);
  }
  return fact;
}

/** The properties of an object, of the elements of a list or map of objects, or of the first object of a union. */
export function tableOf(shape: Shape): PropertyTable | undefined {
  switch (shape.kind) {
    case 'object':
      return shape.properties;
    case 'list':
    case 'map':
      return tableOf(shape.element);
    case 'tag':
      return TAG;
    case 'union':
      for (const member of shape.shapes) {
        const table = tableOf(member);
        if (table) return table;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Whether a value may be any JSON. */
export function isFree(shape: Shape | undefined): boolean {
  return shape?.kind === 'json' || (shape?.kind === 'union' && shape.shapes.some(isFree));
}

const lines = lineFile('cloudformation.txt');
const types = new Map<string, CloudFormationType | undefined>();

/**
 * `p` properties, `d` definitions, `t` tags, `a` attributes, `i` primary identifier, `r` Ref, `n` name, `s` stateful,
 * `x` replacing paths.
 */
interface TypeLine {
  readonly p: Record<string, PropertyCode>;
  readonly d: Record<string, Record<string, PropertyCode>>;
  readonly t?: readonly [string, 'list' | 'map'];
  readonly a?: readonly string[];
  readonly i?: readonly string[];
  readonly r?: readonly string[];
  readonly n?: string;
  readonly arn?: string;
  readonly s?: 1;
  readonly x?: readonly string[];
}

/**
 * `!` required, `^` replaces, `~` may replace, then the shape: `s i n b j t` for string, integer, number, boolean,
 * JSON, tag; `[` list of, `{` map of, `(a|b)` union, `@Name` a definition. With values and default: a list.
 */
type PropertyCode = string | readonly [string, readonly string[] | 0, unknown?];

function readType(name: string, line: TypeLine): CloudFormationType {
  const definitions = new Map<string, PropertyTable>();
  const definition = (definitionName: string): PropertyTable => {
    let table = definitions.get(definitionName);
    if (!table) {
      table = readTable(line.d[definitionName] ?? {}, definition);
      definitions.set(definitionName, table);
    }
    return table;
  };
  return {
    name,
    properties: readTable(line.p, definition),
    tags: line.t && { property: line.t[0], form: line.t[1] },
    attributes: line.a ?? [],
    primaryIdentifier: line.i ?? [],
    ref: line.r ?? line.i ?? [],
    nameProperty: line.n,
    arnTemplate: line.arn,
    stateful: line.s === 1,
    replacingPaths: line.x ?? [],
  };
}

type Definition = (name: string) => PropertyTable;

function readTable(codes: Readonly<Record<string, PropertyCode>>, definition: Definition): PropertyTable {
  return new Map(Object.entries(codes).map(([name, code]) => [name, readProperty(code, definition)]));
}

function readProperty(code: PropertyCode, definition: Definition): PropertyFact {
  const [text, values, fallback] = typeof code === 'string' ? [code, 0 as const, undefined] : code;
  const marks = /^!?[\^~]?/.exec(text)?.[0] ?? '';
  const fact: { -readonly [K in keyof PropertyFact]: PropertyFact[K] } = {
    shape: readShape(text.slice(marks.length), definition),
    required: marks.startsWith('!'),
    replaces: marks.endsWith('^') ? 'yes' : marks.endsWith('~') ? 'maybe' : 'no',
  };
  if (values) fact.values = values;
  if (fallback !== undefined) fact.default = fallback;
  return fact;
}

function readShape(code: string, definition: Definition): Shape {
  switch (code[0]) {
    case 'i':
      return INTEGER;
    case 'n':
      return NUMBER;
    case 'b':
      return BOOLEAN;
    case 'j':
      return JSON_VALUE;
    case 't':
      return TAG_SHAPE;
    case '[':
      return { kind: 'list', element: readShape(code.slice(1), definition) };
    case '{':
      return { kind: 'map', element: readShape(code.slice(1), definition) };
    case '(':
      return { kind: 'union', shapes: unionMembers(code).map(member => readShape(member, definition)) };
    case '@':
      return new ObjectShape(code.slice(1), definition);
    default:
      return STRING;
  }
}

/** Members of `(a|(b|c))`, split where no parenthesis is open. */
function unionMembers(code: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  for (let i = 1; i < code.length - 1; i++) {
    if (code[i] === '(') depth++;
    else if (code[i] === ')') depth--;
    else if (code[i] === '|' && depth === 0) {
      members.push(code.slice(start, i));
      start = i + 1;
    }
  }
  members.push(code.slice(start, -1));
  return members;
}

/** Reads its table when it is asked for: definitions may hold themselves. */
class ObjectShape {
  readonly kind = 'object';
  readonly name: string;
  readonly #definition: Definition;

  constructor(name: string, definition: Definition) {
    this.name = name;
    this.#definition = definition;
  }

  get properties(): PropertyTable {
    return this.#definition(this.name);
  }
}

const STRING: Shape = { kind: 'string' };
const INTEGER: Shape = { kind: 'integer' };
const NUMBER: Shape = { kind: 'number' };
const BOOLEAN: Shape = { kind: 'boolean' };
const JSON_VALUE: Shape = { kind: 'json' };
const TAG_SHAPE: Shape = { kind: 'tag' };
const TAG: PropertyTable = new Map([
  ['Key', { shape: STRING, required: true, replaces: 'no' }],
  ['Value', { shape: STRING, required: true, replaces: 'no' }],
]);
