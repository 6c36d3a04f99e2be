import type { Params } from '../../core/call.ts';
import type { Steps } from '../../core/steps.ts';
import type { Shape } from '../../core/tensor.ts';
import { fillMarker, type OutputArrangement, type Predicted } from '../../diagnose/model/hypothesis.ts';
import { type GradientPlan, sumsOf } from './gradientPlan.ts';
import type { GradientRounding } from './gradientRounding.ts';
import { type PlaneSums, type Sum, sumReader, wholeSums } from './planeSums.ts';

/** What a mistaken implementation of a gradient computes. */
export interface GradientHypothesis {
  /** The variant, for example "height" or "divided by N = 8"; "" if the mistake has only one. */
  readonly detail: string;
  readonly plan: GradientPlan;
  /** Other sums than those of the plan, with their shape in {@link arranged}. */
  readonly sums?: PlaneSums;
  /** How the elements are taken from the sums, if they have other places. */
  readonly arranged?: OutputArrangement;
  /** Factor applied to every element. */
  readonly scale?: number;
  /** The relative error that {@link scale} may have, if it was fitted to the gradient to explain. */
  readonly scaleError?: number;
  /** The largest magnitude of an element; larger ones are cut off. */
  readonly limit?: number;
  /** What is added to the element at a flat index, and how far that may be off. */
  readonly added?: (at: number) => Predicted;
  /** Number of values of the gradient to explain that chose the variant. */
  readonly fitted?: number;
  /** True if the variant takes its shape from the gradient to explain. */
  readonly hasGivenShape?: true;
  /** Returns the same variant for the right plan of other tensors, if the gradient to explain chose the variant. */
  readonly again?: (plan: GradientPlan) => GradientHypothesis;
  /** The parameters with which the definition gives this gradient, if the variant is such a call. */
  readonly params?: Params;
}

/** The gradient that a hypothesis predicts. */
export interface GradientPrediction {
  readonly shape: Shape;
  /** Predicts one element from its own terms. */
  readonly at: (at: number) => Predicted;
  /** Predicts every element. */
  readonly whole: () => Steps<(at: number) => Predicted>;
}

/** Returns the shape of what a plan computes. */
function shapeOfPlan({ of, call, h, w }: GradientPlan): Shape {
  const { n, cin, cout, coutPerGroup, batched } = call.geometry;
  switch (of) {
    case 'input': {
      const shape = [cin, h.inputSize, w.inputSize];
      return batched ? [n, ...shape] : shape;
    }
    case 'weight':
      return [cin, coutPerGroup, h.taps, w.taps];
    case 'bias':
      return [cout];
  }
}

/** Returns the prediction of a hypothesis. `whole` gives the elements of a plan if they are known already. */
export function predictGradient(
  hypothesis: GradientHypothesis,
  { bound, roundoff }: GradientRounding,
  whole: (plan: GradientPlan) => ((at: number) => Sum) | undefined = () => undefined,
): GradientPrediction {
  const { plan, arranged, scale = 1, scaleError = 0, added, limit = Infinity } = hypothesis;
  const sums = hypothesis.sums ?? sumsOf(plan);
  const predicted = (sum: Sum, at: number): Predicted => {
    const more = added?.(at) ?? { value: 0, bound: 0 };
    const value = sum.value * scale + more.value;
    // A factor and a summand each bring a rounding.
    const factored = scale === 1 ? 0 : (2 * roundoff + scaleError) * Math.abs(sum.value * scale);
    const plus = added === undefined ? 0 : more.bound + 2 * roundoff * (Math.abs(value) + Math.abs(more.value));
    const cut = Math.min(limit, Math.max(-limit, value));
    return { value: cut, bound: bound(sum) * Math.abs(scale) + factored + plus };
  };
  const arrange =
    (read: (at: number) => Sum) =>
    (at: number): Predicted => {
      const source = arranged === undefined ? at : arranged.source(at);
      return source === fillMarker.zero ? { value: 0, bound: 0 } : predicted(read(source), at);
    };
  const known = hypothesis.sums === undefined ? whole(plan) : undefined;
  return {
    shape: arranged?.shape ?? shapeOfPlan(plan),
    at: arrange(known ?? sumReader(sums)),
    *whole() {
      return arrange(known ?? (yield* wholeSums(sums)));
    },
  };
}
