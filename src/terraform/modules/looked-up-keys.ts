import { knownPrefix, textOfParts } from '../values/text-parts.ts';
import { textOutside } from '../values/unknowns.ts';
import type { MappingValue, TerraformValue } from '../values/values.ts';

type Results = Readonly<Record<string, TerraformValue>>;

/**
 * What `data.aws_kms_alias` gives. The key behind the alias has an id that is not in the files; the alias names the same
 * key, and says whether AWS manages it. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/kms_alias
 */
export function lookedUpAlias({ entries }: MappingValue, missing: string): Results {
  const name = entries.get('name')?.value;
  if (!name || knownPrefix(name) === '') return {};
  const arn = arnOf('', name, missing);
  return { arn, id: arn, target_key_arn: arn, target_key_id: name };
}

/**
 * What `data.aws_kms_key` gives, which finds a key by its id, its ARN or an alias; a key of the input stays that key.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/kms_key
 */
export function lookedUpKey({ entries }: MappingValue, missing: string): Results {
  const given = entries.get('key_id')?.value;
  if (!given || given.kind === 'null') return {};
  const start = knownPrefix(given);
  if (start === '') return given.kind === 'unknown' ? { arn: { ...given, notNull: true } } : {};
  return {
    arn: start.startsWith('arn:') ? given : arnOf(start.startsWith('alias/') ? '' : 'key/', given, missing),
    id: given,
  };
}

/** The partition, the region and the account are not in the files: `missing` is what they are called. */
function arnOf(kind: string, name: TerraformValue, missing: string): TerraformValue {
  const { span } = name;
  const hole = textOutside(missing, span);
  return textOfParts(['arn:', hole, ':kms:', hole, ':', hole, `:${kind}`, name], span);
}
