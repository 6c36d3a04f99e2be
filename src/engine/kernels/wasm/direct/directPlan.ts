import type { AxisGeometry, Geometry } from '../../../geometry/geometry.ts';
import { type PhaseTap, phaseTaps } from '../../../geometry/phases.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { type PaddedLayout, paddedLayoutOf } from '../phases/paddedLayout.ts';
import { stagingBytes } from '../phases/plan.ts';
import { phaseClasses } from '../phases/phaseClasses.ts';

interface DirectTaps {
  readonly taps: readonly PhaseTap[];
  readonly weights: number;
  readonly offsets: number;
}

/** The rows of one vertical phase and their places in the kernels' memory, in bytes. */
export interface DirectRows {
  /** assembly/direct.ts */
  readonly at: number;
  readonly phase: number;
  readonly down: readonly PhaseTap[];
  /** Horizontal phases 0 and 1; with stride 1 the second has no taps. */
  readonly across: readonly [DirectTaps, DirectTaps];
}

/** Everything about a depthwise run but the numbers. */
export interface DirectPlan {
  readonly element: 4 | 8;
  readonly layout: PaddedLayout;
  readonly rows: readonly DirectRows[];
  readonly planesPerBlock: 1;
  readonly rowsPerBlock: number;
  /** Multiply-adds in an output row, about. */
  readonly workPerRow: number;
  readonly padded: number;
  readonly staging: number;
  readonly output: number;
  readonly bias: number;
  readonly end: number;
  /** Bytes of the memory. */
  readonly size: number;
  /** Multiply-adds of a group and an image. */
  readonly work: number;
}

/** Whether the call is one for the direct kernel: one input channel a group, and horizontal stride 1 or 2. */
export function isDirect({ cinPerGroup, w }: Geometry): boolean {
  return cinPerGroup === 1 && w.stride <= 2;
}

/** Plans a run that reads tensors of `from` and computes in `to`. */
export function directPlanOf(geometry: Geometry, from: DType, to: DType): DirectPlan {
  const { h, w, coutPerGroup, columns, taps } = geometry;
  const element = bytesPerElement(to);
  const layout = paddedLayoutOf(geometry, phaseClasses(h), phaseClasses(w), element);
  const rowBytes = w.inputSize * bytesPerElement(from);
  const rowsPerBlock = Math.min(h.inputSize, Math.max(1, Math.floor(stagingBytes / rowBytes)));
  const workPerRow = w.outputSize * Math.ceil(taps / (h.stride * w.stride));
  const memory = createArena();
  const tapsAt = (axis: AxisGeometry, phase: number): readonly PhaseTap[] =>
    phaseTaps(axis, phase).filter(({ outputs }) => outputs.from < outputs.to);
  const directTaps = (phase: number, down: readonly PhaseTap[]): DirectTaps => {
    const across = phase < w.stride ? tapsAt(w, phase) : [];
    const count = across.length * down.length;
    return { taps: across, weights: memory.take(count * element), offsets: memory.take(count * 4) };
  };
  const phases = Array.from({ length: Math.min(h.stride, h.outputSize) }, (_, phase) => phase);
  return {
    element,
    layout,
    rows: phases.map((phase) => {
      const down = tapsAt(h, phase);
      return {
        at: memory.take(64),
        phase,
        down,
        across: [directTaps(0, down), directTaps(1, down)],
      };
    }),
    planesPerBlock: 1,
    rowsPerBlock,
    workPerRow,
    padded: memory.take(layout.count * element),
    staging: memory.take(rowsPerBlock * rowBytes),
    output: memory.take(columns * element),
    bias: memory.take(element),
    end: memory.take(128),
    size: memory.size,
    work: coutPerGroup * h.outputSize * workPerRow,
  };
}
