import type { SourceFile } from '../../model/source.ts';
import { textOfNode, valueAt } from '../../parse/syntax.ts';
import { dayOf, type IgnoreEntry, itemsAt, mappingsAt, rootOf } from './ignore-file.ts';

/** `.trivyignore`, or `.trivyignore.yaml`, https://trivy.dev/latest/docs/configuration/filtering/#by-finding-ids. */
export function trivyEntries(file: SourceFile): readonly IgnoreEntry[] {
  return /\.ya?ml$/.test(file.path) ? ofYaml(file) : ofLines(file);
}

/** `AWS-0080 exp:2027-01-31`, for the whole repository; the comment above is the reason. */
function ofLines(file: SourceFile): readonly IgnoreEntry[] {
  const entries: IgnoreEntry[] = [];
  let start = 0;
  let comment = '';
  for (const line of file.text.split('\n')) {
    const text = line.trim();
    const [name, ...settings] = text.replace(/\s#.*$/, '').split(/\s+/);
    if (text.startsWith('#')) comment = text.replace(/^#+\s*/, '');
    else if (name) {
      entries.push({
        origin: 'trivy',
        names: [name],
        reason: comment,
        expires: settings.find(each => each.startsWith('exp:'))?.slice('exp:'.length),
        span: { file, start, end: start + line.trimEnd().length },
      });
    } else comment = '';
    start += line.length + 1;
  }
  return entries;
}

/**
 * `misconfigurations: [{ id, paths, expired_at, statement }]`; its other lists are about what lintel does not look for.
 */
function ofYaml(file: SourceFile): readonly IgnoreEntry[] {
  return mappingsAt(rootOf(file), 'misconfigurations').flatMap(node => {
    const name = textOfNode(valueAt(node, 'id'));
    if (name === undefined || name === '') return [];
    return [
      {
        origin: 'trivy',
        names: [name],
        reason: textOfNode(valueAt(node, 'statement')),
        expires: dayOf(textOfNode(valueAt(node, 'expired_at'))),
        files: itemsAt(node, 'paths').map(({ text }) => text),
        span: node.span,
      },
    ];
  });
}
