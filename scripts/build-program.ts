import { chmodSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/**
 * Parts that only some scans need. Each becomes a file of its own, read when one of its functions is called for the
 * first time: Node takes its time for every function that it reads, called or not.
 */
const LATER = [
  'src/cloudformation/serverless/expand.ts',
  'src/engine/predicates/arns.ts',
  'src/engine/predicates/bucket-names.ts',
  'src/engine/predicates/certificates.ts',
  'src/engine/predicates/classic-tls.ts',
  'src/engine/predicates/databases.ts',
  'src/engine/predicates/kms-keys.ts',
  'src/engine/predicates/logging-roles.ts',
  'src/engine/predicates/network-acl.ts',
  'src/engine/predicates/network.ts',
  'src/engine/predicates/secrets.ts',
  'src/engine/predicates/topology.ts',
  'src/engine/predicates/tracing.ts',
  'src/engine/predicates/workloads.ts',
  'src/iam/predicates.ts',
  'src/reporters/compliance.ts',
  'src/reporters/csv.ts',
  'src/reporters/github.ts',
  'src/reporters/gitlab.ts',
  'src/reporters/html.ts',
  'src/reporters/json.ts',
  'src/reporters/junit.ts',
  'src/reporters/markdown.ts',
  'src/reporters/rdjson.ts',
  'src/reporters/sarif.ts',
  'src/reporters/text.ts',
];

/** CommonJS; what a bundle exports is listed so that modules can import it by name. */
export const AS_SCRIPTS = {
  format: 'cjs',
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    'import.meta.require': 'require',
  },
} as const satisfies BuildOptions;

/**
 * Writes the program as CommonJS, which Node starts with less ado than modules: what every scan runs through in one
 * file, the rest in files beside it. Returns what went into it.
 */
export async function buildProgram(options: ProgramOptions): Promise<Built> {
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: Object.fromEntries(['src/cli.ts', ...LATER].map(path => [outputOf(path), path])),
    format: 'esm',
    splitting: true,
    write: false,
    minifyWhitespace: false,
    minifyIdentifiers: false,
    plugins: [laterPlugin(options.absWorkingDir)],
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const first = closureOf('cli.js', metafile);
  const later = [...texts.keys()].filter(name => !first.has(name));
  const asked = importsOf(
    first,
    later.map(name => texts.get(name)!),
  );
  const written = [
    ...(await write(['program.js'], new Map([...texts, ['program.js', programOf(asked)]]), later, options)),
    ...(await write(later, new Map([...texts, ...standInsFor(asked)]), [...later, 'program.js'], options)),
    'cli.js',
  ];
  const outDir = join(options.absWorkingDir, options.outdir);
  writeFileSync(join(outDir, 'cli.js'), '#!/usr/bin/env node\nrequire("./program.js");\n');
  chmodSync(join(outDir, 'cli.js'), 0o755);
  writeFileSync(join(outDir, 'package.json'), '{ "type": "commonjs" }\n');
  return { inputs: Object.keys(metafile.inputs), written };
}

type ProgramOptions = BuildOptions & {
  readonly absWorkingDir: string;
  readonly outdir: string;
  readonly metafile: true;
};

interface Built {
  readonly inputs: readonly string[];
  /** Names of files. */
  readonly written: readonly string[];
}

/** `later-iam-predicates` of `src/iam/predicates.ts`. */
function outputOf(path: string): string {
  return path === 'src/cli.ts' ? 'cli' : `later-${path.slice('src/'.length, -'.ts'.length).replaceAll('/', '-')}`;
}

/** In place of what is read later stand functions that read it. */
function laterPlugin(root: string): Plugin {
  const outputs = new Map(LATER.map(path => [join(root, path), outputOf(path)]));
  return {
    name: 'later',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
        const file = join(resolveDir, path);
        return kind === 'import-statement' && outputs.has(file) ? { path: file, namespace: 'later' } : undefined;
      });
      onLoad({ filter: /./, namespace: 'later' }, async ({ path }) => {
        const exported = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
        return { contents: standInOf(exported, outputs.get(path)!), loader: 'js' };
      });
    },
  };
}

