import { computed, type ReadonlySignal } from '@preact/signals';
import { sliceText } from '../../src/engine/stages/sliceText.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { finiteMax, niceLimit } from '../../src/colour/limits.ts';
import { signedScale, type Scale } from '../../src/colour/scale.ts';
import type { RunModel } from '../store/runModel.ts';
import type { Viewer } from '../store/viewer.ts';
import { type ScaleGroup, stageStyles } from './stageStyles.ts';

/** Colour scales of a run's stages. */
export interface Scales {
  /**
   * Returns the limit of a scale without clipping: a round number at or above the largest finite magnitude. The output
   * and the reference share one limit.
   */
  readonly naturalLimit: (group: ScaleGroup) => ReadonlySignal<number>;
  /** Returns the scale of a group. If the user has set a limit below the natural one, the scale is clipped there. */
  readonly scaleOf: (group: ScaleGroup) => ReadonlySignal<Scale>;
}

export function createScales(currentRun: ReadonlySignal<RunModel | null>, clips: Viewer['clips']): Scales {
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
    'transformed-weight': computed(() => sampledLimit(currentRun.value, 'transformed-weight')),
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

/**
 * Estimates the colour limit of a group of panes whose matrix is not stored. Reads cells in three slices: those of the first,
 * the middle and the last term of output element (0, 0, 0, 0).
 */
function sampledLimit(run: RunModel | null, group: ScaleGroup): number {
  const stage = run?.stages.find(({ id, form }) => form === 'matrix' && stageStyles[id].scale === group);
  if (run === null || stage === undefined || run.geometry.n === 0) return 0;
  const first = { n: 0, c: 0, y: 0, x: 0 };
  const last = Math.max(0, run.formulation.termCount(run.geometry, first) - 1);
  const cursors = [0, Math.floor(last / 2), last].map((term) => ({ ...first, term }));
  const slices = new Map(cursors.map((at) => [sliceText(stage.slice(at)), at]));
  return niceLimit(Math.max(...[...slices.values()].map((at) => sampledMax(stage.view(at)))));
}

/** Returns the largest finite magnitude among at most 48 × 48 evenly spread cells. */
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
