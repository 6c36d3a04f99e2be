import { assertNever } from '../../engine/core/assertNever.ts';
import { workflowCommand } from '../../scenario/text/workflowCommand.ts';
import { causeOf, type CheckedFile } from './checkedFile.ts';

/**
 * Returns a workflow command for each wrong output and each document that could not be checked. GitHub Actions shows
 * them as annotations at the line of `actual`.
 */
export function githubAnnotations(files: readonly CheckedFile[]): readonly string[] {
  return files.flatMap((file) => {
    const { outcome } = file;
    switch (outcome.kind) {
      case 'answered': {
        const { passed, headline } = outcome.output;
        return passed ? [] : [annotation(file, headline, causeOf(outcome.output).join('\n'))];
      }
      case 'refused':
        return [annotation(file, 'The output could not be checked', outcome.reason)];
      case 'skipped':
        return [];
      default:
        return assertNever(outcome, 'outcome');
    }
  });
}

function annotation({ path, line }: CheckedFile, title: string, message: string): string {
  return workflowCommand('error', { file: path, line }, title, message);
}
