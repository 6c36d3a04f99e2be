import type { Shape } from '../../engine/core/tensor.ts';
import { bytesOf, type ElementName } from './element.ts';

/** Bytes of a dense tensor; null where that is beyond 2⁵³, which a size of 0 behind it does not mend. */
export function bytesNeeded(shape: Shape, element: ElementName): number | null {
  let bytes = bytesOf(element);
  for (const size of shape) {
    bytes *= size;
    if (!Number.isSafeInteger(bytes)) return null;
  }
  return bytes;
}
