import type { Call } from '../../core/call.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import { elementBoundsOf } from '../../precision/elementBound.ts';
import { enteringOf } from '../../precision/entering.ts';
import type { Profile } from '../../precision/profiles.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType } from '../../core/tensor.ts';

/** What of a predicted element decides how far a correct computation of it may be off. */
export interface PredictedElement {
  readonly value: number;
  /** Σ|w||x| + |b|, summed in `summed`. */
  readonly magnitude: number;
  readonly summed: DType;
  readonly terms: number;
  readonly bias: number | null;
}

/** The rounding of a precision that is emulated, for whatever is computed from a call's numbers. */
export interface EmulatedRounding {
  readonly bound: (element: PredictedElement) => number;
  /** u of what is stored. */
  readonly roundoff: number;
}

/** {@link EmulatedRounding} of a call: a mistake takes its numbers from elsewhere in it, but makes no larger ones. */
export function* emulatedRoundingOf(call: Call, profile: Profile): Steps<EmulatedRounding> {
  const entering = yield* enteringOf(call, profile);
  const { input, weight, dtype } = call;
  const largest = {
    inputs: largestFinite(input, 0, input.data.length),
    weights: largestFinite(weight, 0, weight.data.length),
  };
  const of = (summed: DType) => elementBoundsOf({ entering, profile, dtype, summed });
  const bounds = { float32: of('float32'), float64: of('float64') };
  return {
    bound: ({ summed, ...element }) => bounds[summed].bound({ ...element, largest }),
    roundoff: profile.output.roundoff,
  };
}
