/** How much of a text is looked at. Templates with longer prologues are rare, and their size is not the limit. */
const LOOK_AT = 200_000;

/** A resource type, `AWS::S3::Bucket`, `Custom::Thing`, `Vendor::Service::Thing`, in a `Type` of YAML or JSON. */
const TYPE = /(?:^|[\s{,-])["']?Type["']?\s*:\s*["']?[A-Za-z0-9]+::[A-Za-z0-9]/m;

const JSON_RESOURCES = /["']?Resources["']?\s*:\s*\{/;
const JSON_VERSION = /["']?AWSTemplateFormatVersion["']?\s*:/;
const SERVERLESS = /AWS::(?:Serverless-2016-10-31|LanguageExtensions)/;

/**
 * Whether a YAML or JSON text is a CloudFormation or SAM template, by a look at its text and without parsing it.
 * Workflow files, package.json, Helm charts, OpenAPI and Kubernetes files are not.
 */
export function looksLikeTemplate(text: string): boolean {
  const head = text.length > LOOK_AT ? text.slice(0, LOOK_AT) : text;
  // Every template names a resource type, or says that it is one; most other files have neither.
  if (!head.includes('::') && !head.includes('AWSTemplateFormatVersion')) return false;
  const flow = /^\s*\{/.test(head);
  if (flow ? JSON_VERSION.test(head) : hasTopLevelKey(head, 'AWSTemplateFormatVersion')) return true;
  if (!(flow ? JSON_RESOURCES.test(head) : hasTopLevelKey(head, 'Resources'))) return false;
  return TYPE.test(head) || SERVERLESS.test(head);
}

/** Whether some document of a YAML text has a key at its top level, which may be indented. */
function hasTopLevelKey(text: string, key: string): boolean {
  if (!text.includes(key)) return false;
  return text.split(/^---/m).some(document => {
    const indentation = /^(?!---|%)( *)[^\s#]/m.exec(document)?.[1] ?? '';
    return new RegExp(`^${indentation} ?["']?${key}["']?[ \\t]*:`, 'm').test(document);
  });
}
