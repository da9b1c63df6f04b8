import { cloudFormationType, propertyAt } from '../facts/cloudformation.ts';
import { namesSecret, speaksOfSecret } from '../model/secret-names.ts';
import { propertyValue, textOf, type UnknownValue, type Value } from '../model/value.ts';
import { isScalar } from './equality.ts';
import { nameOf, pathOf, resourceOf, type Trail } from './trail.ts';

const MAX_TEXT = 60;

/** What stands at a place, as a sentence in the user's words: `storage_encrypted is false`. */
export function describe(trail: Trail): string {
  const name = nameOf(trail);
  const { value } = trail;
  if (value === undefined) return `${name} is absent${serviceDefault(trail)}`;
  if (value.kind === 'unknown') return describeUnknown(trail, value);
  const shown = showValue(value, trail);
  if (value.defaulted) return `${name} is absent, and its default is ${shown}`;
  return value.kind === 'reference' ? `${name} refers to ${shown}` : `${name} is ${shown}`;
}

/** What the service takes where nothing is written, where CloudFormation's schema says it. */
function serviceDefault(trail: Trail): string {
  const type = resourceOf(trail)?.type;
  const path = pathOf(trail);
  if (type === undefined || !path?.startsWith('Properties.')) return '';
  let ofType = serviceDefaults.get(type);
  if (!ofType) {
    ofType = new Map();
    serviceDefaults.set(type, ofType);
  }
  let words = ofType.get(path);
  if (words === undefined) {
    const schema = cloudFormationType(type);
    const plain = path.slice('Properties.'.length).replace(/\[[^\]]*\]/g, '');
    const value = schema && propertyAt(schema, plain)?.default;
    words = isScalar(value) ? `, and its default is ${showOperand(value)}` : '';
    if (ofType.size < MAX_REMEMBERED) ofType.set(path, words);
  }
  return words;
}

/** By type and path. */
const serviceDefaults = new Map<string, Map<string, string>>();
const MAX_REMEMBERED = 1000;

/** Why a value is not known, and what would decide it. */
export function describeUnknown(trail: Trail, value: UnknownValue): string {
  const name = nameOf(trail);
  if (trail.hidden) return `${name} cannot be seen: ${value.missing} is known only in part`;
  switch (value.reason) {
    case 'parameter-without-default':
      return `${name} depends on ${value.missing}, which has no default`;
    case 'undecided-condition':
      return `${name} depends on ${value.missing}, which is not decided`;
    case 'outside-this-input':
      return `${name} depends on ${value.missing}, which is outside these files`;
    case 'computed-at-deployment':
      return `${name} depends on ${value.missing}, which is known only at deployment`;
    case 'not-supported':
      return `${name} depends on ${value.missing}, which cannot be evaluated`;
    case 'bound-exceeded':
      return `${name} depends on too many choices to try them all`;
  }
}

/** A value as reports print it, on one line, shortened; secrets are never printed. */
export function showValue(value: Value, trail?: Trail): string {
  if (isSecret(value, trail)) return 'a sensitive value';
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? quote(value.value) : String(value.value);
    case 'template':
      return quote(value.parts.map(part => (typeof part === 'string' ? part : showPart(part))).join(''));
    case 'reference':
      return value.attribute ? `${value.target}.${value.attribute}` : value.target;
    case 'unknown':
      return `unknown (${value.missing})`;
    case 'list':
      return showList(value.items, trail);
    case 'object':
      return value.properties.size === 0 ? 'empty' : 'set';
  }
}

export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `"${line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line}"`;
}

/** An operand of a rule, as reports print it. */
export function showOperand(operand: unknown): string {
  return typeof operand === 'string' ? quote(operand) : JSON.stringify(operand);
}

function showPart(part: Value): string {
  if (part.sensitive) return '…';
  switch (part.kind) {
    case 'scalar':
      return String(part.value);
    case 'template':
      return part.parts.map(inner => (typeof inner === 'string' ? inner : showPart(inner))).join('');
    case 'reference':
      return `\${${part.attribute ? `${part.target}.${part.attribute}` : part.target}}`;
    default:
      return '…';
  }
}

function showList(items: readonly Value[], trail: Trail | undefined): string {
  if (items.length === 0) return 'an empty list';
  const shown = items.length <= 5 && items.every(item => item.kind === 'scalar' && !isSecret(item, trail));
  const text = shown ? `[${items.map(item => showValue(item)).join(', ')}]` : '';
  if (shown && text.length <= MAX_TEXT) return text;
  return items.length === 1 ? 'a list of one item' : `a list of ${items.length} items`;
}

function isSecret(value: Value, trail: Trail | undefined): boolean {
  if (value.sensitive) return true;
  const isText = value.kind === 'template' || (value.kind === 'scalar' && typeof value.value === 'string');
  return isText && trail !== undefined && isNamedSecret(trail);
}

/** By the property's name, or by the name in `{ Name: DB_PASSWORD, Value: … }`. */
function isNamedSecret(trail: Trail): boolean {
  let at = trail;
  while (at.up && at.segment.startsWith('[')) at = at.up;
  if (namesSecret(at.segment)) return true;
  const holder = at.up?.value;
  return ['Name', 'Key', 'name', 'key'].some(name => speaksOfSecret(textOf(propertyValue(holder, name)) ?? ''));
}
