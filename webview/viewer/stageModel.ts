import type { Stage } from '../../src/engine/provenance/stage.ts';
import type { DType } from '../../src/engine/core/tensor.ts';
import type { MatrixRef } from '../../src/protocol/tileMessages.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import type { PaneModel, TensorStore } from './paneModel.ts';
import type { RunModel } from '../store/runModel.ts';
import { stageStyles } from './stageStyles.ts';

/** Returns a stage of a run as the content of a pane. `what` names another matrix in the stage's place. */
export function stageModel(
  stage: Stage,
  run: RunModel,
  key: string,
  dtype: DType,
  what: MatrixRef['what'] = { kind: 'stage', stage: stage.id },
): PaneModel {
  const { axes, index, meaning } = stageStyles[stage.id];
  return {
    key,
    stage,
    dtype,
    what,
    axes: axes(run.geometry),
    index: (cursor, cell) => formatIndex(index(run, cursor, cell)),
    ...(meaning === undefined ? {} : { meaning: (cursor, cell) => meaning(run.geometry, cursor, cell) }),
  };
}

/** Stores by run, held weakly. */
const stores = new WeakMap<RunModel, TensorStore>();

/** Returns a run as a tensor store; the same object for the same run. */
export function runStoreOf(run: RunModel): TensorStore {
  const store = stores.get(run) ?? {
    tileSource: run.run,
    name: run.scenario.name,
    hold: run.hold,
  };
  stores.set(run, store);
  return store;
}
