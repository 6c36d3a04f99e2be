import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatShape } from '../../src/scenario/text/format.ts';

/** Returns the entries whose key, dtype or shape contains every word of the filter. */
export function matching(entries: readonly TensorEntry[], filter: string): readonly TensorEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries.filter(({ key, element, shape }) => {
    const text = `${key} ${element} ${formatShape(shape)}`.toLowerCase();
    const typed = shape.join('x');
    // An x beside a digit may stand for the × of a shape; otherwise it is a letter.
    return words.every((word) => text.includes(word) || (/\dx|x\d/.test(word) && typed.includes(word)));
  });
}
