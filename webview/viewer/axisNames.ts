import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { StageId } from '../../src/engine/provenance/stage.ts';
import type { AxisNames } from './ticks.ts';

/** What the axes of a stage count; null for an image, whose place says it. */
export interface StageAxes {
  readonly rows: AxisNames | null;
  readonly columns: AxisNames | null;
}

const none: StageAxes = { rows: null, columns: null };

/** What a stage's rows and columns are: U's rows are the taps of one channel after another, and so on. */
export function axesOf(stage: StageId, geometry: Geometry): StageAxes {
  const channel: AxisNames = { cell: 'c', block: 'c', size: 1 };
  const taps: AxisNames = { cell: 'r', block: 'c', size: geometry.taps };
  const place: AxisNames = { cell: 'l', block: 'y', size: geometry.w.outputSize, within: 'x' };
  const source: AxisNames = { cell: 'i', block: 'y', size: geometry.w.inputSize, within: 'x' };
  const spread: AxisNames = { cell: 'q', block: 'c', size: geometry.taps };
  const phaseRow: AxisNames = { cell: 'r', block: 'r', size: 1 };
  const tile: AxisNames = { cell: 't', block: 't', size: 1 };
  const phaseColumn: AxisNames = { cell: 'l', block: 'l', size: 1 };
  switch (stage) {
    case 'unfolded':
      return { rows: taps, columns: place };
    case 'kernel-matrix':
      return { rows: channel, columns: taps };
    case 'product':
      return { rows: channel, columns: place };
    case 'input-matrix':
      return { rows: channel, columns: source };
    case 'weight-matrix':
      return { rows: spread, columns: channel };
    case 'columns':
      return { rows: spread, columns: source };
    case 'phase-unfolded':
      return { rows: phaseRow, columns: phaseColumn };
    case 'phase-kernel-matrix':
      return { rows: channel, columns: phaseRow };
    case 'phase-product':
      return { rows: channel, columns: phaseColumn };
    case 'transformed-input':
      return { rows: channel, columns: tile };
    case 'transformed-kernel-matrix':
      return { rows: channel, columns: channel };
    case 'transformed-product':
      return { rows: channel, columns: tile };
    case 'convolution-matrix':
      return {
        rows: { cell: 'o', block: 'c', size: geometry.columns },
        columns: { cell: 'i', block: 'c', size: geometry.h.inputSize * geometry.w.inputSize },
      };
    case 'input-vector':
    case 'output-vector':
    case 'input':
    case 'padded':
    case 'weight':
    case 'rotated':
    case 'phase-kernel':
    case 'tile':
    case 'transformed-tile':
    case 'transformed-kernel':
    case 'output':
      return none;
    default: {
      const never: never = stage;
      throw new Error(`unknown stage ${String(never)}`);
    }
  }
}
