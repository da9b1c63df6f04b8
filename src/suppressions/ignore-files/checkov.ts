import type { nameGlob } from '../../globs.ts';
import type { SourceFile } from '../../model/source.ts';
import { textOfNode, valueAt } from '../../parse/syntax.ts';
import { type IgnoreEntry, itemsAt, mappingsAt, rootOf } from './ignore-file.ts';

/** `.checkov.yaml` (ids and their globs under `skip-check`), or a baseline that `--create-baseline` wrote. */
export function checkovEntries(file: SourceFile): readonly IgnoreEntry[] {
  const root = rootOf(file);
  const skipped = itemsAt(root, 'skip-check')
    .filter(({ text }) => !SEVERITY.test(text))
    .map(({ text, span }) => ({ origin: 'checkov', names: [text], span }));
  const left = itemsAt(root, 'skip-path').flatMap(({ text, span }) => {
    const files = filesBelow(text);
    return files ? [{ origin: 'checkov', names: ['*'], span, files }] : [];
  });
  return [...skipped, ...left, ...baselineEntries(root)];
}

/** Severities are known to Checkov's platform only. */
const SEVERITY = /^(?:LOW|MEDIUM|HIGH|CRITICAL|INFO|OFF|NONE)$/i;

/** Checkov takes it for a regular expression; what is a plain path is one for us, and the rest is left alone. */
function filesBelow(path: string): readonly string[] | undefined {
  const plain = path
    .replace(/^\^?\.?\/?/, '')
    .replace(/(?:\/(?:\.\*)?|\$)$/, '')
    .replaceAll('\\.', '.');
  return /^[\w./ -]+$/.test(plain) ? [plain, `${plain}/**`, `**/${plain}`, `**/${plain}/**`] : undefined;
}

/** `failed_checks: [{ file: /main.tf, findings: [{ resource: aws_s3_bucket.logs, check_ids: [CKV_AWS_18] }] }]` */
function baselineEntries(root: ReturnType<typeof rootOf>): readonly IgnoreEntry[] {
  return mappingsAt(root, 'failed_checks').flatMap(inFile => {
    const path = textOfNode(valueAt(inFile, 'file'));
    if (path === undefined) return [];
    return mappingsAt(inFile, 'findings').flatMap(finding => {
      const names = itemsAt(finding, 'check_ids').map(({ text }) => text);
      const resource = textOfNode(valueAt(finding, 'resource'));
      if (resource === undefined || names.length === 0) return [];
      const reason = 'in the baseline';
      return [
        {
          origin: 'checkov',
          names,
          reason,
          files: [literal(path)],
          resources: [address(resource)],
          span: finding.span,
        },
      ];
    });
  });
}

/** `AWS::S3::Bucket.Logs` is the resource `Logs` of a template. */
function address(resource: string): ReturnType<typeof nameGlob> {
  const name = resource.replace(/^(?:\w+::)+\w+\./, '');
  return { test: given => given === name };
}

/** Without what a glob would read into it; a name with such characters is then met by more, which no file has. */
function literal(path: string): string {
  return path.replace(/[*{}]/g, '?');
}
