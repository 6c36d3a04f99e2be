import { computed, type ReadonlySignal } from '@preact/signals';
import type { StageId } from '../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { finiteMax, niceLimit } from '../colour/limits.ts';
import { signedScale, type Scale } from '../colour/scale.ts';
import type { Loaded } from '../store/loaded.ts';
import type { Viewer } from '../store/viewer.ts';

/** Stages that show the same numbers share their colours, so that a value can be followed by eye. */
export type ScaleGroup =
  'input' | 'weight' | 'output' | 'columns' | 'transformed-input' | 'transformed-weight' | 'transformed-product';

export function scaleGroupOf(stage: StageId): ScaleGroup {
  switch (stage) {
    case 'input':
    case 'padded':
    case 'unfolded':
    case 'input-matrix':
    case 'input-vector':
    case 'phase-unfolded':
    case 'tile':
      return 'input';
    case 'weight':
    case 'rotated':
    case 'kernel-matrix':
    case 'weight-matrix':
    case 'phase-kernel':
    case 'phase-kernel-matrix':
    case 'convolution-matrix':
      return 'weight';
    case 'product':
    case 'phase-product':
    case 'output-vector':
    case 'output':
      return 'output';
    case 'columns':
      return 'columns';
    case 'transformed-tile':
    case 'transformed-input':
      return 'transformed-input';
    case 'transformed-kernel':
    case 'transformed-kernel-matrix':
      return 'transformed-weight';
    case 'transformed-product':
      return 'transformed-product';
    default: {
      const never: never = stage;
      throw new Error(`unknown stage ${String(never)}`);
    }
  }
}

/** The colours of a run's stages. */
export interface Scales {
  /** The limits a scale has without clipping: round numbers at or above the largest finite magnitude; y and reference share one. */
  readonly naturalLimit: (group: ScaleGroup) => ReadonlySignal<number>;
  /** The scale of a group, clipped where the user has clipped it; a clip beyond the numbers there are clips nothing. */
  readonly scaleOf: (group: ScaleGroup) => ReadonlySignal<Scale>;
}

export function createScales(currentRun: ReadonlySignal<Loaded | null>, clips: Viewer['clips']): Scales {
  const limits: Readonly<Record<ScaleGroup, ReadonlySignal<number>>> = {
    input: computed(() => niceLimit(finiteMax(currentRun.value?.run.call.input.data ?? []))),
    weight: computed(() => niceLimit(finiteMax(currentRun.value?.run.call.weight.data ?? []))),
    output: computed(() => {
      const run = currentRun.value?.run;
      if (run === undefined) return 0;
      return niceLimit(Math.max(finiteMax(run.output.data), finiteMax(run.reference.data)));
    }),
    columns: computed(() => sampledLimit(currentRun.value, 'columns')),
    'transformed-input': computed(() => sampledLimit(currentRun.value, 'transformed-input')),
    'transformed-weight': computed(() => sampledLimit(currentRun.value, 'transformed-kernel-matrix')),
    'transformed-product': computed(() => sampledLimit(currentRun.value, 'transformed-product')),
  };
  const scales = new Map(
    (Object.keys(limits) as ScaleGroup[]).map((group) => [
      group,
      computed(() => signedScale(Math.min(clips.value[group] ?? Infinity, limits[group].value))),
    ]),
  );
  return {
    naturalLimit: (group) => limits[group],
    scaleOf: (group) => scales.get(group) as ReadonlySignal<Scale>,
  };
}

/** The limit of a stage that is computed when read: from some of the cells of the slices of a few terms. */
function sampledLimit(run: Loaded | null, wanted: StageId): number {
  const stage = run?.stages.find(({ id }) => id === wanted);
  if (run === null || stage === undefined || run.geometry.n === 0) return 0;
  const first = { n: 0, c: 0, y: 0, x: 0 };
  const last = Math.max(0, run.formulation.termCount(run.geometry, first) - 1);
  const terms = wanted === 'columns' ? [0] : [0, Math.floor(last / 2), last];
  return niceLimit(Math.max(...terms.map((term) => sampledMax(stage.view({ ...first, term })))));
}

/** The largest finite magnitude among at most some thousand cells, spread evenly; for what is computed when read. */
function sampledMax(view: MatrixView): number {
  const side = 48;
  const rows = Math.min(view.rows, side);
  const columns = Math.min(view.columns, side);
  const values: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const row = Math.floor(((i + 0.5) * view.rows) / rows);
      const column = Math.floor(((j + 0.5) * view.columns) / columns);
      values.push(view.value(row, column));
    }
  }
  return finiteMax(values);
}
