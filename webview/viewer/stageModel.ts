import type { Stage } from '../../src/engine/provenance/stage.ts';
import type { DType } from '../../src/engine/core/tensor.ts';
import type { MatrixRef } from '../../src/protocol/tileMessages.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import type { PaneModel, TensorStore } from './paneModel.ts';
import type { RunModel } from '../store/runModel.ts';
import { stageStyles } from './stageStyles.ts';

/** A stage of a run as what a pane shows; `what` where that is not the stage's own matrix. */
export function stageSource(
  stage: Stage,
  run: RunModel,
  key: string,
  dtype: DType,
  what: MatrixRef['what'] = { kind: 'stage', stage: stage.id },
): PaneModel {
  const { axes, index } = stageStyles[stage.id];
  return {
    key,
    stage,
    dtype,
    what,
    axes: axes(run.geometry),
    index: (cursor, cell) => formatIndex(index(run, cursor, cell)),
  };
}

/** A cache: it holds nothing of a run that is gone, and is the same for every page. */
const scenes = new WeakMap<RunModel, TensorStore>();

/** A run as what panes belong to: always the same for the same run. */
export function runStoreOf(run: RunModel): TensorStore {
  const scene = scenes.get(run) ?? {
    looked: run.run,
    name: run.scenario.name,
    hold: run.hold,
  };
  scenes.set(run, scene);
  return scene;
}
