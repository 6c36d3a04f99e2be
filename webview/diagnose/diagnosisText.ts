import type { DiagnosisReport, MatchReport } from '../../src/scenario/report/diagnosisReport.ts';
import { wordsOfDiagnosis, type WrongElement } from '../../src/scenario/report/diagnosisWords.ts';
import { formatInteger, formatShort } from '../../src/scenario/text/format.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { indexAt } from '../../src/engine/core/flatIndex.ts';
import type { IconName } from '../ui/Icon.tsx';
import { verdictTitle, verdictWords } from '../ui/verdictTitle.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';

/** A verdict: its title and icon, and a sentence with the reason. */
export interface DiagnosisTitle {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly detail: string;
}

/** The verdict on a diagnosed output, with the answer in one sentence. */
export interface DiagnosisAnswer extends DiagnosisTitle {
  readonly headline: string;
}

/** Returns the verdict on a diagnosed output; see {@link wordsOfDiagnosis}. */
export function answerOfDiagnosis(report: DiagnosisReport, nonFinite: WrongElement | null): DiagnosisAnswer {
  return { ...titleOf(report), ...wordsOfDiagnosis(report, nonFinite) };
}

function titleOf({ verdict, profile, dtype }: DiagnosisReport): Omit<DiagnosisTitle, 'detail'> {
  switch (verdict) {
    case 'exact':
    case 'mismatch':
    case 'non-finite':
      return verdictTitle[verdict];
    case 'rounding':
      return { ...verdictTitle.rounding, words: verdictWords('rounding', profile ?? dtype) };
    case 'shape-mismatch':
      return { words: 'Wrong shape', icon: 'error', tone: 'failed' };
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** Returns the element of a diagnosed output at a flat index with its correct value; null for no index. */
export function wrongElementAt(
  { actual, expected }: Pick<CurrentDiagnosis, 'actual' | 'expected'>,
  at: number | null,
): WrongElement | null {
  if (at === null) return null;
  const [yours, correct] = [actual.data[at] as number, expected.data[at] as number];
  return { index: indexAt(actual.shape, at), yours, correct };
}

/** Says how well a match reproduces the output. */
export function matchTitle({ maxAbs }: Pick<MatchReport, 'maxAbs'>, total: number): DiagnosisTitle {
  const all = `All ${formatInteger(total)} values`;
  return maxAbs === 0
    ? { words: 'Exact match', icon: 'pass', tone: 'passed', detail: `${all} are exactly what this mistake gives.` }
    : {
        words: 'Match within rounding',
        icon: 'pass',
        tone: 'passed',
        detail: `${all} are what this mistake gives, within rounding (largest difference ${formatShort(maxAbs)}).`,
      };
}

/** Returns the diagnosis in a few sentences for screen readers. */
export function spokenDiagnosis(report: DiagnosisReport, nonFinite: WrongElement | null): string {
  const { words, headline, detail } = answerOfDiagnosis(report, nonFinite);
  const [best] = report.matches;
  const fix = best === undefined ? [] : [`Fix: ${best.fix}`];
  return [`${words}.`, headline, detail, ...fix].filter((part) => part !== '').join(' ');
}

/** Names the diagnosed output: its file, or that it was made on purpose. */
export function outputName({ subject, file }: Pick<CurrentDiagnosis, 'subject' | 'file'>): string {
  return subject.made === undefined ? file : 'Output with a mistake made on purpose';
}

/** The lines to copy as a fix: the corrected code, or the fix in a sentence if no code expresses it. */
export function copiedFix({ explanation, report }: Pick<CurrentDiagnosis, 'explanation' | 'report'>): string {
  const [best] = report.matches;
  const code = explanation !== null && explanation.row.key === best?.id ? explanation.code : [];
  const lines = code.flatMap((diff) => diff.filter(({ sign }) => sign !== '-').map(({ text }) => text));
  return lines.length === 0 ? (best?.fix ?? '') : `${lines.join('\n')}\n`;
}
