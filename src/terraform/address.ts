/** A resource instance as Terraform prints it, taken apart: `module.a["k"].data.aws_ami.linux[0]`. */
export interface Address {
  readonly modules: readonly ModuleStep[];
  readonly mode: ResourceMode;
  readonly type: string;
  readonly name: string;
  readonly key?: InstanceKey;
}

export interface ModuleStep {
  readonly name: string;
  readonly key?: InstanceKey;
}

export type ResourceMode = 'managed' | 'data' | 'ephemeral';

/** An index of `count`, a key of `for_each`, or the one instance that stands for those that cannot be told apart. */
export type InstanceKey = number | string | typeof UNKNOWN_KEY;

export const UNKNOWN_KEY: unique symbol = Symbol('[*]');

/** Reads an address of a resource; undefined where the text is none. Without keys: the address of a resource block. */
export function parseAddress(text: string): Address | undefined {
  const steps = parseTraversal(text);
  if (!steps) return undefined;
  const { modules, rest } = splitModules(steps);
  const mode = rest[0]?.name === 'data' ? 'data' : rest[0]?.name === 'ephemeral' ? 'ephemeral' : 'managed';
  const [type, name, ...more] = mode === 'managed' ? rest : rest.slice(1);
  if (!type || !name || more.length > 0 || type.key !== undefined) return undefined;
  if (mode !== 'managed' && rest[0]!.key !== undefined) return undefined;
  return { modules, mode, type: type.name, name: name.name, ...(name.key !== undefined && { key: name.key }) };
}

/** Reads `module.a["k"].module.b`; empty for an empty text, undefined where the text is no module address. */
export function parseModuleAddress(text: string): readonly ModuleStep[] | undefined {
  if (text === '') return [];
  const steps = parseTraversal(text);
  if (!steps) return undefined;
  const { modules, rest } = splitModules(steps);
  return rest.length === 0 ? modules : undefined;
}

/** The inverse of `parseAddress`. */
export function printAddress(address: Address): string {
  const mode = address.mode === 'managed' ? '' : `${address.mode}.`;
  return `${modulePrefix(printModules(address.modules))}${mode}${address.type}.${address.name}${printKey(address.key)}`;
}

export function printModules(modules: readonly ModuleStep[]): string {
  return modules.map(step => `module.${step.name}${printKey(step.key)}`).join('.');
}

/** `[0]`, `["k"]`, `[*]`; empty where there is no key. */
export function printKey(key: InstanceKey | undefined): string {
  if (key === undefined) return '';
  if (key === UNKNOWN_KEY) return '[*]';
  return typeof key === 'number' ? `[${key}]` : `[${quote(key)}]`;
}

/** The address without instance keys: that of the block in the configuration. */
export function withoutKeys(address: Address): Address {
  const { modules, mode, type, name } = address;
  return { modules: modules.map(step => ({ name: step.name })), mode, type, name };
}

/** What stands before the type in an address: the module path and a dot, or nothing. */
export function modulePrefix(modulePath: string): string {
  return modulePath === '' ? '' : `${modulePath}.`;
}

function splitModules(steps: readonly ModuleStep[]): { modules: ModuleStep[]; rest: readonly ModuleStep[] } {
  const modules: ModuleStep[] = [];
  let at = 0;
  while (steps[at]?.name === 'module' && steps[at]!.key === undefined && steps[at + 1]) {
    modules.push(steps[at + 1]!);
    at += 2;
  }
  return { modules, rest: steps.slice(at) };
}

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER_KEY = /\[(\d{1,15}|\*)\]/y;
const STRING_KEY = /\["((?:[^"\\]|\\.)*)"\]/sy;

/** The names of a traversal, each with the key that follows it: `a.b["k"].c`; undefined where the text is none. */
export function parseTraversal(text: string): ModuleStep[] | undefined {
  const steps: ModuleStep[] = [];
  let at = 0;
  for (;;) {
    const name = matchAt(NAME, text, at);
    if (!name) return undefined;
    at += name[0].length;
    const number = matchAt(NUMBER_KEY, text, at);
    const string = number ? undefined : matchAt(STRING_KEY, text, at);
    at += (number ?? string)?.[0].length ?? 0;
    if (number) steps.push({ name: name[0], key: number[1] === '*' ? UNKNOWN_KEY : Number(number[1]) });
    else if (string) steps.push({ name: name[0], key: unquote(string[1]!) });
    else steps.push({ name: name[0] });
    if (at === text.length) return steps;
    if (text[at] !== '.') return undefined;
    at += 1;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
const NEEDS_ESCAPE = /[$%](?=\{)|["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** As Terraform quotes instance keys (addrs.StringKey): HCL's escapes, and template introducers doubled. */
function quote(key: string): string {
  return `"${key.replace(NEEDS_ESCAPE, character => {
    if (character === '$' || character === '%') return character + character;
    const code = character.codePointAt(0)!;
    return (
      ESCAPES[character] ??
      (code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`)
    );
  })}"`;
}

const QUOTED = /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\(.)|([$%])\4(?=\{)/gsu;
const UNESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unquote(text: string): string {
  return text.replace(QUOTED, (whole, short?: string, long?: string, single?: string, introducer?: string) => {
    if (introducer) return introducer;
    if (single !== undefined) return UNESCAPES[single] ?? single;
    const code = Number.parseInt((short ?? long)!, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
