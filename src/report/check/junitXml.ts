import { assertNever } from '../../engine/core/assertNever.ts';
import { escapedAttribute, escapedMarkup } from '../text/markup.ts';
import { causeOf, countsOf, type CheckedFile } from './checkedFile.ts';

const suite = 'convt check';

/**
 * Returns checks as a JUnit report in the form that Jenkins' `junit-10.xsd` prescribes and GitLab, GitHub actions and
 * Azure Pipelines read. It names no time and no machine: the same outputs give the same bytes.
 */
export function junitXml(files: readonly CheckedFile[]): string {
  const { failed, errors, skipped } = countsOf(files);
  const counts = `tests="${files.length}" failures="${failed}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${suite}" ${counts}>`,
    `  <testsuite name="${suite}" ${counts} skipped="${skipped}">`,
    ...files.flatMap(caseLines),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseLines({ path, line, outcome }: CheckedFile): readonly string[] {
  // The schema has no attribute for a place, so the text begins with it, as that of a compiler does.
  const place = `${path}:${line}`;
  const named = `    <testcase name="${escapedAttribute(path)}" classname="${suite}"`;
  const within = (element: string): readonly string[] => [`${named}>`, `      ${element}`, '    </testcase>'];
  switch (outcome.kind) {
    case 'answered': {
      const { passed, headline, report } = outcome.output;
      if (passed) return [`${named} />`];
      const type = escapedAttribute(report.matches[0]?.id ?? report.verdict);
      const text = escapedMarkup([place, headline, ...causeOf(outcome.output)].join('\n'));
      return within(`<failure message="${escapedAttribute(headline)}" type="${type}">${text}</failure>`);
    }
    case 'refused': {
      const { reason } = outcome;
      const text = escapedMarkup(`${place}\n${reason}`);
      return within(`<error message="${escapedAttribute(reason)}" type="refused">${text}</error>`);
    }
    case 'skipped':
      return within('<skipped message="names no output to check" />');
    default:
      return assertNever(outcome, 'outcome');
  }
}
