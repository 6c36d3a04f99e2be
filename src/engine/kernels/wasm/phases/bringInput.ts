import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { inputPlane } from '../../../geometry/planeOffsets.ts';
import type { Progress } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Where the padded input is, and where planes wait that are brought over together. */
interface InputPlaces {
  readonly element: 4 | 8;
  readonly layout: PaddedLayout;
  readonly planesPerBlock: number;
  /** Rows of them, where a plane alone is too much. */
  readonly rowsPerBlock: number;
  readonly staging: number;
  readonly padded: number;
}

/** One group's channels of an image into the padded input. */
export function* bringInput(
  { pad, read }: TypedKernels,
  { input }: Call,
  geometry: Geometry,
  { layout, planesPerBlock, rowsPerBlock, staging, padded, element }: InputPlaces,
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
      read.set(input.data.subarray(from, from + count), staging / read.BYTES_PER_ELEMENT);
      const to = padded + (origin + first * planePitch + row * pitch) * element;
      // What lies behind the plane belongs to its last rows.
      const behind = row + rows < h.inputSize ? rows * pitch : planePitch - row * pitch;
      pad(staging, to, planes, rows, w.inputSize, pitch, behind, magnitude ? 1 : 0);
      const step = progress.advance(count);
      if (step !== null) yield step;
    }
  }
}
