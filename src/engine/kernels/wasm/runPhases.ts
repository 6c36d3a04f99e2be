import type { Call } from '../../core/call.ts';
import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { landingCount } from '../../geometry/window.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType, Tensor } from '../../core/tensor.ts';
import { type DirectPlan, directPlanOf, isDirect } from './direct/directPlan.ts';
import { releaseInstance, acquireInstance } from './memory/instance.ts';
import { outputFor, type PhaseRun } from './memory/phaseRun.ts';
import { type PhasePlan, phasePlanOf } from './phases/phasePlan.ts';
import { runDirect } from './direct/runDirect.ts';
import { runPasses } from './phases/runPasses.ts';
import { typedKernelsOf } from './memory/typedKernels.ts';

/** The most WebAssembly memory that a run may use, in bytes. Addresses have 32 bits. */
const largestMemory = 2 ** 30;
/**
 * The most multiplications by padding for each other one. Beyond it, the JavaScript loops, which skip padding, are
 * faster.
 */
const mostPadding = 32;
/**
 * The most pairs of a stride phase and a tap along an axis. Planning examines each of them; beyond this number it would
 * take longer than the call.
 */
const mostTapsOfPhases = 2 ** 15;
/** Up to this number of multiply-adds, which take microseconds, the share of padding does not matter. */
const littleWork = 2 ** 18;

/**
 * Computes the sums of the sub-pixel formulation on WebAssembly, with the same bits as the formulation's JavaScript
 * loops: each output element is summed over ci, then over the phase's taps in row-major order of the rotated kernel,
 * with every product and sum rounded. The kernels also multiply padding zeros. This adds ±0 to sums that are never −0,
 * which changes no bit as long as all weights are finite.
 *
 * Returns null if the kernels do not support the call: if the platform has no WebAssembly SIMD, if a weight is not
 * finite, if the call is too large, or if there is so much padding that the JavaScript loops are faster.
 */
export function* runPhases(call: Call, geometry: Geometry, run: PhaseRun): Steps<Tensor | null> {
  const planned = planFor(geometry, call.dtype, run.dtype);
  if (planned === null || !isBiasSupported(call, run)) return null;
  const instance = acquireInstance(planned.plan.size);
  if (instance === null) return null;
  const kernels = typedKernelsOf(instance, call.dtype, run.dtype);
  const output = outputFor(geometry, run);
  const done =
    planned.kind === 'direct'
      ? yield* runDirect(kernels, call, geometry, planned.plan, run, output)
      : yield* runPasses(kernels, call, geometry, planned.plan, run, output);
  releaseInstance(instance);
  return done ? output : null;
}

/**
 * Returns the bytes of WebAssembly memory for a call, which come in addition to the call's tensors and output; 0 if the
 * kernels do not support the call.
 */
export function workingBytesPhases(geometry: Geometry, from: DType, to: DType): number {
  return planFor(geometry, from, to)?.plan.size ?? 0;
}

type Planned =
  { readonly kind: 'direct'; readonly plan: DirectPlan } | { readonly kind: 'passes'; readonly plan: PhasePlan };

/**
 * Plans by geometry. A geometry is planned several times: for the memory check, for the run, and for each part of the
 * reference.
 */
const cachedPlans = new WeakMap<Geometry, Map<string, Planned | null>>();

/** Returns the plan of a call; null if the kernels do not support the call's sizes. */
function planFor(geometry: Geometry, from: DType, to: DType): Planned | null {
  const plans = cachedPlans.get(geometry) ?? new Map<string, Planned | null>();
  cachedPlans.set(geometry, plans);
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
    : { kind: 'passes', plan: phasePlanOf(geometry, from, to) };
  const { size, work } = planned.plan;
  const real = cinPerGroup * coutPerGroup * landingCount(h) * landingCount(w);
  const serves = size <= largestMemory && work <= Math.max(littleWork, mostPadding * real);
  return n > 0 && serves ? planned : null;
}

/** Counts the pairs of a stride phase and a tap along an axis. */
function tapsOfPhases({ stride, outputSize, kernelSize }: AxisGeometry): number {
  return Math.min(stride, outputSize) * kernelSize;
}

/** Returns false if sums start with a bias of −0: adding the +0 of a padding product would change it to +0. */
function isBiasSupported({ bias }: Call, { biasFirst }: PhaseRun): boolean {
  return !biasFirst || bias?.data.some((value) => Object.is(value, -0)) !== true;
}
