import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { elementBytes } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import { readStrided } from '../common/readStrided.ts';
import type { ZipMember } from '../zip/zipMember.ts';
import type { StorageView } from './tensorView.ts';

/**
 * Refuses a view that reaches beyond its storage, and a storage whose member is shorter than the pickle says. The
 * refusal is a noun phrase: "a tensor whose …".
 */
export function checkView(view: StorageView, member: ZipMember | undefined): Result<null> {
  const { storage, storageBytes, element, shape, strides, offset } = view;
  if (member === undefined) {
    return refuse('file', `a tensor whose storage ${quoted(storage)} is not in the file`);
  }
  if (storageBytes > member.size) {
    return refuse('file', `a tensor whose storage has ${member.size} bytes in the file, not ${storageBytes}`);
  }
  if (endOf(view) * elementBytes(element) <= storageBytes) return ok(null);
  return refuse(
    'file',
    `a tensor that reaches beyond its storage of ${storageBytes} bytes: shape (${shape.join(', ')}), strides (${strides.join(', ')}) from element ${offset} on`,
  );
}

/** Reads the numbers of a view; reads only the part of the storage that the view spans. */
export async function readView(view: StorageView, member: ZipMember, little: boolean): Promise<Result<Tensor>> {
  const { element, shape, strides, offset } = view;
  const size = elementBytes(element);
  const span = Math.max(0, endOf(view) - offset);
  const bytes = await member.read(span === 0 ? 0 : offset * size, span * size);
  return bytes.ok ? ok(readStrided(bytes.value, { element, little, shape, strides })) : bytes;
}

/** Returns the index in the storage after the last element of the view, or 0 if the view is empty. */
function endOf({ shape, strides, offset }: StorageView): number {
  if (elementCount(shape) === 0) return 0;
  return shape.reduce((end, n, axis) => end + (n - 1) * (strides[axis] as number), offset + 1);
}
