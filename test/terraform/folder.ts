import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { openFiles } from '../../src/files.ts';
import type { FileReader } from '../../src/model/files.ts';
import { regionOf, type Span } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import { evaluateModule } from '../../src/terraform/modules/evaluated-module.ts';
import type { TerraformOptions } from '../../src/terraform/options.ts';
import type { TerraformResource } from '../../src/terraform/resource.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder with these files; paths are read relative to it. */
export function folder(contents: Readonly<Record<string, string>>): { files: FileReader; path: string } {
  const path = mkdtempSync(join(tmpdir(), 'lintel-'));
  folders.push(path);
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { files: openFiles(['.'], { workingDirectory: path }), path };
}

/** Evaluates the module in a folder with these files; a text is its `main.tf`. */
export function evaluate(contents: string | Readonly<Record<string, string>>, options: Partial<TerraformOptions> = {}) {
  const { files } = folder(typeof contents === 'string' ? { 'main.tf': contents } : contents);
  const { resources, diagnostics, ...rest } = evaluateModule('.', { files, ...options });
  return { ...rest, resources, problems: diagnostics.map(({ code, span }) => `${code} ${at(span)}`) };
}

/** Arguments by address, as short as can be: see `plain`. */
export function bodies(resources: readonly TerraformResource[]): Record<string, unknown> {
  return Object.fromEntries(resources.map(resource => [resource.address, plain(resource.body)]));
}

/**
 * A value as plain data: `<address.attribute>` is a reference, `?var.x` an unknown, `{ either: […] }` its alternatives
 * with `nothing` for none, and `…` the end of an open list.
 */
export function plain(value: Value | undefined): unknown {
  if (!value) return 'nothing';
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return [...value.items.map(plain), ...(value.open ? ['…'] : [])];
    case 'object': {
      const entries = [...value.properties].map(([name, property]) => [name, plain(property.value)]);
      return Object.fromEntries(value.open ? [...entries, ['…', true]] : entries);
    }
    case 'template':
      return value.parts.map(part => (typeof part === 'string' ? part : `\${${String(plain(part))}}`)).join('');
    case 'reference':
      return `<${value.target}.${value.attribute ?? ''}>`;
    case 'unknown':
      if (value.alternatives.length === 0) return `?${value.missing}`;
      return {
        either: value.alternatives.map(({ when, value: possible }) => [`${when.name}=${when.value}`, plain(possible)]),
      };
  }
}

/** `main.tf:3`. */
export function at(span: Span): string {
  return `${span.file.path}:${regionOf(span).line}`;
}
