import { type AxisCrop, cropped, type KnownAxis, numbersOfAxis, refusedCrop } from './axisCrop.ts';
import type { LayerAxis } from './layer.ts';
import { sameCrop } from './namedPadding.ts';

/** Computes what Keras crops, as its JAX and NumPy backends do and its PyTorch backend since 3.15. */
export function kerasCrop(known: KnownAxis, inputSize: number, axis: 0 | 1): AxisCrop {
  const { extent, stride, outputPadding, padding } = known;
  if (padding.kind !== 'named') return refusedCrop('padding', "padding must be 'valid' or 'same'.", axis);
  if (padding.name === 'VALID')
    return cropped(known, inputSize, 0, -(outputPadding ?? Math.max(extent, stride) - extent));
  if (outputPadding === null) return sameCrop(known, inputSize);
  const lines = extent - (extent % 2) - outputPadding;
  const start = Math.max(0, Math.floor(lines / 2));
  return cropped(known, inputSize, start, lines - start);
}

/** Says which versions and backends of Keras compute something else. */
export function kerasNotes(axes: readonly LayerAxis[]): readonly string[] {
  const known = axes.map(numbersOfAxis);
  const some = (holds: (axis: KnownAxis) => boolean): boolean =>
    known.some((axis) => !('unknown' in axis) && holds(axis));
  return [
    ...(some(isShiftedByTorchBackend)
      ? ['With the PyTorch backend before Keras 3.15, the output is shifted by one pixel against the other backends.']
      : []),
    ...(some(isCutByTorchBackend)
      ? [
          'With the PyTorch backend before Keras 3.15, the output is smaller: its output_padding was limited to strides − 1.',
        ]
      : []),
    ...(some(isRefusedByTensorFlow)
      ? [
          'The TensorFlow backend refuses an even kernel with padding="same" and output_padding=0; JAX and PyTorch accept it.',
        ]
      : []),
    ...(some(({ dilation }) => dilation > 1) ? ['The TensorFlow backend refuses dilation_rate > 1 on the CPU.'] : []),
  ];
}

/** The padding and output_padding that the PyTorch backend passed on, before it cropped as JAX does (Keras 3.15). */
function oldTorchPadding(known: KnownAxis): { readonly padding: number; readonly outputPadding: number } | null {
  const { extent, stride, padding } = known;
  if (padding.kind !== 'named' || padding.name !== 'SAME') return null;
  const wanted = known.outputPadding ?? stride - (extent % 2);
  const lines = (extent % 2) - extent + wanted;
  const own = Math.max(-Math.floor(lines / 2), 0);
  return { padding: own, outputPadding: 2 * own + lines };
}

function isShiftedByTorchBackend(known: KnownAxis): boolean {
  const old = oldTorchPadding(known);
  const now = kerasCrop(known, 2, 0);
  return old !== null && now.kind === 'crop' && old.outputPadding < known.stride && old.padding !== now.start;
}

function isCutByTorchBackend(known: KnownAxis): boolean {
  const old = oldTorchPadding(known);
  return old !== null && old.outputPadding > Math.max(0, known.stride - 1);
}

/** TensorFlow requires ⌈output ÷ stride⌉ = input. */
function isRefusedByTensorFlow({ extent, outputPadding, padding }: KnownAxis): boolean {
  return padding.kind === 'named' && padding.name === 'SAME' && extent % 2 === 0 && outputPadding === 0;
}
