import type { Notification } from 'sarif';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Repository } from '../repository.ts';
import { anchorAt } from './locations.ts';

/** What could not be analysed, as the tool's own message. */
export function notificationOf(diagnostic: Diagnostic, repository: Repository): Notification {
  const { uri, region } = anchorAt(diagnostic.span, repository);
  const advice = diagnostic.advice === undefined ? '' : ` ${diagnostic.advice}`;
  return {
    level: diagnostic.severity,
    message: { text: `${diagnostic.message.replace(/[.]?$/, '.')}${advice}` },
    descriptor: { id: diagnostic.code },
    locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }],
  };
}
