import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { outputPlane } from '../../../geometry/planeOffsets.ts';
import { type Progress, progressOf } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { copyInput } from './copyInput.ts';
import { copyOutput } from './copyOutput.ts';
import { writePasses } from './writePasses.ts';
import { packWeights } from './packWeights.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { PlacedPass, PhasePlan } from './phasePlan.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Indices of the parameters (see assembly/phases/pass.ts) that change during a run. */
const passField = { out: 10, firstRow: 14, endRow: 15 } as const;
/** Approximate multiply-adds in one call of a WebAssembly function. */
const workPerCall = 2 ** 18;

/** Computes the matrix products of a plan and copies them into `output`. Returns false if a weight is not finite. */
export function* runPasses(
  kernels: TypedKernels,
  call: Call,
  geometry: Geometry,
  plan: PhasePlan,
  run: PhaseRun,
  output: Tensor,
): Steps<boolean> {
  const { n: batch, coutPerGroup, columns, params } = geometry;
  const progress = progressOf(run.stage, batch * params.groups * plan.work);
  const weights = progressOf('Weights', call.weight.data.length);
  const input = progressOf('Input', call.input.data.length);
  writePasses(kernels, geometry, plan, run);
  for (let group = 0; group < params.groups; group++) {
    const packed = yield* packWeights(kernels, call, geometry, plan, group, run, weights);
    if (!packed) return false;
    for (let n = 0; n < batch; n++) {
      yield* copyInput(kernels, call, geometry, plan, [n, group], run, input);
      for (let c = 0; c < coutPerGroup; c += plan.channelsOut) {
        const channels = Math.min(plan.channelsOut, coutPerGroup - c);
        for (const pass of plan.passes) {
          selectRows(kernels, geometry, plan, pass, [c, channels]);
          yield* runPass(kernels, pass, plan, channels / coutPerGroup, progress);
        }
        const to = outputPlane(geometry, n, group * coutPerGroup + c);
        copyOutput(kernels, run, output, [plan.output, channels * columns, to]);
      }
    }
  }
  return true;
}

/**
 * Selects a pass's rows that belong to some output channels. The first of these channels is stored at the start of the
 * output memory.
 */
function selectRows(
  { int32View }: TypedKernels,
  { coutPerGroup, columns }: Geometry,
  { output, elementBytes }: PhasePlan,
  { at, rows }: PlacedPass,
  [first, channels]: readonly [number, number],
): void {
  const perChannel = rows / coutPerGroup;
  const fields = at / 4;
  int32View[fields + passField.out] = output - first * columns * elementBytes;
  int32View[fields + passField.firstRow] = first * perChannel;
  int32View[fields + passField.endRow] = (first + channels) * perChannel;
}

/** Computes the tiles of a pass for the selected rows, which are the fraction `share` of all its rows. */
function* runPass(
  { tiles }: TypedKernels,
  pass: PlacedPass,
  { elementBytes }: PhasePlan,
  share: number,
  progress: Progress,
): Steps<void> {
  const perTile = share * pass.rows * pass.k * pass.tile * (16 / elementBytes);
  const { tilesTogether } = pass;
  const blocks = Math.max(1, Math.floor(workPerCall / Math.max(1, perTile * tilesTogether)));
  for (let from = 0; from < pass.tiles; from += blocks * tilesTogether) {
    const to = Math.min(pass.tiles, from + blocks * tilesTogether);
    tiles(pass.at, from, to);
    const step = progress.advance(perTile * (to - from));
    if (step !== null) yield step;
  }
}
