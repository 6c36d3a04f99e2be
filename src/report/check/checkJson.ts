import { assertNever } from '../../engine/core/assertNever.ts';
import { countsOf, type CheckedFile } from './checkedFile.ts';

/** Returns checks as an object for `JSON.stringify`: the counts, then each document with its diagnosis or its reason. */
export function checkJson(files: readonly CheckedFile[]): object {
  return { ...countsOf(files), files: files.map(fileJson) };
}

function fileJson({ path, line, outcome }: CheckedFile): object {
  switch (outcome.kind) {
    case 'answered': {
      const { passed, headline, detail, fix, report } = outcome.output;
      return { file: path, line, status: passed ? 'passed' : 'failed', headline, detail, fix, diagnosis: report };
    }
    case 'refused':
      return { file: path, line, status: 'error', reason: outcome.reason };
    case 'skipped':
      return { file: path, line, status: 'skipped' };
    default:
      return assertNever(outcome, 'outcome');
  }
}
