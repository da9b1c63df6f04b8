import type { Input } from '../model/input.ts';
import type { SourceFile } from '../model/source.ts';
import type { Value } from '../model/value.ts';
import { assembledStack } from './cloud-assembly.ts';
import type { CloudFormationOptions } from './scope.ts';
import { readTemplate } from './template.ts';

/**
 * The templates of one scan together: what one exports another imports, and a template that is nested in another, or
 * included, is read in its place there and not once more alone. In the order of the files.
 */
export function readTemplates(files: readonly SourceFile[], options: CloudFormationOptions): readonly Input[] {
  const ownOptions = new Map(files.map(file => [file.path, optionsFor(file, options)]));
  const inputs = files.map(file => readTemplate(file, ownOptions.get(file.path)!));
  const exports = new Map<string, Value>();
  for (const input of inputs) {
    for (const [name, value] of input.exports) if (isKnown(value)) exports.set(name, value);
  }
  const nested = new Set<string>();
  for (const { info, files: own } of inputs) {
    // Of two templates that nest each other, the first is the parent.
    if (nested.has(info.path)) continue;
    for (const { path } of own) if (path !== info.path) nested.add(path);
  }
  return inputs
    .filter(({ info }) => !nested.has(info.path))
    .map(input => {
      if (exports.size === 0 || !importsSomething(input)) return input;
      return readTemplate(input.files[0]!, { ...ownOptions.get(input.info.path)!, exports });
    });
}

/** What the CDK knows of a stack, unless the user says otherwise. */
function optionsFor(file: SourceFile, options: CloudFormationOptions): CloudFormationOptions {
  const assembled = assembledStack(file, options.files);
  if (!assembled) return options;
  const { parameters, constructs } = assembled;
  return { ...options, parameters: { ...parameters, ...options.parameters }, constructs };
}

/** References and unknowns of another stack say nothing here. */
function isKnown(value: Value): boolean {
  return value.kind === 'scalar' || (value.kind === 'list' && value.items.every(isKnown));
}

function importsSomething({ files }: Input): boolean {
  return files.some(({ text }) => text.includes('ImportValue'));
}
