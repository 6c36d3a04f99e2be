import { assertNever } from '../../core/assertNever.ts';
import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import { propagationOf } from './propagation.ts';
import { NonFiniteCause } from './nonFiniteCause.ts';

/** Classifies an element of an output that another implementation computed. */
export const ForeignKind = {
  /** Finite, as allowed. */
  clean: 0,
  /** Non-finite by the definition, as in any implementation. */
  defined: 1,
  /** Non-finite because an inserted or padded zero meets a non-finite weight. */
  formulated: 2,
  /** Non-finite although no NaN or infinity of the call reaches it. */
  unexplained: 3,
  /**
   * Finite although a NaN or infinity of the call reaches the element. No correct implementation gives a finite result
   * there.
   */
  missing: 4,
} as const;
export type ForeignKind = (typeof ForeignKind)[keyof typeof ForeignKind];

/** Which non-finite elements of an output the call explains. */
export interface ForeignPropagation {
  /** A {@link ForeignKind} for each element, row-major. */
  readonly outputs: Uint8Array<ArrayBuffer>;
  /** Number of elements of each kind, indexed by {@link ForeignKind}. */
  readonly kinds: readonly [number, number, number, number, number];
}

/** Elements between two progress steps. */
const atOnce = 2 ** 20;

/**
 * Classifies the elements of an output of the call's shape. The way it was computed is unknown, so a zero times a weight
 * is accepted wherever unfold + matmul multiplies one, which covers every formulation.
 */
export function* foreignPropagationOf(call: Call, geometry: Geometry, actual: Tensor): Steps<ForeignPropagation> {
  const { outputs } = yield* propagationOf(call, geometry, 'unfold-matmul', actual, { most: 0 });
  const kinds: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (let at = 0; at < outputs.length; at++) {
    if (at % atOnce === 0) yield { stage: 'Output to check', done: at, total: outputs.length };
    const kind = foreignKindOf(outputs[at] as NonFiniteCause, Number.isFinite(actual.data[at]));
    outputs[at] = kind;
    kinds[kind]++;
  }
  return { outputs, kinds };
}

function foreignKindOf(kind: NonFiniteCause, finite: boolean): ForeignKind {
  switch (kind) {
    case NonFiniteCause.clean:
      return ForeignKind.clean;
    case NonFiniteCause.defined:
      return finite ? ForeignKind.missing : ForeignKind.defined;
    case NonFiniteCause.formulated:
      return finite ? ForeignKind.clean : ForeignKind.formulated;
    case NonFiniteCause.overflow:
      return ForeignKind.unexplained;
    default:
      return assertNever(kind, 'cause');
  }
}
