import { chosen, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { isTemplate } from '../../model/resource.ts';
import type { Span } from '../../model/source.ts';
import { objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';
import { credentialIn, isPlaceholder, isSecretName, looksRandom } from './credentials.ts';
import { secretPropertiesOf } from './secret-properties.ts';

/**
 * Questions about secrets, asked of the properties at `with.paths` (`Users[].Password`, `*` for any name). No reason
 * ever holds the value that was looked at.
 */
export const secretPredicates: Readonly<Record<string, Predicate>> = {
  'secrets.no-plaintext': subject => worstAt(subject, pathsOf(subject), judgeSecret),
  'secrets.no-plaintext-in-known-properties': subject =>
    worstAt(subject, secretPropertiesOf(subject.resource.type), judgeSecret),
  'secrets.from-store': subject => worstAt(subject, pathsOf(subject), judgeStored),
  'secrets.no-credentials': subject => worstAt(subject, pathsOf(subject), judgeText),
  'secrets.no-credentials-in-variables': noCredentialsInVariables,
};

interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
}

function pathsOf(subject: PredicateSubject): readonly string[] {
  const { paths } = subject.with;
  return Array.isArray(paths) ? paths.map(String) : [''];
}

/**
 * Passes where the judge passes every value at the paths; the first that fails is reported, else the first in doubt.
 */
function worstAt(
  subject: PredicateSubject,
  paths: readonly string[],
  judge: (value: Value, subject: PredicateSubject) => Judged,
): Outcome {
  let worst: Outcome | undefined;
  let passed: Outcome | undefined;
  for (const path of paths) {
    for (const { property, value, full } of valuesAt(subject, path)) {
      const judged = judge(value, subject);
      const span = property?.span ?? value.span;
      const name = property?.writtenAs ?? 'the value';
      const outcome: Outcome = {
        ...judged,
        span,
        reason: `${name} ${judged.reason}`,
        path: full && `Properties.${full}`,
      };
      if (judged.verdict === 'fail') return outcome;
      if (judged.verdict === 'unknown') worst ??= outcome;
      else passed ??= outcome;
    }
  }
  return worst ?? passed ?? { verdict: 'pass', span: subject.resource.nameSpan, reason: 'no secret is written here' };
}

/**
 * A text (user data, a definition) without a credential of a known form, or a password that is given a value. With
 * `with.written`, only what stands in the files counts: a value that is given from outside passes.
 */
function judgeText(value: Value, subject: PredicateSubject): Judged {
  for (const text of textsIn(value, subject)) {
    const found = credentialIn(text) ?? credentialIn(decoded(text));
    if (found) return { verdict: 'fail', reason: `holds ${found}` };
  }
  if (value.kind === 'unknown' && !isGiven(value, subject))
    return { verdict: 'unknown', reason: `depends on ${value.missing}` };
  return { verdict: 'pass', reason: 'holds no known form of credential' };
}

function isGiven(value: Extract<Value, { kind: 'unknown' }>, { with: { written } }: PredicateSubject): boolean {
  return written === true && value.alternatives.length === 0 && value.reason !== 'bound-exceeded';
}

/**
 * Passes where no variable (a map, or a list of Name and Value) holds a credential, or under a name for secrets a
 * literal that looks like one; with `with.literals`, any literal that is no placeholder.
 */
function noCredentialsInVariables(subject: PredicateSubject): Outcome {
  let possible: Outcome | undefined;
  for (const path of pathsOf(subject)) {
    for (const { property, value } of valuesAt(subject, path)) {
      for (const { name, value: given, span } of variablesOf(value, subject)) {
        const judged = judgeVariable(name, given, subject);
        if (judged.verdict === 'fail') return { ...judged, span, reason: `${name} ${judged.reason}` };
        if (judged.verdict === 'unknown') possible ??= { ...judged, span, reason: `${name} ${judged.reason}` };
      }
      if (value.kind === 'unknown') {
        const span = property?.span ?? value.span;
        possible ??= { verdict: 'unknown', span, reason: `the variables depend on ${value.missing}` };
      }
    }
  }
  return possible ?? { verdict: 'pass', span: subject.resource.nameSpan, reason: 'no variable holds a credential' };
}

/** Also as a part of a text, of which it hides that part. */
const REFERENCE_TO_SECRET = /\{\{resolve:(secretsmanager|ssm-secure):/;
const REFERENCE_TO_PARAMETER = /\{\{resolve:ssm:/;

/** What a property that is meant for a secret holds. */
function judgeSecret(given: Value, subject: PredicateSubject): Judged {
  const value = chosen(given, subject) ?? given;
  switch (value.kind) {
    case 'scalar': {
      const text = textOf(value);
      if (text === undefined || text === '') return { verdict: 'pass', reason: 'is empty' };
      if (REFERENCE_TO_SECRET.test(text)) return { verdict: 'pass', reason: 'is read from where secrets are kept' };
      if (REFERENCE_TO_PARAMETER.test(text))
        return { verdict: 'fail', reason: 'is read from a parameter that is not encrypted' };
      return {
        verdict: 'fail',
        reason: value.sensitive ? 'has a default that is written here' : 'is written here in plain text',
      };
    }
    case 'reference':
      return { verdict: 'pass', reason: 'is made at deployment' };
    case 'template':
      return judgeTemplate(value.parts, subject);
    case 'unknown':
      return judgeUnknown(value, subject);
    case 'list':
    case 'object':
      return { verdict: 'pass', reason: 'is no text' };
  }
}

/** Like a secret, but a parameter that hides its value is in doubt: `with.acceptHidden` says that it is enough. */
function judgeStored(given: Value, subject: PredicateSubject): Judged {
  const value = chosen(given, subject) ?? given;
  const hidden = value.kind === 'unknown' && value.sensitive === true;
  if (!hidden || subject.with['acceptHidden'] === true) return judgeSecret(value, subject);
  return {
    verdict: 'unknown',
    reason: `comes from ${value.missing}, and whether a store is behind it is not in the files`,
  };
}

/** A text of which a part is secret hides that part. */
function judgeTemplate(parts: readonly (string | Value)[], subject: PredicateSubject): Judged {
  if (parts.some(part => typeof part === 'string' && REFERENCE_TO_SECRET.test(part)))
    return { verdict: 'pass', reason: 'is read from where secrets are kept' };
  const holes = parts.filter(part => typeof part !== 'string').map(part => judgeSecret(part, subject));
  if (holes.some(hole => hole.verdict === 'pass'))
    return { verdict: 'pass', reason: 'is made of parts that are not written here' };
  return { verdict: 'unknown', reason: 'is known in part' };
}

function judgeUnknown(value: Extract<Value, { kind: 'unknown' }>, subject: PredicateSubject): Judged {
  if (value.sensitive) return { verdict: 'pass', reason: `comes from ${value.missing}, which hides its value` };
  if (value.missing.startsWith('data.') || value.reason === 'computed-at-deployment') {
    return { verdict: 'pass', reason: `is read from ${value.missing} at deployment` };
  }
  if (isTemplate(subject.resource.input) && value.reason === 'parameter-without-default') {
    return { verdict: 'fail', reason: `comes from ${value.missing}, which shows its value: NoEcho is not set` };
  }
  return { verdict: 'unknown', reason: `depends on ${value.missing}` };
}

function judgeVariable(name: string, given: Value, subject: PredicateSubject): Judged {
  const value = chosen(given, subject);
  if (!value) return { verdict: 'pass', reason: 'is absent' };
  const known =
    value.kind === 'template' ? value.parts.filter(part => typeof part === 'string').join(' ') : textOf(value);
  if (known === undefined) {
    const hidden =
      value.kind !== 'unknown' || !isSecretName(name) || value.sensitive === true || value.missing.startsWith('data.');
    return hidden
      ? { verdict: 'pass', reason: 'is not written here' }
      : { verdict: 'unknown', reason: `depends on ${value.kind === 'unknown' ? value.missing : ''}` };
  }
  const credential = credentialIn(known);
  if (credential) return { verdict: 'fail', reason: `holds ${credential}` };
  if (value.kind === 'template' || !isSecretName(name) || isPlaceholder(known))
    return { verdict: 'pass', reason: 'holds no credential' };
  const strict = subject.with['literals'] === true;
  if (strict || looksRandom(known))
    return { verdict: 'fail', reason: 'holds a literal, and its name is that of a secret' };
  return { verdict: 'pass', reason: 'holds no credential' };
}

interface Variable {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
}

/** Variables of a map, or of a list of objects with Name and Value (`name` and `value` in JSON of ECS). */
function variablesOf(value: Value | undefined, subject: PredicateSubject): Variable[] {
  const map = objectOf(value);
  if (map) return [...map.properties].map(([name, property]) => ({ name, value: property.value, span: property.span }));
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(item => {
    const entry = chosen(item, subject);
    const name = textOf(chosen(propertyValue(entry, 'Name') ?? propertyValue(entry, 'name'), subject)) ?? 'a variable';
    const property = objectOf(entry)?.properties.get('Value') ?? objectOf(entry)?.properties.get('value');
    return property ? [{ name, value: property.value, span: property.span }] : [];
  });
}

const MAX_TEXT = 100_000;

/** The literal texts inside a value, however deep; at most a bounded amount. */
function textsIn(value: Value, subject: PredicateSubject, depth = 0): string[] {
  if (depth > 20) return [];
  const within = (item: Value) => textsIn(chosen(item, subject) ?? item, subject, depth + 1);
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? [value.value.slice(0, MAX_TEXT)] : [];
    case 'template':
      return [joined(value.parts, subject).slice(0, MAX_TEXT)];
    case 'list':
      return value.items.flatMap(within);
    case 'object':
      return [...value.properties.values()].flatMap(property => within(property.value));
    case 'reference':
    case 'unknown':
      return [];
  }
}

/** Holes stay visible as `${…}`, so that PASSWORD=${x} is not taken for a literal. */
function joined(parts: readonly (string | Value)[], subject: PredicateSubject): string {
  return parts.map(part => (typeof part === 'string' ? part : (textOf(chosen(part, subject)) ?? '${…}'))).join('');
}

/** The text that base64 stands for; empty where it is none. */
function decoded(text: string): string {
  const compact = text.replace(/\s+/g, '');
  if (compact.length < 16 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return '';
  return Buffer.from(compact, 'base64').toString('utf8');
}

interface Found {
  readonly property: Property | undefined;
  readonly value: Value;
  /** The path with names as in the table. */
  readonly full: string;
}

/** Values at a path such as `Users[].Password`; `*` stands for every name, an empty path for the value asked about. */
function valuesAt(subject: PredicateSubject, path: string): Found[] {
  const value = chosen(subject.value, subject);
  if (!value) return [];
  let current: Found[] = [{ property: path === '' ? subject.property : undefined, value, full: '' }];
  for (const step of path === '' ? [] : path.split('.')) {
    const many = step.endsWith('[]');
    const name = many ? step.slice(0, -2) : step;
    current = current.flatMap(found => stepInto(found, name, many, subject));
  }
  return current;
}

function stepInto(found: Found, name: string, many: boolean, subject: PredicateSubject): Found[] {
  const object = objectOf(chosen(found.value, subject));
  if (!object) return found.value.kind === 'unknown' && found.full !== '' ? [found] : [];
  const named = object.properties.get(name);
  const properties: (readonly [string, Property])[] =
    name === '*' ? [...object.properties] : named ? [[name, named]] : [];
  return properties.flatMap(([key, property]) => {
    const value = chosen(property.value, subject);
    if (!value) return [];
    const full = found.full === '' ? key : `${found.full}.${key}`;
    const items = many && value.kind === 'list' ? value.items : [value];
    return items.map(item => ({ property: many ? undefined : property, value: chosen(item, subject) ?? item, full }));
  });
}
