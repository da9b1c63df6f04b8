import type { SourceFile } from '../model/source.ts';
import type { Directive } from './directive.ts';
import { checkovEntries } from './ignore-files/checkov.ts';
import { directiveOf, type IgnoreEntry, type IgnoreFile, type IgnoreFileFormat } from './ignore-files/ignore-file.ts';
import { cfnLintEntries, cfnNagEntries, kicsEntries, tfsecEntries } from './ignore-files/others.ts';
import { snykEntries } from './ignore-files/snyk.ts';
import { trivyEntries } from './ignore-files/trivy.ts';

/** What an ignore file accepts; nothing where it cannot be read, which is for its analyzer to complain of. */
export function ignoreFileDirectives({ format, file, base }: IgnoreFile): readonly Directive[] {
  return READERS[format](file)
    .slice(0, MAX_ENTRIES)
    .map(entry => directiveOf(entry, base));
}

/** More are written by nobody. */
const MAX_ENTRIES = 10_000;

const READERS: Readonly<Record<IgnoreFileFormat, (file: SourceFile) => readonly IgnoreEntry[]>> = {
  'cfn-lint': cfnLintEntries,
  cfn_nag: cfnNagEntries,
  checkov: checkovEntries,
  kics: kicsEntries,
  snyk: snykEntries,
  tfsec: tfsecEntries,
  trivy: trivyEntries,
};
