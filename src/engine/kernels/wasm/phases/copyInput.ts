import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { inputPlane } from '../../../geometry/planeOffsets.ts';
import type { Progress } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Addresses of the padded input and of the staging area, into which planes are copied first. */
interface InputPlaces {
  readonly elementBytes: 4 | 8;
  readonly layout: PaddedLayout;
  readonly planesPerBlock: number;
  /** Number of rows that are copied at a time if a single plane is too large for the staging area. */
  readonly rowsPerBlock: number;
  readonly staging: number;
  readonly padded: number;
}

/** Copies one group's channels of an image into the padded input. */
export function* copyInput(
  { pad, inputView }: TypedKernels,
  { input }: Call,
  geometry: Geometry,
  { layout, planesPerBlock, rowsPerBlock, staging, padded, elementBytes }: InputPlaces,
  [n, group]: readonly [number, number],
  { magnitude }: PhaseRun,
  progress: Progress,
): Steps<void> {
  const { cinPerGroup, h, w } = geometry;
  const { pitch, planePitch, origin } = layout;
  const plane = h.inputSize * w.inputSize;
  const rowsAtOnce = planesPerBlock > 1 ? h.inputSize : rowsPerBlock;
  for (let first = 0; first < cinPerGroup; first += planesPerBlock) {
    const planes = Math.min(planesPerBlock, cinPerGroup - first);
    for (let row = 0; row < h.inputSize; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, h.inputSize - row);
      const count = planes > 1 ? planes * plane : rows * w.inputSize;
      const from = inputPlane(geometry, n, group * cinPerGroup + first) + row * w.inputSize;
      inputView.set(input.data.subarray(from, from + count), staging / inputView.BYTES_PER_ELEMENT);
      const to = padded + (origin + first * planePitch + row * pitch) * elementBytes;
      // The zeros after the plane are written together with the plane's last rows.
      const behind = row + rows < h.inputSize ? rows * pitch : planePitch - row * pitch;
      pad(staging, to, planes, rows, w.inputSize, pitch, behind, magnitude ? 1 : 0);
      const step = progress.advance(count);
      if (step !== null) yield step;
    }
  }
}
