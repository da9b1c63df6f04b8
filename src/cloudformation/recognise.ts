/** How much of a text is looked at. Templates with longer prologues are rare, and their size is not the limit. */
const LOOK_AT = 200_000;

/** Resource types of CloudFormation, in a `Type` of YAML or JSON. */
const TYPE = /(?:^|[\s{,-])["']?Type["']?\s*:\s*["']?(?:AWS::[A-Za-z0-9]+::|Custom::|Alexa::|AWS::CloudFormation::)/m;

/** The Resources section at the top level: not indented in YAML, any place in JSON. */
const RESOURCES = /^\s{0,1}["']?Resources["']?\s*:/m;
const JSON_RESOURCES = /"Resources"\s*:\s*\{/;

const VERSION = /^\s{0,1}["']?AWSTemplateFormatVersion["']?\s*:/m;
const JSON_VERSION = /"AWSTemplateFormatVersion"\s*:/;
const SERVERLESS = /AWS::(?:Serverless-2016-10-31|LanguageExtensions)/;

/**
 * Whether a YAML or JSON text is a CloudFormation or SAM template, by a look at its text and without parsing it.
 * Workflow files, package.json, Helm charts, OpenAPI and Kubernetes files are not.
 */
export function looksLikeTemplate(text: string): boolean {
  const head = text.length > LOOK_AT ? text.slice(0, LOOK_AT) : text;
  // Every template names a resource type, or says that it is one; most other files have neither.
  if (!head.includes('AWS::') && !head.includes('AWSTemplateFormatVersion') && !/Custom::|Alexa::/.test(head))
    return false;
  const json = /^\s*\{/.test(head);
  if (json ? JSON_VERSION.test(head) : VERSION.test(head)) return true;
  if (!(json ? JSON_RESOURCES.test(head) : RESOURCES.test(head))) return false;
  return TYPE.test(head) || SERVERLESS.test(head);
}
