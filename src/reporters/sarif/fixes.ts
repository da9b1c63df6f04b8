import type { Fix } from 'sarif';
import type { SourceFix } from '../../model/fix.ts';
import { fixSentence } from '../fixes.ts';
import type { Repository } from '../repository.ts';
import { anchorAt } from './locations.ts';

/**
 * A fix as viewers of SARIF apply it; code scanning does not read it.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317881
 */
export function sarifFix(fix: SourceFix, repository: Repository): Fix {
  const { uri } = anchorAt(fix.edits[0]!.span, repository);
  const replacements = fix.edits.map(({ span, text }) => ({
    deletedRegion: anchorAt(span, repository).region,
    ...(text === '' ? {} : { insertedContent: { text } }),
  }));
  return {
    description: { text: fixSentence(fix) },
    artifactChanges: [{ artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, replacements }],
  };
}
