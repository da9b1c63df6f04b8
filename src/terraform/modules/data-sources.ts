import type { ResourceBlock } from '../configuration/configuration.ts';
import { managedPolicyArn } from '../policies/managed-policy.ts';
import { policyDocument } from '../policies/policy-document.ts';
import type { MappingEntry, TerraformValue } from '../values/values.ts';
import type { EvaluatedBody } from './body.ts';
import { lookedUpAlias, lookedUpKey } from './looked-up-keys.ts';

/** A data source whose results follow from its arguments gets them; any other stays as it is. */
export function withDataResults({ mode, type }: ResourceBlock, address: string, body: EvaluatedBody): EvaluatedBody {
  const results = mode === 'data' ? resultsOf(type, address, body) : {};
  if (Object.keys(results).length === 0) return body;
  const entries = new Map<string, MappingEntry>(body.value.entries);
  for (const [name, value] of Object.entries(results)) entries.set(name, { value });
  return { ...body, value: { ...body.value, entries } };
}

/** Data sources whose `id` is the same as one of their arguments. */
export function hasKnownId({ mode, type }: ResourceBlock): boolean {
  return mode === 'data' && (type === 'aws_iam_policy' || type === 'aws_kms_alias' || type === 'aws_kms_key');
}

function resultsOf(type: string, address: string, { value }: EvaluatedBody): Readonly<Record<string, TerraformValue>> {
  switch (type) {
    case 'aws_iam_policy_document':
      return { json: policyDocument(value, address), minified_json: policyDocument(value, address, 'minified') };
    case 'aws_iam_policy': {
      const arn = value.entries.get('arn')?.value ?? managedPolicyArn(value, `${address}.arn`);
      return arn ? { arn, id: arn } : {};
    }
    case 'aws_kms_alias':
      return lookedUpAlias(value, `${address}.arn`);
    case 'aws_kms_key':
      return lookedUpKey(value, `${address}.arn`);
    default:
      return {};
  }
}
