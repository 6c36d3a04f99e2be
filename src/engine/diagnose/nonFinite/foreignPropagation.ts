import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import { propagationOf } from './propagation.ts';
import { NonFiniteCause } from './nonFiniteCause.ts';

/** What is to be said of an element of an output that some other implementation made. */
export const ForeignKind = {
  /** Finite, and it may be. */
  clean: 0,
  /** Non-finite, as in any implementation: by the definition. */
  defined: 1,
  /** Non-finite, as where an inserted or padded zero is multiplied by a non-finite weight. */
  formulated: 2,
  /** Non-finite without a NaN or an infinity in the call that comes there. */
  unexplained: 3,
  /** Finite, though no sum with the NaN or infinity that comes there is. */
  missing: 4,
} as const;
export type ForeignKind = (typeof ForeignKind)[keyof typeof ForeignKind];

/** Which of an output's non-finite elements are explained by the call's. */
export interface ForeignPropagation {
  /** A {@link ForeignKind} for each element, row-major. */
  readonly outputs: Uint8Array<ArrayBuffer>;
  /** Number of elements of each kind, by its number. */
  readonly kinds: readonly [number, number, number, number, number];
}

/** Elements looked at between two steps. */
const atOnce = 2 ** 20;

/**
 * Sorts the elements of an output of the call's shape. How it was made is not known: a zero times a weight is
 * accepted wherever unfold + matmul multiplies one, which is wherever any formulation does.
 */
export function* foreignPropagationOf(call: Call, geometry: Geometry, actual: Tensor): Steps<ForeignPropagation> {
  const { outputs } = yield* propagationOf(call, geometry, 'unfold-matmul', actual, { most: 0 });
  const kinds: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (let at = 0; at < outputs.length; at++) {
    if (at % atOnce === 0) yield { stage: 'Output to check', done: at, total: outputs.length };
    const kind = judged(outputs[at] as NonFiniteCause, Number.isFinite(actual.data[at]));
    outputs[at] = kind;
    kinds[kind]++;
  }
  return { outputs, kinds };
}

function judged(kind: NonFiniteCause, finite: boolean): ForeignKind {
  switch (kind) {
    case NonFiniteCause.clean:
      return ForeignKind.clean;
    case NonFiniteCause.defined:
      return finite ? ForeignKind.missing : ForeignKind.defined;
    case NonFiniteCause.formulated:
      return finite ? ForeignKind.clean : ForeignKind.formulated;
    case NonFiniteCause.overflow:
      return ForeignKind.unexplained;
    default: {
      const never: never = kind;
      return never;
    }
  }
}
