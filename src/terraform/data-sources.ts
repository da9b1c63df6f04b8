import type { EvaluatedBody } from './body.ts';
import type { ResourceBlock } from './configuration.ts';
import { policyDocument } from './policy-document.ts';
import type { MappingEntry } from './values.ts';

/** A data source whose results follow from its arguments gets them; any other stays as it is. */
export function withDataResults({ mode, type }: ResourceBlock, body: EvaluatedBody): EvaluatedBody {
  if (mode !== 'data' || type !== 'aws_iam_policy_document') return body;
  const json = policyDocument(body.value);
  const entries = new Map<string, MappingEntry>(body.value.entries);
  for (const name of ['json', 'minified_json']) entries.set(name, { value: json });
  return { ...body, value: { ...body.value, entries } };
}
