import type { Call } from '../../core/call.ts';
import { unitRoundoff } from '../../rounding/bound.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import { elementBoundsOf } from '../../precision/elementBound.ts';
import { enteringRoundingOf } from '../../precision/enteringRounding.ts';
import type { Profile } from '../../precision/profiles.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType } from '../../core/tensor.ts';

/** The properties of a predicted element that decide how far a correct computation may be off. */
export interface PredictedElement {
  readonly value: number;
  /** Σ|w||x| + |b|, summed in `summed`. */
  readonly magnitude: number;
  readonly summed: DType;
  readonly terms: number;
  readonly bias: number | null;
}

/** The rounding of an emulated precision, for anything computed from a call's values. */
export interface EmulatedRounding {
  readonly bound: (element: PredictedElement) => number;
  /** u, the unit roundoff of the stored format. */
  readonly roundoff: number;
}

/**
 * Returns the {@link EmulatedRounding} of a call. It also covers mistakes: they use other elements of the call, but no
 * larger values.
 */
export function* emulatedRoundingOf(call: Call, profile: Profile): Steps<EmulatedRounding> {
  const entering = yield* enteringRoundingOf(call, profile);
  const { input, weight, dtype } = call;
  const largest = {
    inputs: largestFinite(input, 0, input.data.length),
    weights: largestFinite(weight, 0, weight.data.length),
  };
  const boundsFor = (summed: DType) => elementBoundsOf({ entering, profile, dtype, summed });
  const bounds = { float32: boundsFor('float32'), float64: boundsFor('float64') };
  return {
    bound: ({ summed, ...element }) => bounds[summed].bound({ ...element, largest }),
    roundoff: profile.output.roundoff,
  };
}

/** Returns the unit roundoff of what an output stores: that of the emulated precision, or else of the call. */
export function storedRoundoff({
  call,
  rounding,
}: {
  readonly call: Pick<Call, 'dtype'>;
  readonly rounding?: EmulatedRounding | undefined;
}): number {
  return rounding?.roundoff ?? unitRoundoff(call.dtype);
}
