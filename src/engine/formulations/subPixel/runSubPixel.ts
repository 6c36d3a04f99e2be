import type { Call } from '../../core/call.ts';
import { firstInputChannel, inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { phaseSize, phaseTaps, reachedPhases } from '../../geometry/phases.ts';
import { rotateTap } from '../../geometry/indices.ts';
import { kernelsOf } from '../../kernels/kernelsOf.ts';
import { runPhases, workingBytesPhases } from '../../kernels/wasm/runPhases.ts';
import type { StridedGrid } from '../../kernels/kernels.ts';
import { progressOf } from '../../core/progress.ts';
import { arithmeticOf } from '../../rounding/arithmetic.ts';
import type { Steps } from '../../core/steps.ts';
import { type DType, type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';

/**
 * Computes the call phase by phase. The output is split into stride × stride phases, by o mod stride along each axis.
 * The same few taps reach all outputs of a phase, so each phase is a small convolution of stride 1 of the input itself:
 * Y_φ = K_φ · U_φ. U_φ is not stored. Its row (ci, tap) is the input plane shifted, so the loop adds the tap's weight
 * times that plane straight to the phase's output elements, skipping those that would read outside the input. No
 * inserted or padding zero is ever multiplied, so infinite weights give PyTorch's values.
 *
 * Order of summation: an output element is summed from 0 over ci, then over the phase's taps in row-major order of the
 * rotated kernel; the bias is added last. If no tap reaches a phase, its outputs are the bias alone. The WebAssembly
 * kernels compute the call if they support it (they do not for float16 sums), with the same bits as the loops.
 */
export function* runSubPixel(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor> {
  const { dtype } = call;
  if (arithmeticOf(call) !== dtype) return yield* runSubPixelLoops(call, geometry);
  const how = { dtype, magnitude: false, biasFirst: false, stage: 'Phases', recycled };
  return (yield* runPhases(call, geometry, how)) ?? (yield* runSubPixelLoops(call, geometry));
}

/** Computes the same bits with JavaScript loops alone, for any weights and on any platform. */
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

/**
 * Returns the bytes of WebAssembly memory that the kernels use. The JavaScript loops need no memory beyond the output.
 */
export function workingBytesSubPixel(geometry: Geometry, dtype: DType): number {
  return workingBytesPhases(geometry, dtype, dtype);
}

/** Some rows of a phase that are computed between two progress steps, one pair of channels after the other. */
interface Band {
  readonly taps: readonly GridTap[];
  /** Multiply-adds for one pair of channels. */
  readonly work: number;
}

/** The most multiply-adds of a {@link Band}. Limits the time between two progress steps, also for a large plane. */
const workAtOnce = 2 ** 18;

/** Divides the rows of phase (py, px) into bands. Leaves out bands without a product. */
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

/**
 * One tap of a phase: its index in a weight plane, and the rectangles of the input plane that it reads (from index `x`)
 * and of the output plane that it adds to (from index `y`).
 */
interface GridTap {
  readonly tap: number;
  readonly x: number;
  readonly y: number;
  readonly grid: StridedGrid;
}

/** Returns the taps of phase (py, px) for its rows `from` … `to` − 1, in rotated row-major order. */
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
