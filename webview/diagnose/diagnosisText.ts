import type { DiagnosisReport, MatchReport } from '../../src/scenario/report/diagnosisReport.ts';
import { wordsOfDiagnosis, type WrongElement } from '../../src/scenario/report/diagnosisWords.ts';
import { formatInteger, formatShort } from '../../src/scenario/text/format.ts';
import { fixText } from '../../src/scenario/text/verdictWords.ts';
import type { IconName } from '../ui/Icon.tsx';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';

/** A verdict on a match: its title and icon, and a sentence with the reason. */
export interface DiagnosisTitle {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly detail: string;
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
  const { headline, detail } = wordsOfDiagnosis(report, nonFinite);
  const [best] = report.matches;
  return `${headline}. ${detail}${best === undefined ? '' : ` ${fixText(best)}`}`.trim();
}

/** Names the diagnosed output: its file, or that it was made on purpose. */
export function outputName({ subject, file }: Pick<CurrentDiagnosis, 'subject' | 'file'>): string {
  return subject.made === undefined ? file : 'Output with a mistake made on purpose';
}

/** Returns the lines to copy as a fix: the corrected code, or the fix in a sentence if no code expresses it. */
export function copiedFix({ explanation, report }: Pick<CurrentDiagnosis, 'explanation' | 'report'>): string {
  const [best] = report.matches;
  const code = explanation !== null && explanation.row.key === best?.id ? explanation.code : [];
  const lines = code.flatMap((diff) => diff.filter(({ sign }) => sign !== '-').map(({ text }) => text));
  return lines.length === 0 ? (best?.fix ?? '') : `${lines.join('\n')}\n`;
}
