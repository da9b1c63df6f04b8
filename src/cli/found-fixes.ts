import { proposeFixes } from '../fix/propose.ts';
import type { ScanResult } from '../model/finding.ts';
import type { InputOptions } from '../read-graph.ts';
import { editableFiles } from './editable-files.ts';

/** The result with the edits that would mend its findings, for reports that show them. */
export function findFixes(result: ScanResult, options: InputOptions): ScanResult {
  const { proposals } = proposeFixes({ ...result, mayEdit: editableFiles(options) });
  const fixes = new Map(proposals.map(({ evaluation, fix }) => [evaluation, fix]));
  return {
    ...result,
    evaluations: result.evaluations.map(evaluation => {
      const fix = fixes.get(evaluation);
      return fix ? { ...evaluation, fix } : evaluation;
    }),
  };
}