function standInOf(exported: Readonly<Record<string, unknown>>, output: string): string {
  const lines = Object.entries(exported).map(([name, value]) => `export const ${name} = ${standIn(value, name)};`);
  return `let read;\nconst later = () => (read ??= import.meta.require('./${output}.js'));\n${lines.join('\n')}\n`;
}

function standIn(value: unknown, access: string): string {
  if (typeof value === 'function') return `/* @__PURE__ */ (() => (...given) => later().${access}(...given))()`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, member]) => {
    if (typeof member !== 'function') throw new Error(`${access} holds more than functions: it cannot be read later`);
    return `${JSON.stringify(name)}: given => later().${access}[${JSON.stringify(name)}](given)`;
  });
  return `{ ${entries.join(', ')} }`;
}

/** An output and what it imports at once. */
function closureOf(name: string, metafile: Metafile, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  const [, output] = Object.entries(metafile.outputs).find(([path]) => basename(path) === name) ?? [];
  for (const { path, kind, external } of output?.imports ?? []) {
    if (kind === 'import-statement' && !external) closureOf(basename(path), metafile, found);
  }
  return found;
}

/** The names that the bundler's texts import from some outputs, by output. */
function importsOf(outputs: ReadonlySet<string>, texts: readonly string[]): Imports {
  const imports = new Map([...outputs].map(output => [output, new Set<string>()]));
  for (const text of texts) {
    for (const [, names, output] of text.matchAll(/^import \{([^}]*)\} from "\.\/([^"]+)";$/gm)) {
      for (const name of names!.split(',')) imports.get(output!)?.add(/\w\S*/.exec(name)![0]);
    }
  }
  return imports;
}

type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** The outputs that are read first as one, which exports what the others import of them. */
function programOf(imports: Imports): string {
  return [
    "import './cli.js';",
    ...exportsOf(imports).map(([output, names]) => `export { ${names} } from './${output}';`),
  ].join('\n');
}

/** In place of each of these outputs, for those who import it. */
function standInsFor(imports: Imports): readonly (readonly [string, string])[] {
  return exportsOf(imports, true).map(([output, names]) => [output, `export { ${names} } from './program.js';`]);
}

/** Different outputs may have the same names. */
function exportsOf(imports: Imports, isBack = false): readonly (readonly [string, string])[] {
  return [...imports].flatMap(([output, names], index) => {
    const renamed = [...names].map(name => (isBack ? `${name}${index} as ${name}` : `${name} as ${name}${index}`));
    return names.size > 0 ? [[output, renamed.join(', ')] as const] : [];
  });
}

/** Bundles texts into CommonJS; the names of the files that are written. */
async function write(
  names: readonly string[],
  texts: ReadonlyMap<string, string>,
  external: readonly string[],
  options: ProgramOptions,
): Promise<readonly string[]> {
  const { metafile } = await build({
    ...options,
    entryPoints: [...names],
    ...AS_SCRIPTS,
    supported: { 'dynamic-import': false },
    plugins: [textsPlugin(texts, external)],
  });
  return Object.keys(metafile.outputs).map(path => basename(path));
}

/** Files that are not on the disk. */
function textsPlugin(texts: ReadonlyMap<string, string>, external: readonly string[]): Plugin {
  return {
    name: 'texts',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\.js$/ }, ({ path, kind }) => {
        const name = basename(path);
        if (kind !== 'entry-point' && external.includes(name)) return { path: `./${name}`, external: true };
        return texts.has(name) ? { path: name, namespace: 'texts' } : undefined;
      });
      onLoad({ filter: /./, namespace: 'texts' }, ({ path }) => ({ contents: texts.get(path)!, loader: 'js' }));
    },
  };
}
