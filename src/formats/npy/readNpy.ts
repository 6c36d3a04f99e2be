import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { ElementName } from '../common/element.ts';
import { readStrided } from '../common/readStrided.ts';
import { bytesAfter, npyArrayOf, npyEnd, npyStorage } from './npyArray.ts';
import { readNpyHeader } from './npyHeader.ts';

/**
 * Reads the first tensor in a `.npy` file, row-major also if the file is in Fortran order or big-endian, in the engine's
 * dtype for its element type. If no conversion is needed, nothing is copied: the tensor is a view of `bytes`. Nothing is
 * allocated before the file is known to hold all it declares. `wanted` chooses the element type of a file that does not
 * say it; `name` is what refusals call the file.
 */
export function readNpy(bytes: ArrayBuffer, name: string, wanted?: ElementName): Result<Tensor> {
  const header = readNpyHeader(bytes, name);
  if (!header.ok) return header;
  const end = npyEnd(header.value, name);
  if (!end.ok) return end;
  const next = new Uint8Array(bytes.slice(end.value, end.value + bytesAfter));
  const array = npyArrayOf(header.value, bytes.byteLength, next, name);
  if (!array.ok) return array;
  const { element } = array.value.elements[0];
  const unread = { read: () => Promise.resolve(ok(bytes)), isDirect: true };
  const { start, ...layout } = npyStorage(array.value, wanted ?? element, unread);
  return ok(readStrided(bytes, layout, start));
}
