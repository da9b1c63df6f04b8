import { knownPrefix, textOfParts } from '../values/text-parts.ts';
import { STRING } from '../values/types.ts';
import type { MappingValue, TerraformValue } from '../values/values.ts';

type Results = Readonly<Record<string, TerraformValue>>;

/**
 * What `data.aws_kms_alias` gives. The key behind the alias has an id that is not in the files; the alias names the same
 * key, and says whether AWS manages it. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/kms_alias
 */
export function lookedUpAlias({ entries }: MappingValue): Results {
  const name = entries.get('name')?.value;
  if (!name || knownPrefix(name) === '') return {};
  const arn = arnOf('', name);
  return { arn, id: arn, target_key_arn: arn, target_key_id: name };
}

/**
 * What `data.aws_kms_key` gives, which finds a key by its id, its ARN or an alias; a key of the input stays that key.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/kms_key
 */
export function lookedUpKey({ entries }: MappingValue): Results {
  const given = entries.get('key_id')?.value;
  if (!given || given.kind === 'null') return {};
  const start = knownPrefix(given);
  if (start === '') return given.kind === 'unknown' ? { arn: { ...given, notNull: true } } : {};
  return { arn: start.startsWith('arn:') ? given : arnOf(start.startsWith('alias/') ? '' : 'key/', given), id: given };
}

function arnOf(kind: string, name: TerraformValue): TerraformValue {
  const hole = (missing: string): TerraformValue => {
    return { kind: 'unknown', type: STRING, reason: 'outside-this-input', missing, span: name.span, notNull: true };
  };
  const account = [hole('the region'), ':', hole('the account')];
  return textOfParts(['arn:', hole('the partition'), ':kms:', ...account, `:${kind}`, name], name.span);
}
