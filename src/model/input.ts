import type { Diagnostic } from './diagnostic.ts';
import type { InputInfo, Resource } from './resource.ts';
import type { SourceFile } from './source.ts';

/** What a front end makes of one input. */
export interface Input {
  readonly info: InputInfo;
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read for it, for suppression comments and the count in the report. */
  readonly files: readonly SourceFile[];
}
