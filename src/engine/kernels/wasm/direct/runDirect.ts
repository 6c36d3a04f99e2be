import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { rotateTap } from '../../../geometry/indices.ts';
import { phaseSize } from '../../../geometry/phases.ts';
import { outputPlane, flatIndexOf, weightPlane } from '../../../geometry/planeOffsets.ts';
import { type Progress, progressOf } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { bringInput } from '../phases/bringInput.ts';
import { bringOutput } from '../phases/bringOutput.ts';
import type { DirectPlan, DirectRows } from './directPlan.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Numbers of the fields of assembly/direct.ts that change during a run. */
const directField = { x: 6, y: 8, rows: 10 } as const;
/** Multiply-adds in one call of the kernel, about. */
const workPerCall = 2 ** 18;

/**
 * One input channel a group (depthwise): each output row at once, both horizontal phases together.
 * The sums, their order and their bits are those of runPhases. False where a weight is not finite.
 */
export function* runDirect(
  kernels: TypedKernels,
  call: Call,
  geometry: Geometry,
  plan: DirectPlan,
  how: PhaseRun,
  output: Tensor,
): Steps<boolean> {
  const { n: batch, coutPerGroup, columns, params } = geometry;
  const progress = progressOf(how.stage, batch * params.groups * plan.work);
  if (!call.weight.data.every((value) => Number.isFinite(value))) return false;
  const input = progressOf('Input', call.input.data.length);
  layDirect(kernels, geometry, plan, how);
  for (let group = 0; group < params.groups; group++) {
    for (let n = 0; n < batch; n++) {
      yield* bringInput(kernels, call, geometry, plan, [n, group], how, input);
      for (let c = 0; c < coutPerGroup; c++) {
        const channel = group * coutPerGroup + c;
        bringWeights(kernels, call, geometry, plan, channel, how);
        for (const rows of plan.rows) yield* runRows(kernels, rows, plan, geometry, progress);
        const to = outputPlane(geometry, n, channel);
        bringOutput(kernels, how, output, [plan.output, columns, to]);
      }
    }
  }
  return true;
}

/** The output rows of a vertical phase, some at a time. */
function* runRows(
  { direct, words }: TypedKernels,
  { at, phase }: DirectRows,
  { element, layout, padded, output, workPerRow }: DirectPlan,
  { h, w }: Geometry,
  progress: Progress,
): Steps<void> {
  const fields = at / 4;
  const rows = phaseSize(h, phase);
  const atOnce = Math.max(1, Math.floor(workPerCall / workPerRow));
  for (let first = 0; first < rows; first += atOnce) {
    const count = Math.min(atOnce, rows - first);
    const row = flatIndexOf(w.outputSize, phase + first * h.stride, 0);
    words[fields + directField.x] = padded + (layout.origin + flatIndexOf(layout.pitch, first, 0)) * element;
    words[fields + directField.y] = output + row * element;
    words[fields + directField.rows] = count;
    direct(at);
    const step = progress.advance(count * workPerRow);
    if (step !== null) yield step;
  }
}

function layDirect(
  { own, clear }: TypedKernels,
  { h, w }: Geometry,
  { element, layout, rows, padded, output, bias, end }: DirectPlan,
  { biasFirst }: PhaseRun,
): void {
  const { buffer } = own;
  clear(padded, layout.origin * element);
  for (const { at, phase, down, across } of rows) {
    const [even, odd] = across;
    new Int32Array(buffer, at).set([
      even.weights,
      even.offsets,
      even.taps.length * down.length,
      odd.weights,
      odd.offsets,
      odd.taps.length * down.length,
      padded + layout.origin * element,
      layout.pitch * element,
      output + flatIndexOf(w.outputSize, phase, 0) * element,
      h.stride * w.outputSize * element,
      phaseSize(h, phase),
      w.outputSize,
      w.stride,
      bias,
      biasFirst ? 1 : 0,
      end,
    ]);
    for (const { offsets, taps } of across) {
      const shifts = down.flatMap((y) => taps.map((x) => (flatIndexOf(layout.pitch, y.shift, 0) + x.shift) * element));
      new Int32Array(buffer, offsets).set(shifts);
    }
  }
}

/** The weights of one output channel in the order of summation, and its bias. */
function bringWeights(
  { own }: TypedKernels,
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
      let at = weights / plan.element;
      for (const y of down) {
        for (const x of taps) {
          const tap = flatIndexOf(w.kernelSize, rotateTap(h, y.a), rotateTap(w, x.a));
          own[at++] = take(weight.data[plane + tap] as number);
        }
      }
    }
  }
  own[plan.bias / plan.element] = take(bias?.data[channel] ?? 0);
}
