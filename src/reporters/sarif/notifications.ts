import type { Notification } from 'sarif';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { compareText } from '../report.ts';
import type { Repository } from '../repository.ts';
import { anchorAt, uriOf } from './locations.ts';

/**
 * What could not be analysed, as the tool's own messages, in an order that does not depend on the working directory.
 */
export function notificationsOf(diagnostics: readonly Diagnostic[], repository: Repository): Notification[] {
  const keyed = diagnostics.map(diagnostic => ({ diagnostic, uri: uriOf(diagnostic.span.file.path, repository) }));
  keyed.sort((a, b) => compareText(a.uri, b.uri) || a.diagnostic.span.start - b.diagnostic.span.start);
  return keyed.map(({ diagnostic }) => notificationOf(diagnostic, repository));
}

function notificationOf(diagnostic: Diagnostic, repository: Repository): Notification {
  const { uri, region } = anchorAt(diagnostic.span, repository);
  const advice = diagnostic.advice === undefined ? '' : ` ${diagnostic.advice}`;
  return {
    level: diagnostic.severity,
    message: { text: `${diagnostic.message.replace(/[.]?$/, '.')}${advice}` },
    descriptor: { id: diagnostic.code },
    locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }],
  };
}
