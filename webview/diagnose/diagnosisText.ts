import { type DiagnosisReport, judgedOutputOf, type MatchReport } from '../../src/scenario/report/diagnosisReport.ts';
import { formatIndex, formatInteger, formatRatio, formatShort } from '../../src/scenario/text/format.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { ErrorReport } from '../../src/scenario/report/runReport.ts';
import type { IconName } from '../ui/Icon.tsx';
import { explainsAllText, verdictHeadline } from '../../src/scenario/text/verdictWords.ts';
import { verdictMarks } from '../ui/verdictMarks.ts';

/** A verdict: its title and icon, and a sentence with the reason. */
export interface DiagnosisTitle {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly detail: string;
}

/** Returns the verdict on a diagnosed output. */
export function diagnosisTitleOf(report: DiagnosisReport): DiagnosisTitle {
  const words = verdictHeadline(judgedOutputOf(report), report.matches);
  return { ...verdictMarks[report.verdict], words, detail: detailOf(report) };
}

function detailOf(report: DiagnosisReport): string {
  const { verdict, profile, dtype, error, output, matches } = report;
  const name = precisionName[profile ?? dtype];
  const total = elementCount(output.shape);
  const explained =
    matches.length === 0 ? 'No known mistake, and no pair of them, gives this output.' : explainsAllText(total);
  switch (verdict) {
    case 'exact':
      return `All ${formatInteger(total)} values equal the float64 reference.`;
    case 'rounding':
      return `All ${formatInteger(total)} values are within ${name} rounding of the float64 reference.`;
    case 'mismatch':
      return error === null ? explained : `${explained} ${largestError(error)}`;
    case 'non-finite':
      return profile === dtype
        ? `The values that are not finite are ${name} overflows; all others are within ${name} rounding.`
        : explained;
    case 'shape-mismatch':
      return `${report.shape ?? ''} ${matches.length === 0 ? '' : explained}`.trim();
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** Returns "(Largest difference 4.02 at [0, 1, 7, 22], far beyond its rounding bound.)". */
function largestError({ maxAbs, maxAbsAt, boundRatio }: ErrorReport): string {
  if (maxAbs === null) return '';
  // A ratio above a thousand says no more than "far".
  const excess = boundRatio === null || boundRatio > 1000 ? 'far beyond' : `${formatRatio(boundRatio)} times`;
  return `(Largest difference ${formatShort(maxAbs)} at ${formatIndex(maxAbsAt ?? [])}, ${excess} its rounding bound.)`;
}

/** Says how well a match reproduces the output. */
export function matchTitle({ maxAbs }: Pick<MatchReport, 'maxAbs'>, total: number): DiagnosisTitle {
  const all = `All ${formatInteger(total)} elements`;
  return maxAbs === 0
    ? { words: 'Exact match', icon: 'pass', tone: 'passed', detail: `${all} are exactly what this mistake produces.` }
    : {
        words: 'Match within rounding',
        icon: 'pass',
        tone: 'passed',
        detail: `${all} match this mistake within rounding (max difference ${formatShort(maxAbs)}).`,
      };
}

/** Returns the diagnosis in a few sentences for screen readers; the headline names the best match. */
export function spokenDiagnosis(report: DiagnosisReport): string {
  const { words, detail } = diagnosisTitleOf(report);
  return `${words}. ${detail}`;
}
