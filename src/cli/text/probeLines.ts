import { formatIndex, formatInteger } from '../../scenario/text/format.ts';
import type { ProbeReport } from '../../scenario/report/probeReport.ts';
import { differenceSentence, probedTermLines, type TermSide, termSides } from '../../scenario/report/probedTerms.ts';
import { columns } from './columns.ts';

/** The most terms of an element that are printed. The JSON output has all. */
const mostTerms = 8;

/** Returns the lines of a probe for people. */
export function probeLines({ headline, sentences, first, runs }: ProbeReport): readonly string[] {
  const count = Object.values(runs).reduce((sum, each) => sum + each, 0);
  return [
    headline,
    ...sentences,
    ...(first === null
      ? []
      : [
          '',
          `First element that differs: y${formatIndex(first.index)}. ${differenceSentence(first)}`,
          ...termSides(first).flatMap(sideLines),
        ]),
    '',
    `${formatInteger(count)} run${count === 1 ? '' : 's'} of the command.`,
  ];
}

/** Returns the dot product of one side: a term per column, a step of the arithmetic per line. */
function sideLines({ who, terms, value, bias }: TermSide): readonly string[] {
  const shown = terms.slice(0, mostTerms);
  const title = who === 'definition' ? 'required' : 'yours';
  const more = terms.length > shown.length ? `, the first ${shown.length} of ${terms.length} terms` : '';
  const head = `${title}: ${value}${bias === null ? '' : ` + ${bias}`}${more}`;
  if (shown.length === 0) return ['', head, '  no products'];
  const marks = shown.map(({ isShared }, at) => (isShared ? String(at) : `${at} ≠`));
  const rows = [['term', ...marks], ...probedTermLines(shown).map(({ name, cells }) => [name, ...cells])];
  return ['', head, ...columns(rows).map((line) => `  ${line}`)];
}
