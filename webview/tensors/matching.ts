import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatShape } from '../../src/scenario/text/format.ts';

/** What the filter searches of an entry. */
interface SearchedText {
  /** Key, dtype and shape in lower case. */
  readonly text: string;
  /** The shape as people type it: "4x3x2x2". */
  readonly typed: string;
}

/** The texts of the lists that were filtered: each letter that is typed filters the same list again. */
const searched = new WeakMap<readonly TensorEntry[], readonly SearchedText[]>();

function searchedTexts(entries: readonly TensorEntry[]): readonly SearchedText[] {
  const known = searched.get(entries);
  if (known !== undefined) return known;
  const texts = entries.map(({ key, element, shape }) => ({
    text: `${key} ${element} ${formatShape(shape)}`.toLowerCase(),
    typed: shape.join('x'),
  }));
  searched.set(entries, texts);
  return texts;
}

/** Returns the entries whose key, dtype or shape contains every word of the filter. */
export function matching(entries: readonly TensorEntry[], filter: string): readonly TensorEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  const texts = searchedTexts(entries);
  // An x beside a digit may stand for the × of a shape; otherwise it is a letter.
  const tests = words.map((word) => ({ word, isShape: /\dx|x\d/.test(word) }));
  return entries.filter((_, i) => {
    const { text, typed } = texts[i] as SearchedText;
    return tests.every(({ word, isShape }) => text.includes(word) || (isShape && typed.includes(word)));
  });
}
