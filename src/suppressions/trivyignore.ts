import type { SourceFile } from '../model/source.ts';
import type { Directive } from './directive.ts';

/**
 * The lines of a `.trivyignore`: `AWS-0080 exp:2027-01-31`, for the whole repository; the comment above is the reason.
 * https://trivy.dev/latest/docs/configuration/filtering/#trivyignore
 */
export function trivyIgnoreDirectives(file: SourceFile): readonly Directive[] {
  const directives: Directive[] = [];
  let start = 0;
  let comment = '';
  for (const line of file.text.split('\n')) {
    const text = line.trim();
    const [name, ...settings] = text.replace(/\s#.*$/, '').split(/\s+/);
    if (text.startsWith('#')) comment = text.replace(/^#+\s*/, '');
    else if (name) {
      directives.push({
        kind: 'file',
        origin: 'trivy',
        names: [name],
        reason: comment,
        expires: settings.find(each => each.startsWith('exp:'))?.slice('exp:'.length),
        span: { file, start, end: start + line.trimEnd().length },
        scope: { kind: 'globs', files: [], resources: [] },
      });
    } else comment = '';
    start += line.length + 1;
  }
  return directives;
}
