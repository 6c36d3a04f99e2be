import { boundReader } from '../../src/engine/rounding/bound.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { overlapView } from '../../src/engine/layer/overlap.ts';
import type { PictureSource, RunPictures } from '../../src/protocol/tileMessages.ts';
import { errorMap } from '../../src/scenario/run/errorMap.ts';
import { type MatrixResolver, resolveTensors } from './resolveTensors.ts';
import { outputView, referenceView } from '../../src/scenario/run/resultViews.ts';

/** Returns the resolver of a run's matrices, or of tensors'. */
export function resolveSource(source: PictureSource): MatrixResolver {
  return 'tensors' in source ? resolveTensors(source) : ofRun(source);
}

function ofRun(run: RunPictures): MatrixResolver {
  const { geometry } = run;
  const stages = formulationOf(run.formulation).stages(run.call, geometry, run.computedOutput);
  const checkedRun = { run, geometry, boundAt: boundReader(run.bound) };
  return ({ what, cursor }) => {
    switch (what.kind) {
      case 'stage': {
        const stage = stages.find(({ id }) => id === what.stage);
        if (stage === undefined) throw new Error(`This run has no stage "${what.stage}".`);
        return stage.view(cursor);
      }
      case 'actual':
        return outputView(checkedRun, cursor);
      case 'overlap':
        return overlapView(geometry);
      case 'reference':
        return referenceView(checkedRun, cursor);
      case 'error':
        return errorMap(checkedRun, cursor, what.measure);
      default:
        throw new Error(`A run has no "${what.kind}".`);
    }
  };
}
