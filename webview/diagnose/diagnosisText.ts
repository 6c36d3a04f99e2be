import type { DiagnosisReport, MatchReport } from '../../src/scenario/report/diagnosisReport.ts';
import { formatIndex, formatInteger, formatRatio, formatShort } from '../../src/scenario/text/format.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { ErrorReport } from '../../src/scenario/report/runReport.ts';
import type { IconName } from '../ui/Icon.tsx';
import { verdictTitle } from '../ui/verdictTitle.ts';

/** A verdict: its title and icon, and a sentence with the reason. */
export interface DiagnosisTitle {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly detail: string;
}

/** Returns the verdict on a diagnosed output. */
export function diagnosisTitleOf(report: DiagnosisReport): DiagnosisTitle {
  const { verdict, profile, dtype, error, output } = report;
  const name = precisionName[profile ?? dtype];
  const total = formatInteger(elementCount(output.shape));
  switch (verdict) {
    case 'exact':
      return {
        ...verdictTitle.exact,
        detail: `All ${total} elements equal the float64 reference.`,
      };
    case 'rounding': {
      const detail = `All ${total} elements are correct within ${name} rounding.`;
      return { ...verdictTitle.rounding, words: `Rounding of ${name}`, detail };
    }
    case 'mismatch': {
      const largest = error === null ? '' : `${largestError(error, dtype)} `;
      const detail = `${largest}${explained(report)}`;
      return { ...verdictTitle.mismatch, detail };
    }
    case 'non-finite': {
      const places = 'Some elements differ from the expected output in being NaN or infinite.';
      // In a precision with a narrow range an overflow is no mistake.
      const why =
        profile === dtype
          ? `These are ${name} overflows; everything else is within ${name} rounding.`
          : explained(report);
      const detail = `${places} ${why}`;
      return { ...verdictTitle['non-finite'], detail };
    }
    case 'shape-mismatch': {
      const detail = `${report.shape ?? ''} ${explained(report)}`;
      return { words: 'Shape mismatch', icon: 'error', tone: 'failed', detail };
    }
    default:
      return assertNever(verdict, 'verdict');
  }
}

function largestError({ maxAbs, maxAbsAt, boundRatio }: ErrorReport, dtype: ProfileId): string {
  const rounding = isEmulated(dtype) ? `Rounding to ${precisionName[dtype]}` : 'Rounding to the call’s dtype';
  const size = maxAbs === null ? '' : `, ${formatShort(maxAbs)} at ${formatIndex(maxAbsAt ?? [])}`;
  // A ratio above a thousand says no more than "far".
  const excess = boundRatio === null || boundRatio > 1000 ? 'far beyond' : `${formatRatio(boundRatio)} times`;
  return `${rounding} cannot explain it: the largest difference${size}, is ${excess} its bound.`;
}

function explained({ matches }: DiagnosisReport): string {
  if (matches.length === 0) return 'No known mistake explains it.';
  if (matches.length === 1) return 'One known mistake reproduces every element.';
  return `${formatInteger(matches.length)} known mistakes reproduce every element.`;
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

/** Returns the diagnosis in a few sentences for screen readers. */
export function spokenDiagnosis(report: DiagnosisReport): string {
  const { words, detail } = diagnosisTitleOf(report);
  const best = report.matches[0];
  return `${words}. ${detail}${best === undefined ? '' : ` Best match: ${best.title}.`}`;
}
