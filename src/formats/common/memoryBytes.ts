import { bytesPerElement, elementCount } from '../../engine/core/tensor.ts';
import { elementFormats } from './element.ts';
import type { TensorEntry } from './tensorFile.ts';

/** Returns the bytes that a tensor takes in memory, in the precision it is read in. */
export function memoryBytesOf({ element, shape }: TensorEntry): number {
  return elementCount(shape) * bytesPerElement(elementFormats[element].dtype);
}
