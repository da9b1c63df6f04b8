import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Paths of all files below a folder whose name ends in a suffix, sorted. */
export function filesUnder(folder: URL, suffix: string): string[] {
  const entries = readdirSync(fileURLToPath(folder), { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && entry.name.endsWith(suffix));
  return files.map(({ parentPath, name }) => `${parentPath}/${name}`).sort();
}
