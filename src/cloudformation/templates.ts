import { groupBy } from '../model/groups.ts';
import type { Input } from '../model/input.ts';
import type { SourceFile } from '../model/source.ts';
import type { Value } from '../model/value.ts';
import { assembledStack } from './cloud-assembly.ts';
import { exportsByName } from './exports.ts';
import type { CloudFormationOptions } from './scope.ts';
import { readDocuments, type TemplateInput } from './template.ts';

/**
 * The templates of one scan together: what one exports another imports, and a template that is nested in another, or
 * included, is read in its place there and not once more alone. In the order of the files.
 */
export function readTemplates(files: readonly SourceFile[], options: CloudFormationOptions): readonly Input[] {
  const ownOptions = new Map(files.map(file => [file.path, optionsFor(file, options)]));
  const inputs = files.flatMap(file => readDocuments(file, ownOptions.get(file.path)!));
  const nested = nestedIn(inputs);
  const roots = inputs.filter(({ info }) => !nested.has(info.path));
  return withImports(roots, input => ownOptions.get(input.info.path)!);
}

/** The paths of templates that others read as a part of them. */
function nestedIn(inputs: readonly TemplateInput[]): ReadonlySet<string> {
  const nested = new Set<string>();
  for (const { info, files: own } of inputs) {
    // Of two templates that nest each other, the first is the parent.
    if (nested.has(info.path)) continue;
    for (const { path } of own) if (path !== info.path) nested.add(path);
  }
  return nested;
}

/** What is exported may have been imported, and so on. */
const MAX_CHAIN = 8;

/** Reads those that import once more, with what the others export, as long as that makes more of it known. */
function withImports(
  roots: readonly TemplateInput[],
  optionsOf: (input: TemplateInput) => CloudFormationOptions,
): readonly TemplateInput[] {
  let inputs = roots;
  let open = Number.POSITIVE_INFINITY;
  for (let chain = 0; chain < MAX_CHAIN; chain++) {
    const all = inputs.flatMap(input => input.exports);
    const stillOpen = all.filter(({ value }) => isImported(value)).length;
    if (all.length === 0 || stillOpen >= open || !inputs.some(importsSomething)) break;
    open = stillOpen;
    const exports = exportsByName(all);
    inputs = [...groupBy(inputs, input => input.files[0]!)].flatMap(([file, templates]) =>
      templates.some(importsSomething) ? readDocuments(file, { ...optionsOf(templates[0]!), exports }) : templates,
    );
    if (open === 0) break;
  }
  return inputs;
}

/** What the CDK knows of a stack, unless the user says otherwise. */
function optionsFor(file: SourceFile, options: CloudFormationOptions): CloudFormationOptions {
  const assembled = assembledStack(file, options.files);
  if (!assembled) return options;
  const { parameters, constructs } = assembled;
  return { ...options, parameters: { ...parameters, ...options.parameters }, constructs };
}

/** Whether an exported value depends on an import, in any part. */
function isImported(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
      return (
        value.missing.startsWith('Fn::ImportValue') ||
        value.alternatives.some(({ value: chosen }) => chosen && isImported(chosen))
      );
    case 'template':
      return value.parts.some(part => typeof part !== 'string' && isImported(part));
    case 'list':
      return value.items.some(isImported);
    default:
      return false;
  }
}

function importsSomething({ files }: Input): boolean {
  return files.some(({ text }) => text.includes('ImportValue'));
}
