import type { StoredDType } from '../engine/compare/defaultTolerance.ts';
import { accept, type Result } from '../engine/refusal.ts';
import { bytesPerElement, elementCount, type Tensor } from '../engine/tensor.ts';
import { elements } from '../formats/element.ts';
import { npyElement } from '../formats/npyElement.ts';
import { readNpyHeader } from '../formats/npyHeader.ts';
import { readNpy } from '../formats/readNpy.ts';
import { readBytes } from './files.ts';
import { refuseLarger } from './refuseLarger.ts';

/** A tensor, and what its file holds it as. */
export interface TensorFile {
  readonly tensor: Tensor;
  readonly stored: StoredDType;
}

/** The tensor in a `.npy` file; neither the file nor the tensor, which can be wider, may have more than `limit` bytes. */
export async function readTensor(path: string, limit: number): Promise<Result<TensorFile>> {
  const bytes = await readBytes(path, limit);
  if (!bytes.ok) return bytes;
  const header = readNpyHeader(bytes.value, path);
  if (!header.ok) return header;
  const element = npyElement(header.value.descr, path);
  if (!element.ok) return element;
  const { dtype, stored } = elements[element.value.element];
  const size = elementCount(header.value.shape) * bytesPerElement(dtype);
  // A file that is cut off is refused as that, not for the memory its header speaks of.
  const fits = size > bytes.value.byteLength * 8 ? accept(null) : refuseLarger(path, size, limit);
  if (!fits.ok) return fits;
  const tensor = readNpy(bytes.value, path);
  return tensor.ok ? accept({ tensor: tensor.value, stored }) : tensor;
}
