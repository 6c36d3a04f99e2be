import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { PickledSparse, PickledTensor } from './pickledTensor.ts';
import { readView } from './readView.ts';
import { denseOfSparse, type SparseShapes } from './sparseTensor.ts';
import type { StorageBytes } from './storageBytes.ts';

/** Returns the shapes of a sparse tensor that was pickled. */
export function sparseShapesOf(
  { shape: values }: PickledTensor,
  { layout, shape, places }: PickledSparse,
): SparseShapes {
  return { layout, shape, values, places: places.map((each) => each.shape) };
}

/** Reads a sparse tensor as a dense one. */
export async function readSparse(
  view: PickledTensor,
  sparse: PickledSparse,
  bytesOf: (view: PickledTensor) => StorageBytes | undefined,
  little: boolean,
): Promise<Result<Tensor>> {
  const read = async (part: PickledTensor): Promise<Result<Tensor>> => {
    const bytes = bytesOf(part);
    return bytes === undefined
      ? refuse('file', 'a part of a sparse tensor is not in the file.')
      : await readView(part, bytes, little);
  };
  const values = await read(view);
  if (!values.ok) return values;
  const places: Tensor['data'][] = [];
  for (const part of sparse.places) {
    const place = await read(part);
    if (!place.ok) return place;
    places.push(place.value.data);
  }
  return denseOfSparse(sparseShapesOf(view, sparse), values.value, places, view.element);
}
