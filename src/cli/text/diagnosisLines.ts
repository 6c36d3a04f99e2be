import { isRight } from '../../engine/compare/verdict.ts';
import { callCodeLines } from '../../scenario/report/diagnosisMarkdown.ts';
import type { DiagnosisReport, MatchReport } from '../../scenario/report/diagnosisReport.ts';
import { diagnosisHeadline, matchName, otherCallText } from '../../scenario/report/diagnosisWords.ts';
import { isScattered, wherePicture, whereSummary } from '../../scenario/report/whereWords.ts';
import { formatShort } from '../../scenario/text/format.ts';
import { errorLines } from './errorLines.ts';

/**
 * Returns where the errors are, with a picture of the plane; nothing if they are everywhere, or if they are scattered and a
 * mistake explains them.
 */
function whereLines({ where, matches }: DiagnosisReport): readonly string[] {
  if (where === null) return [];
  const needsSummary = where.sentences.length === 0 && matches.length === 0 && isScattered(where);
  const sentences = needsSummary ? [whereSummary(where)] : where.sentences;
  if (sentences.length === 0) return [];
  const picture = where.grid.length > 1 ? wherePicture(where) : [];
  return ['', ...sentences, ...picture.map((line) => `  ${line}`)];
}

/** Returns the call whose output this is, in words and as PyTorch writes it; nothing if it is no other call. */
function callLines(match: MatchReport, hasBias: boolean): readonly string[] {
  const text = otherCallText(match);
  if (text === null || match.call === null) return [];
  return [`  call     ${text}`, ...callCodeLines(match.call, hasBias).map((line) => `           ${line}`)];
}

/** What a diagnosis is of. */
interface Diagnosed {
  readonly what: 'output' | 'gradient';
  /** True if the call has a bias. */
  readonly hasBias: boolean;
}

/** Returns the lines of a diagnosis for people. */
export function diagnosisLines(report: DiagnosisReport, { what, hasBias }: Diagnosed): readonly string[] {
  const { verdict, profile, dtype, matches, shape, ambiguity, error } = report;
  const found = matches.flatMap((match) => [
    '',
    `${match.id}: ${matchName(match)}`,
    ...callLines(match, hasBias),
    `  fix      ${match.fix}`,
    `  differs  by at most ${formatShort(match.maxAbs)} from the ${what} of this mistake`,
  ]);
  const unexplained =
    matches.length === 0 && !isRight(verdict) && profile !== dtype
      ? ['', `No known mistake, and no pair of them, gives this ${what}.`]
      : [];
  return [
    ...(shape === null ? [] : [shape]),
    ...(error === null ? [] : errorLines(error)),
    `${'verdict'.padEnd(14)} ${diagnosisHeadline(report)}`,
    ...found,
    ...(ambiguity === null ? [] : ['', ambiguity]),
    ...unexplained,
    ...whereLines(report),
  ];
}
