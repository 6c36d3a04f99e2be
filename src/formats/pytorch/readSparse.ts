import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { PickledSparse, PickledTensor } from './pickledTensor.ts';
import { readView } from './readView.ts';
import { denseOfSparse, sparseShapesOf } from './sparseTensor.ts';
import type { BytesOf } from './storageBytes.ts';

/** Reads a sparse tensor as a dense one. */
export async function readSparse(
  view: PickledTensor,
  sparse: PickledSparse,
  bytesOf: BytesOf,
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
