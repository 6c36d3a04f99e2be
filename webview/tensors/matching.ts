import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatShape } from '../../src/scenario/text/format.ts';

/** The entries in which every word of the filter stands: in the key, the dtype or the shape. */
export function matching(entries: readonly TensorEntry[], filter: string): readonly TensorEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries.filter(({ key, element, shape }) => {
    const text = `${key} ${element} ${formatShape(shape)}`.toLowerCase();
    const typed = shape.join('x');
    // An x between digits is a shape's sign; by itself it is a letter.
    return words.every((word) => text.includes(word) || (/\dx|x\d/.test(word) && typed.includes(word)));
  });
}
