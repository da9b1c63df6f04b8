import type { Diagnostic } from '../model/diagnostic.ts';
import type { Input } from '../model/input.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import type { SourceFile, Span } from '../model/source.ts';
import { type MappingNode, type SyntaxDocument, valueAt } from '../parse/syntax.ts';
import { nothingAssumable, possible } from './conditions.ts';
import type { Export } from './exports.ts';
import { mentionsIn, mentionsOf, type Outlet } from './mentions.ts';
import { nestedStacks } from './nested-stacks.ts';
import { parseTemplate } from './parse.ts';
import type { CloudFormationOptions, Scope } from './scope.ts';
import { readStack } from './stack.ts';
import { transformsOf } from './transforms.ts';

export { looksLikeTemplate } from './recognise.ts';

export interface TemplateInput extends Input {
  /** What the template exports for others: `readTemplate` takes those of all as an option. */
  readonly exports: readonly Export[];
}

/**
 * A CloudFormation or SAM template as resources, with those of the stacks that it nests. A text that cannot be parsed
 * gives diagnostics (`yaml-syntax`, `json-syntax`) and what could still be read; mistakes of the template
 * (`template-…`) never stop the rest.
 */
export function readTemplate(file: SourceFile, options: CloudFormationOptions): TemplateInput {
  return readDocuments(file, options)[0];
}

/** Each template of a file with several documents is deployed alone, and is an input of its own. */
export function readDocuments(
  file: SourceFile,
  options: CloudFormationOptions,
): readonly [TemplateInput, ...TemplateInput[]] {
  const { documents, diagnostics: syntax } = parseTemplate(file);
  const [first, ...others] = documents.flatMap(templateOf);
  const isEmpty = !first && syntax.length === 0;
  const problems = isEmpty ? [withoutResources(file, documents[0]?.root?.span)] : syntax;
  const taken = new Set<string>();
  return [
    readDocument(first, file, options, problems, taken),
    ...others.map((root, index) => readDocument(root, file, options, [], taken, index + 2)),
  ];
}

function readDocument(
  root: MappingNode | undefined,
  file: SourceFile,
  options: CloudFormationOptions,
  problems: readonly Diagnostic[],
  taken: Set<string>,
  document?: number,
): TemplateInput {
  const diagnostics = [...problems];
  const assumable = nothingAssumable();
  const files = [file];
  const outlets: Outlet[] = [];
  const scopes: Scope[] = [];
  const info: InputInfo = {
    path: file.path,
    ...(document !== undefined && { document }),
    dialect: transformsOf(root).serverless ? 'sam' : 'cloudformation',
    feasible: assumptions => possible(assumptions, assumable),
    mentions: () => [...outlets.flatMap(mentionsOf), ...scopes.flatMap(mentionsIn)],
  };
  const exports: Export[] = [];
  const given = { prefix: '', texts: options.parameters ?? {}, passed: new Map() };
  const common = { info, options, diagnostics, files, exports, outlets, scopes, assumable };
  const place = { ...common, given, assumed: [], calledFrom: [] };
  const stack = root && readStack(root, file, { ...place, nested: nestedStacks(place) });
  return { info, resources: withOwnIds(stack?.resources ?? [], taken), diagnostics, files, exports };
}

/** A document that declares resources, or lets a transform do so. */
function templateOf({ root }: SyntaxDocument): MappingNode[] {
  const isTemplate =
    root?.kind === 'mapping' && (valueAt(root, 'Resources')?.kind === 'mapping' || valueAt(root, 'Transform'));
  return isTemplate ? [root] : [];
}

/** Several templates in one file may use the same names; ids are unique in the file. */
function withOwnIds(resources: readonly Resource[], taken: Set<string>): readonly Resource[] {
  const own = resources.map(resource => {
    let id = resource.id;
    for (let number = 2; taken.has(id); number++) id = `${resource.id}#${number}`;
    return id === resource.id ? resource : { ...resource, id };
  });
  for (const { id } of own) taken.add(id);
  return own;
}

function withoutResources(file: SourceFile, span: Span | undefined): Diagnostic {
  return {
    code: 'template-no-resources',
    message: 'The template has no Resources section.',
    span: span ?? { file, start: 0, end: 0 },
    severity: 'warning',
  };
}
