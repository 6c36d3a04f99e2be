import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { rotateTap } from '../../../geometry/indices.ts';
import { phaseSize } from '../../../geometry/phases.ts';
import { outputPlane, flatIndexOf, weightPlane } from '../../../geometry/planeOffsets.ts';
import { type Progress, progressOf } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { copyInput } from '../phases/copyInput.ts';
import { copyOutput } from '../phases/copyOutput.ts';
import type { DirectPlan, DirectRows } from './directPlan.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Indices of the parameters (see assembly/direct/direct.ts) that change during a run. */
const directField = { x: 6, y: 8, rows: 10 } as const;
/** Approximate multiply-adds in one call of the WebAssembly function. */
const workPerCall = 2 ** 18;

/**
 * Computes a call with one input channel per group (depthwise). Each output row is computed at once, with both
 * horizontal phases together. The sums are bit-identical to those of runPhases.ts. Returns false if a weight
 * is not finite.
 */
export function* runDirect(
  kernels: TypedKernels,
  call: Call,
  geometry: Geometry,
  plan: DirectPlan,
  run: PhaseRun,
  output: Tensor,
): Steps<boolean> {
  const { n: batch, coutPerGroup, columns, params } = geometry;
  const progress = progressOf(run.stage, batch * params.groups * plan.work);
  if (!call.weight.data.every((value) => Number.isFinite(value))) return false;
  const input = progressOf('Input', call.input.data.length);
  writeDirectTables(kernels, geometry, plan, run);
  for (let group = 0; group < params.groups; group++) {
    for (let n = 0; n < batch; n++) {
      yield* copyInput(kernels, call, geometry, plan, [n, group], run, input);
      for (let c = 0; c < coutPerGroup; c++) {
        const channel = group * coutPerGroup + c;
        copyWeights(kernels, call, geometry, plan, channel, run);
        for (const rows of plan.rows) yield* runRows(kernels, rows, plan, geometry, progress);
        const to = outputPlane(geometry, n, channel);
        copyOutput(kernels, run, output, [plan.output, columns, to]);
      }
    }
  }
  return true;
}

/** Computes the output rows of a vertical stride phase, some at a time. */
function* runRows(
  { direct, int32View }: TypedKernels,
  { at, phase }: DirectRows,
  { elementBytes, layout, padded, output, workPerRow }: DirectPlan,
  { h, w }: Geometry,
  progress: Progress,
): Steps<void> {
  const fields = at / 4;
  const rows = phaseSize(h, phase);
  const atOnce = Math.max(1, Math.floor(workPerCall / workPerRow));
  for (let first = 0; first < rows; first += atOnce) {
    const count = Math.min(atOnce, rows - first);
    const row = flatIndexOf(w.outputSize, phase + first * h.stride, 0);
    int32View[fields + directField.x] = padded + (layout.origin + flatIndexOf(layout.pitch, first, 0)) * elementBytes;
    int32View[fields + directField.y] = output + row * elementBytes;
    int32View[fields + directField.rows] = count;
    direct(at);
    const step = progress.advance(count * workPerRow);
    if (step !== null) yield step;
  }
}

function writeDirectTables(
  { computeView, clear }: TypedKernels,
  { h, w }: Geometry,
  { elementBytes, layout, rows, padded, output, bias, end }: DirectPlan,
  { biasFirst }: PhaseRun,
): void {
  const { buffer } = computeView;
  clear(padded, layout.origin * elementBytes);
  for (const { at, phase, down, across } of rows) {
    const [even, odd] = across;
    new Int32Array(buffer, at).set([
      even.weights,
      even.offsets,
      even.taps.length * down.length,
      odd.weights,
      odd.offsets,
      odd.taps.length * down.length,
      padded + layout.origin * elementBytes,
      layout.pitch * elementBytes,
      output + flatIndexOf(w.outputSize, phase, 0) * elementBytes,
      h.stride * w.outputSize * elementBytes,
      phaseSize(h, phase),
      w.outputSize,
      w.stride,
      bias,
      biasFirst ? 1 : 0,
      end,
    ]);
    for (const { offsets, taps } of across) {
      const shifts = down.flatMap((y) =>
        taps.map((x) => (flatIndexOf(layout.pitch, y.shift, 0) + x.shift) * elementBytes),
      );
      new Int32Array(buffer, offsets).set(shifts);
    }
  }
}

/** Copies the weights of one output channel, in the order of summation, and its bias into WebAssembly memory. */
function copyWeights(
  { computeView }: TypedKernels,
  { weight, bias }: Call,
  geometry: Geometry,
  plan: DirectPlan,
  channel: number,
  { magnitude }: PhaseRun,
): void {
  const { h, w, coutPerGroup } = geometry;
  const take = (value: number): number => (magnitude ? Math.abs(value) : value);
  const plane = weightPlane(geometry, Math.floor(channel / coutPerGroup), channel % coutPerGroup);
  for (const { down, across } of plan.rows) {
    for (const { weights, taps } of across) {
      let at = weights / plan.elementBytes;
      for (const y of down) {
        for (const x of taps) {
          const tap = flatIndexOf(w.kernelSize, rotateTap(h, y.a), rotateTap(w, x.a));
          computeView[at++] = take(weight.data[plane + tap] as number);
        }
      }
    }
  }
  computeView[plan.bias / plan.elementBytes] = take(bias?.data[channel] ?? 0);
}
