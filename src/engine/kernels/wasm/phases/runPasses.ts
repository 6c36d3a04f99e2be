import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { outputPlane } from '../../../geometry/planeOffsets.ts';
import { type Progress, progressOf } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { bringInput } from './bringInput.ts';
import { bringOutput } from './bringOutput.ts';
import { layPasses } from './layPasses.ts';
import { packWeights } from './packWeights.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { PlacedPass, PhasePlan } from './plan.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Numbers of the fields of assembly/pass.ts that change during a run. */
const passField = { out: 10, firstRow: 14, endRow: 15 } as const;
/** Multiply-adds in one call of a kernel, about. */
const workPerCall = 2 ** 18;

/** The matrix products of a plan, into `output`. False where a weight is not finite. */
export function* runPasses(
  kernels: TypedKernels,
  call: Call,
  geometry: Geometry,
  plan: PhasePlan,
  how: PhaseRun,
  output: Tensor,
): Steps<boolean> {
  const { n: batch, coutPerGroup, columns, params } = geometry;
  const progress = progressOf(how.stage, batch * params.groups * plan.work);
  const weights = progressOf('Weights', call.weight.data.length);
  const input = progressOf('Input', call.input.data.length);
  layPasses(kernels, geometry, plan, how);
  for (let group = 0; group < params.groups; group++) {
    const packed = yield* packWeights(kernels, call, geometry, plan, group, how, weights);
    if (!packed) return false;
    for (let n = 0; n < batch; n++) {
      yield* bringInput(kernels, call, geometry, plan, [n, group], how, input);
      for (let c = 0; c < coutPerGroup; c += plan.channelsOut) {
        const channels = Math.min(plan.channelsOut, coutPerGroup - c);
        for (const pass of plan.passes) {
          selectRows(kernels, geometry, plan, pass, [c, channels]);
          yield* runPass(kernels, pass, plan, channels / coutPerGroup, progress);
        }
        const to = outputPlane(geometry, n, group * coutPerGroup + c);
        bringOutput(kernels, how, output, [plan.output, channels * columns, to]);
      }
    }
  }
  return true;
}

/** Sets a pass to the rows of some output channels, the first of which is to stand at the start of the output memory. */
function selectRows(
  { words }: TypedKernels,
  { coutPerGroup, columns }: Geometry,
  { output, element }: PhasePlan,
  { at, rows }: PlacedPass,
  [first, channels]: readonly [number, number],
): void {
  const perChannel = rows / coutPerGroup;
  const fields = at / 4;
  words[fields + passField.out] = output - first * columns * element;
  words[fields + passField.firstRow] = first * perChannel;
  words[fields + passField.endRow] = (first + channels) * perChannel;
}

/** The tiles of a pass; `share` of its rows is selected. */
function* runPass(
  { tiles }: TypedKernels,
  pass: PlacedPass,
  { element }: PhasePlan,
  share: number,
  progress: Progress,
): Steps<void> {
  const perTile = share * pass.rows * pass.k * pass.tile * (16 / element);
  const { tilesTogether } = pass;
  const blocks = Math.max(1, Math.floor(workPerCall / Math.max(1, perTile * tilesTogether)));
  for (let from = 0; from < pass.tiles; from += blocks * tilesTogether) {
    const to = Math.min(pass.tiles, from + blocks * tilesTogether);
    tiles(pass.at, from, to);
    const step = progress.advance(perTile * (to - from));
    if (step !== null) yield step;
  }
}
