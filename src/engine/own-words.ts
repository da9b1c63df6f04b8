import { type CloudFormationType, cloudFormationType, type PropertyTable, tableOf } from '../facts/cloudformation.ts';
import { mappedTypes, mappingOf } from '../facts/mappings.ts';
import type { Evaluation } from '../model/finding.ts';
import type { Resource } from '../model/resource.ts';
import { argumentName } from './argument-names.ts';

/** What a finding's rule says should be done, in the words of the language that the resource is written in. */
export function remediationFor({ rule, resource }: Pick<Evaluation, 'rule' | 'resource'>): string {
  return resource ? inOwnWords(rule.remediation, resource) : rule.remediation;
}

/**
 * A text in CloudFormation's words as who wrote the resource says it: of an `aws_lambda_function`, `TracingConfig.Mode`
 * is `tracing_config.mode`, and `AWS::Lambda::Alias` is `aws_lambda_alias`. Words that are no property of the type, and
 * types that Terraform has not, stay as they are.
 */
export function inOwnWords(text: string, { type, writtenAs, input }: Pick<Resource, 'type' | 'writtenAs' | 'input'>) {
  if (!input.dialect.startsWith('terraform')) return text;
  const facts = cloudFormationType(type);
  return text.replace(WORDS, word => {
    if (word.startsWith('AWS::')) return terraformName(word) ?? word;
    const path = facts && pathOf(word.split('.'), facts);
    return path
      ? argumentName(writtenAs, path)
          .split('.')
          .slice(-ownLength(word, path, writtenAs))
          .join('.')
      : word;
  });
}

/** Types, and names of properties: with a dot or a capital inside, since a single word may be meant as such; or after "set". */
const WORDS =
  /\bAWS(?:::[A-Za-z0-9]+){2}\b|\b(?:[A-Z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]*)+|[A-Z]+[a-z0-9]+[A-Z][A-Za-z0-9]*)\b(?!::)|(?<=\b(?:[Ss]et|[Rr]emove) )[A-Z][a-z]+\b/g;

/** A property of the root is named in full; of one that the text only ends with, as much is shown as was said. */
function ownLength(word: string, path: readonly string[], writtenAs: string): number {
  const said = word.split('.').length;
  return said === path.length ? argumentName(writtenAs, path).split('.').length : said;
}

/** The names as a path from the root, or the only place in the type where they are. */
function pathOf(names: readonly string[], { properties }: CloudFormationType): readonly string[] | undefined {
  if (leadsOn(names, properties)) return names;
  const found: string[][] = [];
  const search = (table: PropertyTable, above: readonly string[]) => {
    if (above.length >= MAX_DEPTH || found.length > 1) return;
    for (const [name, { shape }] of table) {
      const inner = tableOf(shape);
      if (!inner || above.includes(name)) continue;
      if (leadsOn(names, inner)) found.push([...above, name, ...names]);
      search(inner, [...above, name]);
    }
  };
  search(properties, []);
  return found.length === 1 ? found[0] : undefined;
}

const MAX_DEPTH = 4;

function leadsOn(names: readonly string[], table: PropertyTable): boolean {
  let at: PropertyTable | undefined = table;
  for (const name of names) {
    const shape = at?.get(name)?.shape;
    if (!shape) return false;
    at = tableOf(shape);
  }
  return true;
}

/** `AWS::S3::BucketPolicy` → `aws_s3_bucket_policy`. Of several names the shortest, which is no alias. */
export function terraformName(type: string): string | undefined {
  terraformNames ??= namesByType();
  return terraformNames.get(type);
}

let terraformNames: ReadonlyMap<string, string> | undefined;

function namesByType(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const name of mappedTypes()) {
    const type = mappingOf(name)?.type;
    const known = type && names.get(type);
    if (type && (known === undefined || name.length < known.length)) names.set(type, name);
  }
  return names;
}
