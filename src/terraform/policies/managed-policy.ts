import { textOfParts } from '../values/text-parts.ts';
import { textOutside } from '../values/unknowns.ts';
import type { MappingValue, TerraformValue } from '../values/values.ts';

/**
 * The ARN that `data.aws_iam_policy` finds by a name: partition, account and path are not in the files. Undefined
 * where it is found otherwise; the argument `arn` is its own result. `missing` is what they are called.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy
 */
export function managedPolicyArn({ entries }: MappingValue, missing: string): TerraformValue | undefined {
  const name = entries.get('name')?.value;
  if (!name || name.kind === 'null' || entries.has('arn')) return undefined;
  const path = entries.get('path_prefix')?.value;
  const { span } = name;
  const hole = textOutside(missing, span);
  const prefix = path && path.kind !== 'null' ? path : '/';
  return textOfParts(['arn:', hole, ':iam::', hole, ':policy', prefix, name], span);
}
