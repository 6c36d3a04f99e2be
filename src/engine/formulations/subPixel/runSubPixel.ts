import type { Call } from '../../core/call.ts';
import { firstInputChannel, inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { phaseSize, phaseTaps, reachedPhases } from '../../geometry/phases.ts';
import { rotateTap } from '../../geometry/indices.ts';
import { kernelsOf } from '../../kernels/kernels.ts';
import { runPhases, workingBytesPhases } from '../../kernels/wasm/runPhases.ts';
import type { StridedGrid } from '../../kernels/kernel.ts';
import { progressOf } from '../../core/progress.ts';
import { arithmeticOf } from '../../rounding/rounding.ts';
import type { Steps } from '../../core/steps.ts';
import { type DType, type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';

/**
 * The output falls apart into stride × stride phases, o mod stride: all outputs of a phase are
 * reached by the same few taps, so each phase is a small stride-1 convolution of the input itself,
 * Y_φ = K_φ · U_φ. U_φ is not stored: its row (ci, tap) is the input plane shifted, so the tap's
 * weight times that plane is added straight onto the phase's places in the output, for the outputs
 * whose input exists. No structural zero is ever multiplied: infinities give PyTorch's values.
 *
 * An output element is summed from 0 over (ci, the phase's taps in rotated row-major order); then
 * the bias is added. A phase that no tap reaches is the bias alone. By the WebAssembly kernels
 * where they serve the call, which float16 sums they do not; they give the bits of the loops.
 */
export function* runSubPixel(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor> {
  const { dtype } = call;
  if (arithmeticOf(call) !== dtype) return yield* runSubPixelLoops(call, geometry);
  const how = { dtype, magnitude: false, biasFirst: false, stage: 'Phases', recycled };
  return (yield* runPhases(call, geometry, how)) ?? (yield* runSubPixelLoops(call, geometry));
}

/** The same by loops alone: every bit of it, for any weights and on any platform. */
export function* runSubPixelLoops(call: Call, geometry: Geometry): Steps<Tensor> {
  const { n: batch, cout, cinPerGroup, coutPerGroup, h, w } = geometry;
  const { axpyGrid } = kernelsOf(arithmeticOf(call));
  const output = zeros(call.dtype, geometry.outputShape);
  for (const py of reachedPhases(h)) {
    for (const px of reachedPhases(w)) {
      const bands = bandsOf(geometry, py, px);
      const all = bands.reduce((sum, { work }) => sum + work, 0);
      const progress = progressOf(`Phase (${py}, ${px})`, batch * cout * cinPerGroup * all);
      for (const { taps, work } of bands) {
        for (let n = 0; n < batch; n++) {
          for (let c = 0; c < cout; c++) {
            const first = firstInputChannel(geometry, c);
            const to = outputPlane(geometry, n, c);
            for (let ci = first; ci < first + cinPerGroup; ci++) {
              const from = inputPlane(geometry, n, ci);
              const kernel = weightPlane(geometry, ci, c % coutPerGroup);
              for (const { tap, x, y, grid } of taps) {
                const weight = call.weight.data[kernel + tap] as number;
                axpyGrid(grid, weight, call.input.data, from + x, output.data, to + y);
              }
              const step = progress.advance(work);
              if (step !== null) yield step;
            }
          }
        }
      }
    }
  }
  addBias(call, geometry, output);
  return output;
}

/** The kernels' memory; the loops work in the output. */
export function workingBytesSubPixel(geometry: Geometry, dtype: DType): number {
  return workingBytesPhases(geometry, dtype, dtype);
}

/** Rows of a phase that are done together, for one channel after the other. */
interface Band {
  readonly taps: readonly GridTap[];
  /** Multiply-adds for one pair of channels. */
  readonly work: number;
}

/** Multiply-adds of a band at most, so that a large plane leaves room for a look at the progress. */
const workAtOnce = 2 ** 18;

/** The bands of phase (py, px) that a tap reaches. */
function bandsOf(geometry: Geometry, py: number, px: number): readonly Band[] {
  const { h, w } = geometry;
  const height = phaseSize(h, py);
  const workPerRow = phaseTaps(h, py).length * phaseTaps(w, px).length * phaseSize(w, px);
  const rows = Math.max(1, Math.floor(workAtOnce / Math.max(1, workPerRow)));
  const bands: Band[] = [];
  for (let from = 0; from < height; from += rows) {
    const taps = tapsOf(geometry, py, px, from, from + rows);
    const work = taps.reduce((sum, { grid }) => sum + grid.rows * grid.columns, 0);
    if (work > 0) bands.push({ taps, work });
  }
  return bands;
}

/** One tap of a phase: its place in a weight plane, where it starts reading and adding, and how it walks. */
interface GridTap {
  readonly tap: number;
  readonly x: number;
  readonly y: number;
  readonly grid: StridedGrid;
}

/** What the taps of phase (py, px) add to its rows `from` … `to` − 1, in rotated row-major order. */
function tapsOf({ h, w }: Geometry, py: number, px: number, from: number, to: number): readonly GridTap[] {
  return phaseTaps(h, py).flatMap((down) =>
    phaseTaps(w, px).map((across): GridTap => {
      const jy = Math.max(from, down.outputs.from);
      const endY = Math.max(jy, Math.min(to, down.outputs.to));
      const { from: jx, to: endX } = across.outputs;
      return {
        tap: flatIndexOf(w.kernelSize, rotateTap(h, down.a), rotateTap(w, across.a)),
        x: flatIndexOf(w.inputSize, jy + down.shift, jx + across.shift),
        y: flatIndexOf(w.outputSize, py + jy * h.stride, px + jx * w.stride),
        grid: {
          rows: endY - jy,
          columns: endX - jx,
          xRow: w.inputSize,
          xColumn: 1,
          yRow: h.stride * w.outputSize,
          yColumn: w.stride,
        },
      };
    }),
  );
}
