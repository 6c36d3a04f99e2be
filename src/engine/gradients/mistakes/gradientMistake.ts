import type { Float64Tensor, Tensor } from '../../core/tensor.ts';
import type { Mistake } from '../../diagnose/model/mistake.ts';
import type { GradientCall, GradientKind } from '../sums/gradientCall.ts';
import type { GradientPlan } from '../sums/gradientPlan.ts';
import type { Sum } from '../sums/planeSums.ts';
import type { GradientRounding } from '../sums/gradientRounding.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';

/** A gradient that some implementation computed, with the right one. */
export interface GradientTarget {
  readonly call: GradientCall;
  /** The gradient to explain; its shape may differ from the right one's. */
  readonly actual: Tensor;
  readonly reference: Float64Tensor;
  /** Reads the sums of the right gradient. */
  readonly right: (at: number) => Sum;
  readonly rounding: GradientRounding;
}

/** The part of a computation that a mistake is about. Two mistakes about different parts may come together. */
export type MistakenPart = 'kernel' | 'parameters' | 'channels' | 'images' | 'sums' | 'layout' | 'scale';

/** A known mistake in a gradient. */
export interface GradientMistake extends Pick<Mistake, 'id' | 'title' | 'fix'> {
  /** The gradients in which it is made. */
  readonly of: readonly GradientKind[];
  readonly part: MistakenPart;
  /** True if it contains other mistakes, so that it is tried only if none before it explains the gradient. */
  readonly isGeneral?: true;
  /** True if it is never combined with another mistake. */
  readonly isAlone?: true;
  /**
   * Returns the number of variants that {@link hypotheses} compares with single elements before it yields the few that
   * fit; 0 if omitted.
   */
  readonly alternatives?: (target: GradientTarget) => number;
  /** Yields what the mistake makes of a plan, right or mistaken already; nothing if it changes nothing. */
  readonly hypotheses: (plan: GradientPlan, target: GradientTarget) => Iterable<GradientHypothesis>;
}
