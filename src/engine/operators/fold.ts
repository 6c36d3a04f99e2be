import type { Pair } from '../core/call.ts';
import { flatIndexOf } from '../geometry/planeOffsets.ts';
import { windowBlocks, windowIndex, type WindowAxis } from '../geometry/window.ts';
import { kernelsOf } from '../kernels/kernelsOf.ts';
import type { StridedGrid } from '../kernels/kernels.ts';
import type { Arithmetic } from '../rounding/arithmetic.ts';
import { planesOf } from '../core/planes.ts';
import { type Progress, progressOf } from '../core/progress.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import { finish, type Steps } from '../core/steps.ts';
import { elementCount, shapeText, slice, type Tensor, zeros } from '../core/tensor.ts';
import { slideWindow, type Window } from './slidingWindow.ts';

/**
 * Computes `torch.nn.functional.fold` (col2im), the adjoint of unfold: (N, C·kH·kW, L) → (N, C, H, W) with (H, W) =
 * `outputSize`, or (C·kH·kW, L) → (C, H, W). Where windows overlap, values are added, with the taps in row-major order.
 * Values that fall on padding are dropped.
 */
export function fold(columns: Tensor, outputSize: Pair, window: Window): Result<Tensor> {
  const rank = columns.shape.length;
  const { height: rows, width: blocks } = planesOf(columns.shape);
  const batch = columns.shape.at(-3) ?? 1;
  if ((rank !== 2 && rank !== 3) || rows === 0 || blocks === 0) {
    const shape = shapeText(columns.shape);
    const rule = 'must be (C·kH·kW, L) or (N, C·kH·kW, L) with no size but N being 0';
    return refuse('input', `input of shape ${shape} ${rule}.`);
  }
  for (const axis of [0, 1] as const) {
    if (Number.isSafeInteger(outputSize[axis]) && outputSize[axis] >= 1) continue;
    const message = `output_size[${axis}] = ${outputSize[axis]} must be an integer of at least 1.`;
    return refuse('output_size', message, { axis, legal: { min: 1, max: null } });
  }
  const axes = slideWindow(window, outputSize);
  if (!axes.ok) return axes;
  const [h, w] = axes.value;
  const taps = h.kernelSize * w.kernelSize;
  if (rows % taps !== 0) {
    const product = `kH·kW = ${h.kernelSize}·${w.kernelSize} = ${taps}`;
    return refuse(
      'kernel_size',
      `kernel_size = (${h.kernelSize}, ${w.kernelSize}) needs input with a multiple of ${product} rows, but it has ${rows}.`,
    );
  }
  if (h.blocks < 1 || w.blocks < 1 || h.blocks * w.blocks !== blocks) {
    const size = `output_size = ${shapeText(outputSize)}`;
    const places = `${Math.max(0, h.blocks)}·${Math.max(0, w.blocks)}`;
    const message = `${size} has ${places} places for the window, but input has L = ${blocks} columns.`;
    return refuse('output_size', message);
  }
  const channels = rows / taps;
  const output = zeros(columns.dtype, [...(rank === 3 ? [batch] : []), channels, ...outputSize]);
  const progress = progressOf('Fold', elementCount(columns.shape));
  for (let plane = 0; plane < batch * channels; plane++) {
    const part = slice(columns, flatIndexOf(taps * blocks, plane, 0), [taps, blocks]);
    const image = slice(output, flatIndexOf(h.imageSize * w.imageSize, plane, 0), outputSize);
    finish(foldPlane(part, h, w, image, progress));
  }
  return ok(output);
}

/** Adds rows of shape (kH·kW, L) onto one (H, W) plane, tap after tap. `progress` counts the cells of the rows. */
export function* foldPlane(
  rows: Tensor,
  h: WindowAxis,
  w: WindowAxis,
  image: Tensor,
  progress: Progress,
  arithmetic: Arithmetic = image.dtype,
): Steps<void> {
  const { axpyGrid } = kernelsOf(arithmetic);
  for (let ky = 0; ky < h.kernelSize; ky++) {
    const down = windowBlocks(h, ky);
    for (let kx = 0; kx < w.kernelSize; kx++) {
      const across = windowBlocks(w, kx);
      const grid: StridedGrid = {
        rows: down.to - down.from,
        columns: across.to - across.from,
        xRow: w.blocks,
        xColumn: 1,
        yRow: h.stride * w.imageSize,
        yColumn: w.stride,
      };
      const row = flatIndexOf(w.kernelSize, ky, kx);
      const from = flatIndexOf(h.blocks * w.blocks, row, flatIndexOf(w.blocks, down.from, across.from));
      const y = windowIndex(h, down.from, ky);
      const to = flatIndexOf(w.imageSize, y, windowIndex(w, across.from, kx));
      axpyGrid(grid, 1, rows.data, from, image.data, to);
      const step = progress.advance(h.blocks * w.blocks);
      if (step !== null) yield step;
    }
  }
}
