import { type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';
import type { Transforms } from './scope.ts';

const SERVERLESS = 'AWS::Serverless-2016-10-31';
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Macros of AWS that leave the resources of a template as they are, or that are read here. */
const KNOWN_TRANSFORMS: ReadonlySet<string> = new Set([
  'AWS::CodeDeployBlueGreen',
  'AWS::CodeStar',
  'AWS::Include',
  LANGUAGE_EXTENSIONS,
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
  SERVERLESS,
  'AWS::ServiceCatalog',
]);

/** What the Transform section asks for, as a text, a mapping, or a list of them. */
export function transformsOf(root: SyntaxNode | undefined): Transforms {
  const names = transformCalls(root).map(node => textOfNode(node) ?? textOfNode(valueAt(node, 'Name')) ?? '');
  return {
    serverless: names.includes(SERVERLESS) || usesServerlessTypes(root),
    languageExtensions: names.includes(LANGUAGE_EXTENSIONS),
    macro: names.find(name => name !== '' && !KNOWN_TRANSFORMS.has(name)),
    unseen: undefined,
  };
}

export function transformCalls(root: SyntaxNode | undefined): readonly SyntaxNode[] {
  const section = valueAt(root, 'Transform');
  return section?.kind === 'sequence' ? section.items : section ? [section] : [];
}

/** Types of the Serverless transform mean it, also where the line that asks for it is missing. */
function usesServerlessTypes(root: SyntaxNode | undefined): boolean {
  const section = valueAt(root, 'Resources');
  const entries = section?.kind === 'mapping' ? section.entries : [];
  return entries.some(({ value }) => textOfNode(valueAt(value, 'Type'))?.startsWith('AWS::Serverless::'));
}
