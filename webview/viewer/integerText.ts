import { cellText } from '../../src/scenario/text/cellText.ts';
import { formatFixed } from '../../src/scenario/text/format.ts';

/** Writes whole numbers in cells as whole numbers; one that has no room as it fits. */
export function integerText(value: number, characters: number): string {
  const text = formatFixed(value, 0);
  return Number.isFinite(value) && text.length <= characters ? text : cellText(value, characters);
}
