import type { ProfileId } from '../../engine/precision/profiles.ts';
import { type ElementName, elementFormats } from '../../formats/common/element.ts';

/** Returns the precision of a call whose tensors are stored in this element type, if nothing else names one. */
export function dtypeOfElement(element: ElementName): ProfileId {
  return element === 'float16' || element === 'bfloat16' ? element : elementFormats[element].dtype;
}
