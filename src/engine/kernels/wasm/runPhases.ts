import type { Call } from '../../core/call.ts';
import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { landingCount } from '../../geometry/window.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType, Tensor } from '../../core/tensor.ts';
import { type DirectPlan, directPlanOf, isDirect } from './direct/directPlan.ts';
import { giveInstance, takeInstance } from './memory/instance.ts';
import { outputFor } from './memory/outputFor.ts';
import type { PhaseRun } from './memory/phaseRun.ts';
import { type PhasePlan, planOf } from './phases/plan.ts';
import { runDirect } from './direct/runDirect.ts';
import { runPasses } from './phases/runPasses.ts';
import { kernelsFor } from './memory/typedKernels.ts';

/** Above this the kernels' 32-bit places would not do. */
const largestMemory = 2 ** 30;
/** More multiplications by zeros for each real one than this and the loops, which make none, are faster. */
const mostPadding = 32;
/** A plan looks at every tap of every stride phase of an axis; more than this and it would take longer than the call. */
const mostTapsOfPhases = 2 ** 15;
/** So few multiply-adds (microseconds) that it does not matter. */
const littleWork = 2 ** 18;

/**
 * The sums of the sub-pixel formulation by the WebAssembly kernels, with the same bits as its own
 * loops: each output element is summed over (ci, the phase's taps in rotated row-major order),
 * every product and sum rounded. The kernels also multiply the padding's zeros by weights, which
 * adds ±0 to sums that are never −0 and hence nothing, as long as all weights are finite.
 *
 * null where they cannot do it: no WebAssembly SIMD, weights that are not finite, too large for
 * them, or so much padding that the loops, which multiply none of it, are faster.
 */
export function* runPhases(call: Call, geometry: Geometry, how: PhaseRun): Steps<Tensor | null> {
  const planned = planFor(geometry, call.dtype, how.dtype);
  if (planned === null || !biasServes(call, how)) return null;
  const instance = takeInstance(planned.plan.size);
  if (instance === null) return null;
  const kernels = kernelsFor(instance, call.dtype, how.dtype);
  const output = outputFor(geometry, how);
  const done =
    planned.kind === 'direct'
      ? yield* runDirect(kernels, call, geometry, planned.plan, how, output)
      : yield* runPasses(kernels, call, geometry, planned.plan, how, output);
  giveInstance(instance);
  return done ? output : null;
}

/** Bytes the kernels take for a call beside its tensors and the output; 0 where they are not used. */
export function workingBytesPhases(geometry: Geometry, from: DType, to: DType): number {
  return planFor(geometry, from, to)?.plan.size ?? 0;
}

type Planned =
  { readonly kind: 'direct'; readonly plan: DirectPlan } | { readonly kind: 'passes'; readonly plan: PhasePlan };

/** Plans that were made: a call is planned for its memory, its run and each part of its reference. */
const made = new WeakMap<Geometry, Map<string, Planned | null>>();

/** How a call is computed; null where that is not for the kernels, whatever its numbers are. */
function planFor(geometry: Geometry, from: DType, to: DType): Planned | null {
  const plans = made.get(geometry) ?? new Map<string, Planned | null>();
  made.set(geometry, plans);
  const key = `${from} ${to}`;
  const planned = plans.get(key);
  if (planned !== undefined) return planned;
  const fresh = newPlan(geometry, from, to);
  plans.set(key, fresh);
  return fresh;
}

function newPlan(geometry: Geometry, from: DType, to: DType): Planned | null {
  const { n, cinPerGroup, coutPerGroup, h, w } = geometry;
  if (tapsOfPhases(h) + tapsOfPhases(w) > mostTapsOfPhases) return null;
  const planned: Planned = isDirect(geometry)
    ? { kind: 'direct', plan: directPlanOf(geometry, from, to) }
    : { kind: 'passes', plan: planOf(geometry, from, to) };
  const { size, work } = planned.plan;
  const real = cinPerGroup * coutPerGroup * landingCount(h) * landingCount(w);
  const serves = size <= largestMemory && work <= Math.max(littleWork, mostPadding * real);
  return n > 0 && serves ? planned : null;
}

/** Pairs of a stride phase and a tap along an axis. */
function tapsOfPhases({ stride, outputSize, kernelSize }: AxisGeometry): number {
  return Math.min(stride, outputSize) * kernelSize;
}

/** A bias of −0 that is the start of a sum would not survive a structural zero. */
function biasServes({ bias }: Call, { biasFirst }: PhaseRun): boolean {
  return !biasFirst || bias?.data.some((value) => Object.is(value, -0)) !== true;
}
