import { assertNever } from '../../engine/core/assertNever.ts';
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
  return `::error file=${inProperty(path)},line=${line},title=${inProperty(title)}::${inMessage(message)}`;
}

/** Escapes the message of a workflow command as `@actions/core` does. */
function inMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes the value of a property of a workflow command, in which a colon and a comma have a meaning. */
function inProperty(text: string): string {
  return inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
