import { isRight } from '../../engine/compare/verdict.ts';
import { keywordsOf } from '../../scenario/report/diagnosisMarkdown.ts';
import { type DiagnosisReport, judgedOutputOf } from '../../scenario/report/diagnosisReport.ts';
import { matchName } from '../../scenario/report/diagnosisWords.ts';
import { wherePicture } from '../../scenario/report/whereWords.ts';
import { formatShort } from '../../scenario/text/format.ts';
import { verdictHeadline } from '../../scenario/text/verdictWords.ts';
import { errorLines } from './errorLines.ts';

/** Returns where the errors are, with a picture of the plane; nothing if they are everywhere. */
function whereLines({ where }: DiagnosisReport): readonly string[] {
  if (where === null || where.sentences.length === 0) return [];
  const picture = where.grid.length > 1 ? wherePicture(where) : [];
  return ['', ...where.sentences, ...picture.map((line) => `  ${line}`)];
}

/** Returns the lines of a diagnosis for people. `what` was checked. */
export function diagnosisLines(report: DiagnosisReport, what: 'output' | 'gradient' = 'output'): readonly string[] {
  const { verdict, profile, dtype, matches, shape, ambiguity, error } = report;
  const found = matches.flatMap(({ id, title, detail, fix, maxAbs, call }) => [
    '',
    `${id}: ${title}${detail === '' ? '' : ` (${detail})`}`,
    ...(call === null
      ? []
      : [
          `  call     yours is ${what === 'gradient' ? 'the gradient of ' : ''}conv_transpose2d with ${keywordsOf(call).join(', ') || 'the default parameters'}`,
        ]),
    `  fix      ${fix}`,
    `  differs  by at most ${formatShort(maxAbs)} from the ${what} of this mistake`,
  ]);
  const named = matches.map((match) => ({ title: matchName(match), fix: match.fix }));
  const unexplained =
    matches.length === 0 && !isRight(verdict) && profile !== dtype
      ? ['', `No known mistake, and no pair of them, gives this ${what}.`]
      : [];
  return [
    ...(shape === null ? [] : [shape]),
    ...(error === null ? [] : errorLines(error)),
    `${'verdict'.padEnd(14)} ${verdictHeadline(judgedOutputOf(report), named)}`,
    ...found,
    ...(ambiguity === null ? [] : ['', ambiguity]),
    ...unexplained,
    ...whereLines(report),
  ];
}
