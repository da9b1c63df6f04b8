import { hash } from 'node:crypto';
import type { Evaluation } from '../model/finding.ts';
import type { InputInfo } from '../model/resource.ts';
import type { Value } from '../model/value.ts';
import type { Draft } from './run.ts';

const LENGTH = 20;
const MAX_CONTENT = 2000;
const PATH_LENGTH = 8;

/**
 * Gives each evaluation a hex fingerprint of its rule, its resource, its path and, for items of a list, what the item
 * holds: the same when lines move, items are reordered or the file is renamed. Where several inputs have a resource of
 * that name, `:` and a hash of the input's path follow; what is alike in one input gets `:2`, `:3` in its order. What
 * is mended in one input changes no fingerprint in another.
 *
 * `stablePath` gives the path of an input as it is called from any working directory.
 */
export function withFingerprints(drafts: readonly Draft[], stablePath = (path: string) => path): Evaluation[] {
  const isShared = sharedBetweenInputs(drafts);
  const pathHashes = new Map<InputInfo, string>();
  const seen = new Map<string, number>();
  for (const { evaluation, content, isAlone } of drafts) {
    const { input } = evaluation;
    let fingerprint = fingerprintOf(evaluation, content);
    if (isShared(evaluation)) {
      const known = pathHashes.get(input) ?? hash('sha256', stablePath(input.path), 'hex').slice(0, PATH_LENGTH);
      pathHashes.set(input, known);
      fingerprint = `${fingerprint}:${known}`;
    }
    if (isAlone) {
      evaluation.fingerprint = fingerprint;
      continue;
    }
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    evaluation.fingerprint = count === 1 ? fingerprint : `${fingerprint}:${count}`;
  }
  return drafts.map(({ evaluation }) => evaluation);
}

/** Whether a resource of that name is judged by that rule in several inputs, whatever the verdicts are. */
function sharedBetweenInputs(drafts: readonly Draft[]): (evaluation: Draft['evaluation']) => boolean {
  const ids = sharedBy(drafts, idOf);
  if (ids.size === 0) return () => false;
  const names = sharedBy(
    drafts.filter(({ evaluation }) => ids.has(idOf(evaluation))),
    nameOf,
  );
  return evaluation => ids.has(idOf(evaluation)) && names.has(nameOf(evaluation));
}

/** The keys under which there are evaluations of several inputs. */
function sharedBy(drafts: readonly Draft[], key: (evaluation: Draft['evaluation']) => string): ReadonlySet<string> {
  const inputs = new Map<string, InputInfo>();
  const shared = new Set<string>();
  const first = drafts[0]?.evaluation.input;
  if (drafts.every(({ evaluation }) => evaluation.input === first)) return shared;
  for (const { evaluation } of drafts) {
    const name = key(evaluation);
    const known = inputs.get(name);
    if (!known) inputs.set(name, evaluation.input);
    else if (known !== evaluation.input) shared.add(name);
  }
  return shared;
}

function idOf({ resource }: Draft['evaluation']): string {
  return resource?.id ?? '';
}

function nameOf({ rule, resource }: Draft['evaluation']): string {
  return `${rule.id}\0${resource?.id ?? ''}`;
}

function fingerprintOf({ rule, resource, path }: Draft['evaluation'], item: Value | undefined): string {
  const general = path?.includes('[') ? path.replace(/\[\d+\]/g, '[]') : (path ?? '');
  const identity = `${rule.id}\0${resource?.id ?? ''}\0${general}\0${item ? contentOf(item) : ''}`;
  return hash('sha256', identity, 'hex').slice(0, LENGTH);
}

/** What a value holds, without places; secrets leave no trace. */
function contentOf(value: Value): string {
  let text = '';
  const write = (part: Value): void => {
    if (text.length > MAX_CONTENT) return;
    if (part.sensitive) {
      text += '*';
      return;
    }
    switch (part.kind) {
      case 'scalar':
        text += JSON.stringify(part.value);
        return;
      case 'reference':
        text += `@${part.target}.${part.attribute ?? ''}`;
        return;
      case 'unknown':
        text += `?${part.missing}`;
        return;
      case 'template':
        for (const inner of part.parts) {
          if (typeof inner === 'string') text += JSON.stringify(inner);
          else write(inner);
        }
        return;
      case 'list':
        text += '[';
        part.items.forEach(write);
        text += ']';
        return;
      case 'object':
        text += '{';
        for (const [name, property] of part.properties) {
          text += `${name}:`;
          write(property.value);
        }
        text += '}';
    }
  };
  write(value);
  return text;
}
