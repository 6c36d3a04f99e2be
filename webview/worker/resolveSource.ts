import { boundReader } from '../../src/engine/rounding/bound.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { overlapView } from '../../src/engine/layer/overlap.ts';
import { differenceView, planeView, signedDifferenceView } from '../../src/engine/views/plane.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { PictureSource, RunPictures, TensorPictures, MatrixRef } from '../../src/protocol/tileMessages.ts';
import { errorMap } from '../../src/scenario/run/errorMap.ts';
import { outputView, referenceView } from '../../src/scenario/run/resultViews.ts';

/** Returns a matrix of a picture source. @throws if the source has no such matrix */
export type MatrixResolver = (matrix: MatrixRef) => MatrixView;

/** Returns the resolver of a run's matrices, or of tensors'. */
export function resolveSource(source: PictureSource): MatrixResolver {
  return 'tensors' in source ? ofTensors(source) : ofRun(source);
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

function ofTensors({ tensors }: TensorPictures): MatrixResolver {
  const tensor = (i: number): Tensor => {
    const found = tensors[i];
    if (found === undefined) throw new Error(`There is no tensor ${i}.`);
    return found;
  };
  return ({ what }) => {
    switch (what.kind) {
      case 'plane':
        return planeView(tensor(what.tensor), what.plane);
      case 'difference':
        return differenceView(tensor(0), tensor(1), what.plane);
      case 'signed-difference':
        return signedDifferenceView(tensor(what.tensors[0]), tensor(what.tensors[1]), what.plane);
      default:
        throw new Error(`Tensors without a call have no "${what.kind}".`);
    }
  };
}
