/** How far a scan is. */
export interface Progress {
  readonly stage: 'reading' | 'evaluating';
  /** Inputs: templates, root modules, plans. */
  readonly done: number;
  readonly total: number;
}
