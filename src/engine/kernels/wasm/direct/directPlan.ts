import type { AxisGeometry, Geometry } from '../../../geometry/geometry.ts';
import { type PhaseTap, phaseTaps } from '../../../geometry/phases.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { type PaddedLayout, paddedLayoutOf } from '../phases/paddedLayout.ts';
import { stagingBytes } from '../phases/phasePlan.ts';
import { phaseClasses } from '../phases/phaseClasses.ts';

interface DirectTaps {
  readonly taps: readonly PhaseTap[];
  readonly weights: number;
  readonly offsets: number;
}

/** The output rows of one vertical stride phase, and byte addresses in WebAssembly memory. */
export interface DirectRows {
  /** Address of the phase's parameters (see assembly/direct/direct.ts). */
  readonly at: number;
  readonly phase: number;
  readonly down: readonly PhaseTap[];
  /** The taps of horizontal phases 0 and 1. If the stride is 1, phase 1 has none. */
  readonly across: readonly [DirectTaps, DirectTaps];
}

/** The sizes and addresses of a depthwise run; they do not depend on the tensors' values. */
export interface DirectPlan {
  readonly elementBytes: 4 | 8;
  readonly layout: PaddedLayout;
  readonly rows: readonly DirectRows[];
  readonly planesPerBlock: 1;
  readonly rowsPerBlock: number;
  /** Approximate multiply-adds in an output row. */
  readonly workPerRow: number;
  readonly padded: number;
  readonly staging: number;
  readonly output: number;
  readonly bias: number;
  readonly end: number;
  /** Size of the WebAssembly memory in bytes. */
  readonly size: number;
  /** Multiply-adds for one group of one image. */
  readonly work: number;
}

/**
 * Returns true if the depthwise kernel of assembly/direct supports the call: one input channel per group, and a
 * horizontal stride of 1 or 2.
 */
export function isDirect({ cinPerGroup, w }: Geometry): boolean {
  return cinPerGroup === 1 && w.stride <= 2;
}

/** Plans a run that reads tensors of dtype `from` and computes in `to`. */
export function directPlanOf(geometry: Geometry, from: DType, to: DType): DirectPlan {
  const { h, w, coutPerGroup, columns, taps } = geometry;
  const elementBytes = bytesPerElement(to);
  const layout = paddedLayoutOf(geometry, phaseClasses(h), phaseClasses(w), elementBytes);
  const rowBytes = w.inputSize * bytesPerElement(from);
  const rowsPerBlock = Math.min(h.inputSize, Math.max(1, Math.floor(stagingBytes / rowBytes)));
  const workPerRow = w.outputSize * Math.ceil(taps / (h.stride * w.stride));
  const memory = createArena();
  const tapsAt = (axis: AxisGeometry, phase: number): readonly PhaseTap[] =>
    phaseTaps(axis, phase).filter(({ outputs }) => outputs.from < outputs.to);
  const directTaps = (phase: number, down: readonly PhaseTap[]): DirectTaps => {
    const across = phase < w.stride ? tapsAt(w, phase) : [];
    const count = across.length * down.length;
    return { taps: across, weights: memory.take(count * elementBytes), offsets: memory.take(count * 4) };
  };
  const phases = Array.from({ length: Math.min(h.stride, h.outputSize) }, (_, phase) => phase);
  return {
    elementBytes,
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
    padded: memory.take(layout.count * elementBytes),
    staging: memory.take(rowsPerBlock * rowBytes),
    output: memory.take(columns * elementBytes),
    bias: memory.take(elementBytes),
    end: memory.take(128),
    size: memory.size,
    work: coutPerGroup * h.outputSize * workPerRow,
  };
}
