import { dirname, join } from 'node:path/posix';
import type { FileReader } from '../model/files.ts';
import { lineStartsOf, type SourceFile, type Span } from '../model/source.ts';
import { parseJson } from '../parse/json.ts';
import { type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';

/** What the manifest of the CDK's output says of a template beside it. */
export interface AssembledStack {
  /** Values of parameters, and of the pseudo parameters for account and region, as far as the CDK knows them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Where the sources make a construct, by its path: `App/Data/Resource`. */
  readonly constructs: ReadonlyMap<string, Span>;
}

/**
 * Looks a template up in the `manifest.json` beside it; undefined where there is none or it names another stack only.
 * Lines of the sources are there where the CDK was run with `--debug`.
 * Source: https://docs.aws.amazon.com/cdk/api/v2/docs/cloud-assembly-schema-readme.html
 */
export function assembledStack(template: SourceFile, files: FileReader): AssembledStack | undefined {
  const directory = dirname(template.path);
  const manifestPath = join(directory, 'manifest.json');
  const manifest = files.has(manifestPath) ? files.read(manifestPath) : undefined;
  if (!manifest?.text.includes('"artifacts"')) return undefined;
  const artifact = artifactOf(template.path, rootOf(manifest), directory);
  if (!artifact) return undefined;
  const properties = valueAt(artifact, 'properties');
  const constructs = new Map<string, Span>();
  for (const metadata of [valueAt(artifact, 'metadata'), moreMetadata(artifact, directory, files)]) {
    addConstructs(metadata, directory, files, constructs);
  }
  return {
    parameters: { ...environmentOf(artifact), ...textsOf(valueAt(properties, 'parameters')) },
    constructs,
  };
}

/**
 * The template beside another one that the CDK uploads under a hash, where the URL of a nested stack has the hash only
 * (an app that is run without the CDK's command line writes no `aws:asset:path`); undefined where none is listed.
 */
export function uploadedTemplate(url: string, template: SourceFile, files: FileReader): SourceFile | undefined {
  const hash = /\b[0-9a-f]{64}(?=\.json\b)/.exec(url)?.[0];
  if (hash === undefined) return undefined;
  const directory = dirname(template.path);
  for (const name of files.list(directory)) {
    const assets = name.endsWith('.assets.json') ? files.read(join(directory, name)) : undefined;
    const source = valueAt(valueAt(valueAt(assets && rootOf(assets), 'files'), hash), 'source');
    const path = textOfNode(valueAt(source, 'path'));
    if (path !== undefined) return files.read(join(directory, path));
  }
  return undefined;
}

function rootOf(file: SourceFile): SyntaxNode | undefined {
  const known = roots.get(file);
  if (known) return known.root;
  const { root } = parseJson(file).documents[0] ?? { root: undefined };
  roots.set(file, { root });
  return root;
}

/** Every template of an assembly asks for the same manifest. */
const roots = new WeakMap<SourceFile, { readonly root: SyntaxNode | undefined }>();

function artifactOf(path: string, manifest: SyntaxNode | undefined, directory: string): SyntaxNode | undefined {
  const artifacts = valueAt(manifest, 'artifacts');
  for (const { value } of artifacts?.kind === 'mapping' ? artifacts.entries : []) {
    const file = textOfNode(valueAt(valueAt(value, 'properties'), 'templateFile'));
    if (file !== undefined && join(directory, file) === path) return value;
  }
  return undefined;
}

/** Newer versions of the CDK keep the metadata in a file of its own. */
function moreMetadata(artifact: SyntaxNode, directory: string, files: FileReader): SyntaxNode | undefined {
  const name = textOfNode(valueAt(artifact, 'additionalMetadataFile'));
  const file = name === undefined ? undefined : files.read(join(directory, name));
  return file && rootOf(file);
}

/** `aws://123456789012/eu-west-1`; what is not chosen is called unknown-account and unknown-region. */
function environmentOf(artifact: SyntaxNode): Record<string, string> {
  const [, account, region] =
    /^aws:\/\/([^/]+)\/([^/]+)$/.exec(textOfNode(valueAt(artifact, 'environment')) ?? '') ?? [];
  return {
    ...(account && /^\d+$/.test(account) ? { 'AWS::AccountId': account } : {}),
    ...(region && !region.startsWith('unknown') ? { 'AWS::Region': region } : {}),
  };
}

function textsOf(node: SyntaxNode | undefined): Record<string, string> {
  const entries = node?.kind === 'mapping' ? node.entries : [];
  return Object.fromEntries(
    entries.flatMap(({ key, value }) =>
      value.kind === 'scalar' && value.value !== null ? [[key.raw, value.raw]] : [],
    ),
  );
}

function addConstructs(
  metadata: SyntaxNode | undefined,
  directory: string,
  files: FileReader,
  constructs: Map<string, Span>,
): void {
  for (const { key, value } of metadata?.kind === 'mapping' ? metadata.entries : []) {
    for (const item of value.kind === 'sequence' ? value.items : []) {
      const trace = valueAt(item, 'trace');
      const frames = trace?.kind === 'sequence' ? trace.items : trace ? [trace] : [];
      const span = firstOfTheSources(frames.map(textOfNode), directory, files);
      if (span) constructs.set(key.raw.replace(/^\//, ''), span);
    }
  }
}

/** `new AppStack (/home/me/app/lib/app-stack.ts:6:5)`: the innermost call that is not of a library. */
function firstOfTheSources(
  frames: readonly (string | undefined)[],
  directory: string,
  files: FileReader,
): Span | undefined {
  for (const frame of frames.flatMap(text => text?.split('\n') ?? [])) {
    const [, path, line, column] = /(?:^|\(|\s)((?:[A-Za-z]:)?[^():]+):(\d+):(\d+)\)?\s*$/.exec(frame) ?? [];
    if (path === undefined || path.includes('node_modules') || path.startsWith('node:')) continue;
    const file = sourceAt(path.replaceAll('\\', '/'), directory, files);
    if (file) return lineSpan(file, Number(line), Number(column));
  }
  return undefined;
}

/**
 * The paths are those of the machine that ran the CDK: the longest end of one that is found above the assembly counts.
 */
function sourceAt(path: string, directory: string, files: FileReader): SourceFile | undefined {
  const steps = path.split('/').filter(step => step !== '' && step !== '..');
  for (let from = Math.max(0, steps.length - 12); from < steps.length; from++) {
    const end = steps.slice(from).join('/');
    for (const above of ['..', '../..']) {
      const candidate = join(directory, above, end);
      if (files.has(candidate)) return files.read(candidate);
    }
  }
  return undefined;
}

function lineSpan(file: SourceFile, line: number, column: number): Span | undefined {
  const starts = lineStartsOf(file);
  const lineStart = starts[line - 1];
  if (lineStart === undefined) return undefined;
  const end = lineStart + file.text.slice(lineStart, starts[line] ?? file.text.length).trimEnd().length;
  return { file, start: Math.min(lineStart + column - 1, end), end };
}
