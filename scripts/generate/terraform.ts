import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The package whose type definitions are HashiCorp's provider schema, generated from the provider itself. */
export const PROVIDER_PACKAGE = '@cdktf/provider-aws@21.22.1';

/**
 * Every resource of the aws provider, one a line, sorted: `aws_sqs_queue<tab>{…}`. The form of a line is described
 * at its reader, src/facts/terraform.ts. Fetches the package from the npm registry into a temporary folder.
 */
export function terraformFacts(): string {
  const folder = mkdtempSync(join(tmpdir(), 'provider-'));
  try {
    const packed = execFileSync('npm', ['pack', '--silent', PROVIDER_PACKAGE], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['xzf', packed.split('\n').at(-1)!], { cwd: folder });
    return readPackage(join(folder, 'package', 'lib'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readPackage(library: string): string {
  const lines: string[] = [];
  for (const entry of readdirSync(library, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('data-')) continue;
    const text = definitionsOf(join(library, entry.name));
    const type = /static readonly tfResourceType = "(aws_[a-z0-9_]+)"/.exec(text)?.[1];
    const config = /export interface (\w+) extends cdktf\.TerraformMetaArguments \{/.exec(text)?.[1];
    if (!type || !config) continue;
    lines.push(`${type}\t${JSON.stringify(blockSchema(config, readInterfaces(text), []))}`);
  }
  return `${lines.sort().join('\n')}\n`;
}

/** Large resources keep their nested definitions in files of their own. */
function definitionsOf(folder: string): string {
  const nested = join(folder, 'index-structs');
  const files = [join(folder, 'index.d.ts')];
  if (existsSync(nested)) {
    for (const name of readdirSync(nested)) if (name.endsWith('.d.ts')) files.push(join(nested, name));
  }
  return files.map(file => readFileSync(file, 'utf8')).join('\n');
}

interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
}

/** Interfaces by name; an argument's Terraform name is the anchor of the link in its comment. */
function readInterfaces(text: string): Map<string, Member[]> {
  const interfaces = new Map<string, Member[]>();
  for (const declaration of text.matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g)) {
    const members = [
      ...declaration[2]!.matchAll(/#([a-z0-9_]+) [^}]*\}[\s\S]*?readonly \w+(\?)?: ([^;]*?(?:\{[^}]*\})?[^;]*);/g),
    ];
    interfaces.set(
      declaration[1]!,
      members.map(([, name, optional, type]) => ({ name: name!, optional: optional === '?', type: type! })),
    );
  }
  return interfaces;
}

function blockSchema(name: string, interfaces: ReadonlyMap<string, Member[]>, inside: readonly string[]): object {
  if (inside.includes(name)) return { '...': 'recursive' };
  const entries: [string, unknown][] = (interfaces.get(name) ?? []).map(member => [
    `${member.name}${member.optional ? '' : '!'}`,
    argumentSchema(member.type, interfaces, [...inside, name]),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function argumentSchema(type: string, interfaces: ReadonlyMap<string, Member[]>, inside: readonly string[]): unknown {
  const plain = type.replace(/ \| cdktf\.IResolvable$/, '').trim();
  const element = /^(\w+)\[\]$/.exec(plain)?.[1];
  if (element && interfaces.has(element)) return [blockSchema(element, interfaces, inside)];
  if (interfaces.has(plain)) return blockSchema(plain, interfaces, inside);
  if (plain.startsWith('{')) return 'map';
  if (plain === 'boolean') return 'bool';
  if (element) return `list(${element === 'boolean' ? 'bool' : element})`;
  return plain.endsWith('[][]') ? 'list(list(string))' : plain;
}
