import { flatIndexOf } from '../geometry/planeOffsets.ts';
import { windowBlocks, windowIndex, type WindowAxis } from '../geometry/window.ts';
import { planesOf } from '../core/planes.ts';
import { type Progress, progressOf } from '../core/progress.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import { finish, type Steps } from '../core/steps.ts';
import { shapeText, slice, type Tensor, zeros } from '../core/tensor.ts';
import { slideWindow, type Window } from './slidingWindow.ts';

/**
 * Computes `torch.nn.functional.unfold` (im2col): (N, C, H, W) → (N, C·kH·kW, L), or (C, H, W) → (C·kH·kW, L). There is
 * one column for each position of the window, row by row. Row (c, ky, kx) of a column has the value of channel c under
 * tap (ky, kx) of the window; padding is 0.
 */
export function unfold(input: Tensor, window: Window): Result<Tensor> {
  const rank = input.shape.length;
  const { height, width } = planesOf(input.shape);
  const channels = input.shape.at(-3) ?? 0;
  const batch = input.shape.at(-4) ?? 1;
  if ((rank !== 3 && rank !== 4) || input.shape.slice(-3).includes(0)) {
    const shape = shapeText(input.shape);
    const rule = 'must be (C, H, W) or (N, C, H, W) with no size but N being 0';
    return refuse('input', `input of shape ${shape} ${rule}.`);
  }
  const axes = slideWindow(window, [height, width]);
  if (!axes.ok) return axes;
  for (const axis of [0, 1] as const) {
    const { imageSize, kernelSize, dilation, padding, blocks } = axes.value[axis];
    if (blocks >= 1) continue;
    const span = dilation * (kernelSize - 1) + 1;
    const max = Math.floor((imageSize + 2 * padding - 1) / dilation) + 1;
    const message =
      `kernel_size[${axis}] = ${kernelSize} does not fit: dilation·(kernel_size − 1) + 1 = ${span} ` +
      `must be at most size + 2·padding = ${imageSize + 2 * padding}; 1 to ${max} fits.`;
    return refuse('kernel_size', message, { axis, legal: { min: 1, max } });
  }
  const [h, w] = axes.value;
  const taps = h.kernelSize * w.kernelSize;
  const blocks = h.blocks * w.blocks;
  const batched = rank === 4 ? [batch] : [];
  const output = zeros(input.dtype, [...batched, channels * taps, blocks]);
  const progress = progressOf('Unfold', output.data.length);
  for (let plane = 0; plane < batch * channels; plane++) {
    const image = slice(input, flatIndexOf(height * width, plane, 0), [height, width]);
    const rows = slice(output, flatIndexOf(taps * blocks, plane, 0), [taps, blocks]);
    finish(unfoldPlane(image, h, w, rows, progress));
  }
  return ok(output);
}

/**
 * Unfolds one (H, W) plane into rows of shape (kH·kW, L). The rows must be zeros before, and the window must be valid
 * for the plane. `progress` counts the cells of the rows.
 */
export function* unfoldPlane(
  image: Tensor,
  h: WindowAxis,
  w: WindowAxis,
  rows: Tensor,
  progress: Progress,
): Steps<void> {
  const blocks = h.blocks * w.blocks;
  for (let ky = 0; ky < h.kernelSize; ky++) {
    const down = windowBlocks(h, ky);
    for (let kx = 0; kx < w.kernelSize; kx++) {
      const across = windowBlocks(w, kx);
      const row = flatIndexOf(w.kernelSize, ky, kx);
      for (let by = down.from; by < down.to; by++) {
        const left = windowIndex(w, across.from, kx);
        let from = flatIndexOf(w.imageSize, windowIndex(h, by, ky), left);
        let to = flatIndexOf(blocks, row, flatIndexOf(w.blocks, by, across.from));
        for (let bx = across.from; bx < across.to; bx++, from += w.stride, to++) {
          rows.data[to] = image.data[from] as number;
        }
      }
      const step = progress.advance(blocks);
      if (step !== null) yield step;
    }
  }
}
