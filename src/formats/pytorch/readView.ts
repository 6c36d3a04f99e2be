import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { elementBytes } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import { readStrided } from '../common/readStrided.ts';
import type { TensorStorage } from '../common/tensorStorage.ts';
import type { PickledTensor } from './pickledTensor.ts';
import type { StorageBytes } from './storageBytes.ts';

/**
 * Refuses a view that reaches beyond its storage, and a storage that is shorter than the pickle says. The refusal is a noun
 * phrase: "a tensor whose …".
 */
export function checkView(view: PickledTensor, bytes: StorageBytes | undefined): Result<null> {
  const { storage, storageBytes, element, shape, strides, offset } = view;
  if (bytes === undefined) {
    const key = storage.kind === 'named' ? ` ${quoted(storage.key)}` : '';
    return refuse('file', `a tensor whose storage${key} is not in the file`);
  }
  if (storageBytes > bytes.size) {
    return refuse('file', `a tensor whose storage has ${bytes.size} bytes in the file, not ${storageBytes}`);
  }
  if (endOf(view) * elementBytes(element) <= storageBytes) return ok(null);
  return refuse(
    'file',
    `a tensor that reaches beyond its storage of ${storageBytes} bytes: shape (${shape.join(', ')}), strides (${strides.join(', ')}) from element ${offset} on`,
  );
}

/** Reads the numbers of a view; reads only the part of the storage that the view spans. */
export async function readView(view: PickledTensor, bytes: StorageBytes, little: boolean): Promise<Result<Tensor>> {
  const { element, shape, strides, offset } = view;
  const size = elementBytes(element);
  const span = Math.max(0, endOf(view) - offset);
  const read = await bytes.read(span === 0 ? 0 : offset * size, span * size);
  return read.ok ? ok(readStrided(read.value, { element, little: view.little ?? little, shape, strides })) : read;
}

/** Returns where the elements of a view are. */
export function locateView(view: PickledTensor, bytes: StorageBytes, little: boolean): TensorStorage {
  const { element, shape, strides, offset } = view;
  const start = offset * elementBytes(element);
  return { element, little: view.little ?? little, shape, strides, start, ...bytes.open() };
}

/** Returns the index in the storage after the last element of the view, or 0 if the view is empty. */
function endOf({ shape, strides, offset }: PickledTensor): number {
  if (elementCount(shape) === 0) return 0;
  return shape.reduce((end, n, axis) => end + (n - 1) * (strides[axis] as number), offset + 1);
}
