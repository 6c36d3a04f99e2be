import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { outputPlane } from '../../../geometry/planeOffsets.ts';
import { type Progress, progressOf } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { DType, Tensor } from '../../../core/tensor.ts';
import { copyKernels, copyPlanes, clearZeroRows } from './copyFactors.ts';
import { releaseInstance, acquireInstance } from '../memory/instance.ts';
import { writeTilings } from './writeTilings.ts';
import { outputFor } from '../memory/phaseRun.ts';
import { type TilingKernels, tilingKernelsOf } from './tilingKernels.ts';
import { type PlacedTiling, type TilingPlan, tilingPlanOf } from './tilingPlan.ts';

/** The most WebAssembly memory that a run may use, in bytes. Addresses have 32 bits. */
const largestMemory = 2 ** 30;
/** Approximate multiply-adds in one call of a WebAssembly function. */
const workPerCall = 2 ** 20;

/** The options of a run. If `magnitude` is true, the magnitudes of all numbers and coefficients are summed. */
export interface TiledRun {
  readonly dtype: DType;
  readonly magnitude: boolean;
  /** An unused tensor that the output may overwrite. */
  readonly recycled?: Tensor | undefined;
}

/**
 * Computes Winograd's minimal filtering on WebAssembly, with the same bits as the JavaScript loops: each lane computes
 * one tile, so every transform and every sum over the channels adds in the order of the loops. Returns null if the
 * platform has no WebAssembly SIMD, or if the call is too large.
 */
export function* runTilings(call: Call, geometry: Geometry, run: TiledRun): Steps<Tensor | null> {
  const plan = planFor(geometry, run.dtype);
  if (plan === null) return null;
  const instance = acquireInstance(plan.size);
  if (instance === null) return null;
  const kernels = tilingKernelsOf(instance, run.dtype);
  const output = outputFor(geometry, run);
  yield* runGroups(kernels, call, geometry, plan, run, output);
  releaseInstance(instance);
  return output;
}

/**
 * Returns the bytes of WebAssembly memory for a call, which come in addition to the call's tensors and output; 0 if the
 * kernels do not support the call.
 */
export function workingBytesTilings(geometry: Geometry, dtype: DType): number {
  return planFor(geometry, dtype)?.size ?? 0;
}

function planFor(geometry: Geometry, dtype: DType): TilingPlan | null {
  if (geometry.n === 0) return null;
  const plan = tilingPlanOf(geometry, dtype);
  return plan.size <= largestMemory ? plan : null;
}

function* runGroups(
  kernels: TilingKernels,
  call: Call,
  geometry: Geometry,
  plan: TilingPlan,
  { magnitude }: TiledRun,
  output: Tensor,
): Steps<void> {
  const { n: batch, cinPerGroup, coutPerGroup, columns, params } = geometry;
  const { computeView } = kernels;
  const cells = plan.tilings.reduce((sum, { tiles, points }) => sum + tiles * points, 0);
  const all = batch * params.groups * cells;
  const weights = progressOf('Kernels G g Gᵀ', call.weight.data.length);
  const inputs = progressOf('Input', call.input.data.length);
  const products = progressOf('Products U · V', all * cinPerGroup * coutPerGroup);
  writeTilings(computeView.buffer, geometry, plan, magnitude);
  clearZeroRows(kernels, geometry, plan);
  for (let group = 0; group < params.groups; group++) {
    yield* copyKernels(kernels, call, geometry, plan, group, magnitude, weights);
    for (let n = 0; n < batch; n++) {
      yield* copyPlanes(kernels, call, geometry, plan, [n, group], magnitude, inputs);
      for (const tiling of plan.tilings) {
        yield* runTiling(kernels, geometry, plan, tiling, products);
      }
      const from = plan.output / plan.elementBytes;
      const to = outputPlane(geometry, n, group * coutPerGroup);
      output.data.set(computeView.subarray(from, from + coutPerGroup * columns), to);
    }
  }
}

/**
 * Computes all tiles of a pair of stride phases. If a group is small, one call of the WebAssembly function takes
 * several groups of tiles; if it is large, each call takes some rows of M.
 */
function* runTiling(
  { filter }: TilingKernels,
  { cinPerGroup, coutPerGroup }: Geometry,
  { tilesTogether }: TilingPlan,
  { at, tiles, points }: PlacedTiling,
  progress: Progress,
): Steps<void> {
  const perRow = cinPerGroup * tilesTogether;
  const pairs = Math.ceil(coutPerGroup / 2);
  const all = points * pairs;
  const pairsAtOnce = Math.min(all, Math.max(1, Math.floor(workPerCall / (2 * perRow))));
  const groupsAtOnce = Math.max(1, Math.floor(workPerCall / (2 * perRow * all)));
  const tilesAtOnce = groupsAtOnce * tilesTogether;
  const rowsBefore = (pair: number): number => Math.floor(pair / pairs) * coutPerGroup + 2 * (pair % pairs);
  for (let from = 0; from < tiles; from += tilesAtOnce) {
    const to = Math.min(from + tilesAtOnce, tiles);
    for (let first = 0; first < all; first += pairsAtOnce) {
      const end = Math.min(first + pairsAtOnce, all);
      filter(at, from, to, first, end);
      const rows = rowsBefore(end) - rowsBefore(first);
      const step = progress.advance(rows * cinPerGroup * (to - from));
      if (step !== null) yield step;
    }
  }
}
