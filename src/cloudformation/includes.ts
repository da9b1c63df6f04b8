import { dirname, join } from 'node:path/posix';
import { propertyValue, textOf } from '../model/value.ts';
import { type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';
import { evaluate } from './evaluate.ts';
import { parseTemplate } from './parse.ts';
import type { Scope } from './scope.ts';

/** What a transform puts in its place: a node, or the reason why it cannot be seen. */
export type Transformed = { readonly node: SyntaxNode } | { readonly unseen: string };

/** Files that one template may include, each counted as often as it is included. */
const MAX_FILES = 200;

/**
 * A call of `Fn::Transform`, or the Transform section's. `AWS::Include` of a file of the repository, by its path from
 * the template, is read; what lies in a bucket, and other macros, cannot be seen.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
export function transformed(call: SyntaxNode, scope: Scope): Transformed {
  const name = textOfNode(valueAt(call, 'Name')) ?? 'Fn::Transform';
  if (name !== 'AWS::Include') return { unseen: `macro ${name}` };
  const parameters = valueAt(call, 'Parameters');
  const location = textOf(propertyValue(parameters && evaluate(parameters, scope), 'Location'));
  if (location === undefined) return { unseen: 'AWS::Include of an unknown location' };
  const unseen = { unseen: `AWS::Include of ${location}` };
  if (/^[a-z0-9+]+:\/\//i.test(location) || scope.files.length >= MAX_FILES) return unseen;
  const file = scope.options.files.read(pathFrom(scope.file.path, location));
  if (!file || file === scope.file) return unseen;
  scope.files.push(file);
  const { documents, diagnostics } = parseTemplate(file);
  scope.diagnostics.push(...diagnostics);
  const node = documents[0]?.root;
  return node ? { node } : unseen;
}

/** A path that is written in a file, as the scan names files. */
export function pathFrom(file: string, path: string): string {
  return join(dirname(file), path.replace(/^file:\/\//, ''));
}
