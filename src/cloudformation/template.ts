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
  const { documents, diagnostics: syntax } = parseTemplate(file);
  const diagnostics: Diagnostic[] = [...syntax];
  const assumable = nothingAssumable();
  const files = [file];
  const outlets: Outlet[] = [];
  const scopes: Scope[] = [];
  const info: InputInfo = {
    path: file.path,
    dialect: documents.some(({ root }) => transformsOf(root).serverless) ? 'sam' : 'cloudformation',
    feasible: assumptions => possible(assumptions, assumable),
    mentions: () => [...outlets.flatMap(mentionsOf), ...scopes.flatMap(mentionsIn)],
  };
  const resources: Resource[] = [];
  const exports: Export[] = [];
  const templates = documents.flatMap(templateOf);
  for (const root of templates) {
    const given = { prefix: '', texts: options.parameters ?? {}, passed: new Map() };
    const common = { info, options, diagnostics, files, exports, outlets, scopes, assumable };
    const place = { ...common, given, assumed: [], calledFrom: [] };
    const stack = readStack(root, file, { ...place, nested: nestedStacks(place) });
    resources.push(...withOwnIds(stack.resources, resources));
  }
  if (templates.length === 0 && syntax.length === 0) diagnostics.push(withoutResources(file, documents[0]?.root?.span));
  return { info, resources, diagnostics, files, exports };
}

/** A document that declares resources, or lets a transform do so. */
function templateOf({ root }: SyntaxDocument): MappingNode[] {
  const isTemplate =
    root?.kind === 'mapping' && (valueAt(root, 'Resources')?.kind === 'mapping' || valueAt(root, 'Transform'));
  return isTemplate ? [root] : [];
}

/** Several templates in one file may use the same names. */
function withOwnIds(resources: readonly Resource[], before: readonly Resource[]): readonly Resource[] {
  if (before.length === 0) return resources;
  const taken = new Set(before.map(resource => resource.id));
  return resources.map(resource => {
    let id = resource.id;
    for (let number = 2; taken.has(id); number++) id = `${resource.id}#${number}`;
    return id === resource.id ? resource : { ...resource, id };
  });
}

function withoutResources(file: SourceFile, span: Span | undefined): Diagnostic {
  return {
    code: 'template-no-resources',
    message: 'The template has no Resources section.',
    span: span ?? { file, start: 0, end: 0 },
    severity: 'warning',
  };
}
