import type { FileReader } from '../../src/model/files.ts';
import type { SourceFile } from '../../src/model/source.ts';

/** Files that are nowhere but here. */
export function reader(texts: Readonly<Record<string, string>>): FileReader {
  const files = new Map<string, SourceFile>(Object.entries(texts).map(([path, text]) => [path, { path, text }]));
  const inside = (directory: string) => (directory === '.' || directory === '' ? '' : `${directory}/`);
  return {
    read: path => files.get(path),
    readBytes: path => (files.has(path) ? Buffer.from(files.get(path)!.text) : undefined),
    list: directory =>
      [...files.keys()].flatMap(path => {
        const prefix = inside(directory);
        const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '/';
        return rest.includes('/') ? [] : [rest];
      }),
    has: path => files.has(path),
  };
}
