import { nameGlob } from '../../globs.ts';
import type { SourceFile } from '../../model/source.ts';
import { type Entry, textOfNode, valueAt } from '../../parse/syntax.ts';
import { dayOf, type IgnoreEntry, rootOf } from './ignore-file.ts';

/**
 * `.snyk`: `ignore: { ID: [{ 'main.tf > resource > aws_s3_bucket[logs]': { reason, expires } }] }`.
 * https://docs.snyk.io/scan-with-snyk/snyk-iac/ignore-issues-in-your-iac-files-using-the-.snyk-policy-file
 */
export function snykEntries(file: SourceFile): readonly IgnoreEntry[] {
  const ignored = valueAt(rootOf(file), 'ignore');
  if (ignored?.kind !== 'mapping') return [];
  return ignored.entries.flatMap(({ key, value }) => {
    const items = value.kind === 'sequence' ? value.items : [];
    return items.flatMap(item =>
      item.kind === 'mapping' ? item.entries.flatMap(entry => entryOf(key.raw, entry) ?? []) : [],
    );
  });
}

function entryOf(name: string, { key, value }: Entry): IgnoreEntry | undefined {
  const place = placeOf(key.raw);
  if (!place) return undefined;
  const reason = textOfNode(valueAt(value, 'reason'));
  const expires = dayOf(textOfNode(valueAt(value, 'expires')));
  return { origin: 'snyk', names: [name], reason, expires, span: key.span, ...place };
}

/** The file and the resource of a path; undefined where it says what no address says: then it is left alone. */
function placeOf(path: string): Pick<IgnoreEntry, 'files' | 'resources'> | undefined {
  const [file, ...inside] = path.split('>').map(step => step.trim());
  const steps = inside.filter(step => !/^\[DocId:\s*\d+\]$/i.test(step));
  const files = file === '*' || file === '' ? [] : [file!];
  if (steps.length === 0 || steps.every(step => step === '*')) return { files };
  const [collection, resource = ''] = steps;
  if (collection === 'Resources' && /^\w+$/.test(resource)) return { files, resources: [nameGlob(resource)] };
  const block = collection === 'resource' && /^(\w+)\[["']?([\w-]+)["']?\]$/.exec(resource);
  if (!block) return undefined;
  const address = `${block[1]}.${block[2]}`;
  return { files, resources: [address, `*.${address}`].flatMap(each => [nameGlob(each), nameGlob(`${each}[*`)]) };
}
