import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { outputPlane } from '../../../geometry/planeOffsets.ts';
import { type Progress, progressOf } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { DType, Tensor } from '../../../core/tensor.ts';
import { bringKernels, bringPlanes, clearRows } from './bringTilings.ts';
import { giveInstance, takeInstance } from '../memory/instance.ts';
import { layTilings } from './layTilings.ts';
import { outputFor } from '../memory/outputFor.ts';
import { type TilingKernels, tilingKernelsOf } from './tilingKernels.ts';
import { type PlacedTiling, type TilingPlan, tilingPlanOf } from './tilingPlan.ts';

/** Above this the kernels' 32-bit places would not do. */
const largestMemory = 2 ** 30;
/** Multiply-adds in one call of a kernel, about. */
const workPerCall = 2 ** 20;

/** What of a call is summed: itself, or the magnitudes of everything in it, coefficients included. */
export interface TiledRun {
  readonly dtype: DType;
  readonly magnitude: boolean;
  /** A tensor that nobody needs any more and that the output may overwrite. */
  readonly recycled?: Tensor | undefined;
}

/**
 * Minimal filtering by the WebAssembly kernels, with the bits of its loops: lanes are tiles, so that every
 * transform and every sum over the channels goes through its additions in the order of the loops.
 * null without WebAssembly SIMD, or where the call is too large for the kernels.
 */
export function* runTilings(call: Call, geometry: Geometry, how: TiledRun): Steps<Tensor | null> {
  const plan = planFor(geometry, how.dtype);
  if (plan === null) return null;
  const instance = takeInstance(plan.size);
  if (instance === null) return null;
  const kernels = tilingKernelsOf(instance, how.dtype);
  const output = outputFor(geometry, how);
  yield* runGroups(kernels, call, geometry, plan, how, output);
  giveInstance(instance);
  return output;
}

/** Bytes the kernels take for a call beside its tensors and the output; 0 where they are not used. */
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
  const { own } = kernels;
  const cells = plan.tilings.reduce((sum, { tiles, points }) => sum + tiles * points, 0);
  const all = batch * params.groups * cells;
  const weights = progressOf('Kernels G g Gᵀ', call.weight.data.length);
  const inputs = progressOf('Input', call.input.data.length);
  const products = progressOf('Products U · V', all * cinPerGroup * coutPerGroup);
  layTilings(own.buffer, geometry, plan, magnitude);
  clearRows(kernels, geometry, plan);
  for (let group = 0; group < params.groups; group++) {
    yield* bringKernels(kernels, call, geometry, plan, group, magnitude, weights);
    for (let n = 0; n < batch; n++) {
      yield* bringPlanes(kernels, call, geometry, plan, [n, group], magnitude, inputs);
      for (const tiling of plan.tilings) {
        yield* runTiling(kernels, geometry, plan, tiling, products);
      }
      const from = plan.output / plan.element;
      const to = outputPlane(geometry, n, group * coutPerGroup);
      output.data.set(own.subarray(from, from + coutPerGroup * columns), to);
    }
  }
}

/** All tiles of a pair of phases: groups of tiles in one call, or of a group that is too much for one some rows of M at a time. */
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
