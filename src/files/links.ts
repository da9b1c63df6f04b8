import { basename, dirname, join } from 'node:path';
import { entriesOf, realPathOf } from './disk.ts';

interface KnownDirectory {
  readonly realPath: string;
  readonly links: ReadonlySet<string>;
}

/** Resolves links with two look-ups a directory; only what is a link itself costs more. */
export function linkResolver(): (path: string) => string | undefined {
  const known = new Map<string, KnownDirectory | undefined>();
  return path => {
    const parent = dirname(path);
    if (!known.has(parent)) known.set(parent, look(parent));
    const directory = known.get(parent);
    if (!directory) return undefined;
    const name = basename(path);
    return directory.links.has(name) ? realPathOf(path) : join(directory.realPath, name);
  };
}

function look(directory: string): KnownDirectory | undefined {
  const realPath = realPathOf(directory);
  if (realPath === undefined) return undefined;
  const links = entriesOf(directory).flatMap(entry => (entry.isSymbolicLink() ? [entry.name] : []));
  return { realPath, links: new Set(links) };
}
