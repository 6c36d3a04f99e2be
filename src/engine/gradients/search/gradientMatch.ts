import type { Mistake } from '../../diagnose/model/mistake.ts';
import type { GradientMistake } from '../mistakes/gradientMistake.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';

/** One mistake, or two together, that reproduces every element of a gradient. */
export interface GradientMatch {
  /** The known mistakes; a precision has an entry of the outputs' catalogue. */
  readonly mistakes: readonly (GradientMistake | Mistake)[];
  /** The variant; "" if the mistakes have only one. */
  readonly detail: string;
  /** Largest difference between the gradient and the mistake's. */
  readonly maxAbs: number;
  readonly hypothesis: GradientHypothesis;
  /** For two mistakes, the first on its own. */
  readonly firstHypothesis?: GradientHypothesis;
}
