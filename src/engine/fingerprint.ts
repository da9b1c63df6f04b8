import { hash } from 'node:crypto';
import type { Evaluation } from '../model/finding.ts';
import type { Value } from '../model/value.ts';
import type { Draft } from './run.ts';

const LENGTH = 20;
const MAX_CONTENT = 2000;

/**
 * Gives each evaluation a hex fingerprint of its rule, its resource, its path and, for items of a list, what the item
 * holds: the same when lines move, items are reordered or the file is renamed. Evaluations that are alike get `:2`,
 * `:3` in their order.
 */
export function withFingerprints(drafts: readonly Draft[]): Evaluation[] {
  const seen = new Map<string, number>();
  for (const { evaluation, content } of drafts) {
    const fingerprint = fingerprintOf(evaluation, content);
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    evaluation.fingerprint = count === 1 ? fingerprint : `${fingerprint}:${count}`;
  }
  return drafts.map(({ evaluation }) => evaluation);
}

function fingerprintOf({ rule, resource, path }: Draft['evaluation'], item: Value | undefined): string {
  const general = path?.replace(/\[\d+\]/g, '[]') ?? '';
  const identity = [rule.id, resource?.id ?? '', general, item ? contentOf(item) : ''].join('\0');
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
