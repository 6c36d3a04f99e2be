import type { DiagnosisReport, MatchReport } from '../../src/scenario/report/diagnosisReport.ts';
import { formatIndex, formatInteger, formatRatio, formatShort } from '../../src/scenario/text/format.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { ErrorReport } from '../../src/scenario/report/runReport.ts';
import type { IconName } from '../ui/Icon.tsx';
import { verdictTitle } from '../ui/verdictTitle.ts';

/** A verdict by icon and words, and what it rests on. */
export interface DiagnosisTitle {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly detail: string;
}

/** The verdict on an output that is explained. */
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
      const detail = `All ${total} elements are right within the rounding of ${name}.`;
      return { ...verdictTitle.rounding, words: `Rounding of ${name}`, detail };
    }
    case 'mismatch': {
      const largest = error === null ? '' : `${largestError(error, dtype)} `;
      const detail = `${largest}${explained(report)}`;
      return { ...verdictTitle.mismatch, detail };
    }
    case 'non-finite': {
      const places = 'Elements are NaN or infinite where they should not be, or the other way round.';
      // With a narrow range that is no mistake.
      const why =
        profile === dtype ? `Overflow of ${name} explains them, its rounding everything else.` : explained(report);
      const detail = `${places} ${why}`;
      return { ...verdictTitle['non-finite'], detail };
    }
    case 'shape-mismatch': {
      const detail = `${report.shape ?? ''} ${explained(report)}`;
      return { words: 'Shape mismatch', icon: 'error', tone: 'failed', detail };
    }
    default: {
      const never: never = verdict;
      throw new Error(`unknown verdict ${String(never)}`);
    }
  }
}

function largestError({ maxAbs, maxAbsAt, boundRatio }: ErrorReport, dtype: ProfileId): string {
  const expected = isEmulated(dtype) ? `Rounding of ${precisionName[dtype]}` : 'Rounding in the call’s dtype';
  const size = maxAbs === null ? '' : `, ${formatShort(maxAbs)} at ${formatIndex(maxAbsAt ?? [])}`;
  // Beyond a thousand times what rounding explains the number says no more.
  const times = boundRatio === null || boundRatio > 1000 ? '' : ` ${formatRatio(boundRatio)} times`;
  return `${expected} cannot explain it: the largest difference${size}, is${times === '' ? ' far' : times} beyond its bound.`;
}

function explained({ matches }: DiagnosisReport): string {
  if (matches.length === 0) return 'Nothing known explains it.';
  if (matches.length === 1) return 'One known mistake reproduces every element.';
  return `${formatInteger(matches.length)} known mistakes reproduce every element.`;
}

/** How well a match reproduces the output. */
export function matchTitle({ maxAbs }: Pick<MatchReport, 'maxAbs'>, total: number): DiagnosisTitle {
  const all = `All ${formatInteger(total)} elements`;
  return maxAbs === 0
    ? { words: 'Exact match', icon: 'pass', tone: 'passed', detail: `${all} equal what this mistake makes.` }
    : {
        words: 'Match within rounding',
        icon: 'pass',
        tone: 'passed',
        detail: `${all} are what this mistake makes, within rounding: ${formatShort(maxAbs)} apart at most.`,
      };
}

/** The diagnosis in a sentence or two, for who listens. */
export function spokenDiagnosis(report: DiagnosisReport): string {
  const { words, detail } = diagnosisTitleOf(report);
  const best = report.matches[0];
  return `${words}. ${detail}${best === undefined ? '' : ` First: ${best.title}.`}`;
}
