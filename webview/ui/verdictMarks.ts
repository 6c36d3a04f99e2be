import type { Verdict } from '../../src/engine/compare/comparison.ts';
import type { IconName } from './Icon.tsx';

/** Icon and tone of a verdict; a verdict is never shown by colour alone. Its words are `verdictHeadline`'s. */
export interface VerdictMark {
  readonly icon: IconName;
  /** The class of its colour. */
  readonly tone: string;
}

/** The marks of all verdicts. */
export const verdictMarks: Readonly<Record<Verdict | 'shape-mismatch', VerdictMark>> = {
  exact: { icon: 'pass', tone: 'passed' },
  rounding: { icon: 'pass', tone: 'passed' },
  close: { icon: 'pass', tone: 'passed' },
  mismatch: { icon: 'error', tone: 'failed' },
  'non-finite': { icon: 'warning', tone: 'warned' },
  'shape-mismatch': { icon: 'error', tone: 'failed' },
};
