import type { Tensor } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { differenceView, planeView, signedDifferenceView } from '../../src/engine/views/plane.ts';
import type { MatrixRef, TensorPictures } from '../../src/protocol/tileMessages.ts';

/** Returns a matrix of a picture source. @throws if the source has no such matrix */
export type MatrixResolver = (matrix: MatrixRef) => MatrixView;

/** Returns the resolver of the matrices of tensors without a call. */
export function resolveTensors({ tensors }: TensorPictures): MatrixResolver {
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
