import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import { elementBytes, type ElementName } from '../common/element.ts';
import { columnMajorStrides, rowMajorStrides } from '../common/readStrided.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import type { TensorStorage } from '../common/tensorStorage.ts';
import { type NpyElement, npyElementsOf } from './npyElement.ts';
import { type NpyHeader, npyMagic } from './npyHeader.ts';

/** The array of a `.npy` file. Its size has been checked. */
export interface NpyArray {
  readonly header: NpyHeader;
  /** The element types that its bytes may be read as; several only if the file does not say which. */
  readonly elements: readonly [NpyElement, ...NpyElement[]];
  /** Bytes from the end of the array to the end of the file, where further arrays were appended; usually 0. */
  readonly surplus: number;
}

/** Bytes that {@link npyArrayOf} needs from after the array. */
export const bytesAfter = npyMagic.length;

/** Returns where the data of the first array of a `.npy` file ends. */
export function npyEnd({ shape, dataOffset, descr }: NpyHeader, name: string): Result<number> {
  const elements = npyElementsOf(descr, name);
  if (!elements.ok) return elements;
  const [first] = elements.value;
  return ok(dataOffset + elementCount(shape) * elementBytes((first as NpyElement).element));
}

/**
 * Returns the array that a header describes. Refuses an element type that cannot be read, and a file whose data is not
 * as long as its header declares, unless another array was appended: `next` are the first bytes after the data.
 */
export function npyArrayOf(header: NpyHeader, fileSize: number, next: Uint8Array, name: string): Result<NpyArray> {
  const { descr, shape, dataOffset } = header;
  const found = npyElementsOf(descr, name);
  if (!found.ok) return found;
  const [first, ...others] = found.value;
  const end = npyEnd(header, name);
  if (!end.ok) return end;
  const surplus = fileSize - end.value;
  const isAppended = surplus > 0 && next.length >= bytesAfter && npyMagic.every((byte, i) => next[i] === byte);
  if (surplus === 0 || isAppended) {
    return ok({ header, elements: [first as NpyElement, ...others], surplus });
  }
  const what = surplus < 0 ? 'is cut off' : 'is longer than its header says';
  return refuse(
    'file',
    `${name} ${what}: shape (${shape.join(', ')}) of ${descr} needs ${end.value - dataOffset} bytes of data, the file has ${fileSize - dataOffset}${surplus < 0 ? '; copy or download it again' : '; save it again'}.`,
  );
}

/**
 * Returns the entries of an array under the key `key`: one, or, if the file does not say what its elements are, one for
 * each type that they may be, under the key `key.type`. To use one of them is to choose.
 */
export function npyEntries({ header, elements }: NpyArray, key: string): readonly TensorEntry[] {
  const { shape, descr } = header;
  if (elements.length === 1) return [{ key, element: elements[0].element, shape }];
  return elements.map(({ element }) => ({
    key: key === '' ? element : `${key}.${element}`,
    element,
    shape,
    through: `read as ${element}; the file says only "${descr}"`,
  }));
}

/** Says what of a `.npy` file is not read: the arrays after the first. */
export function npyLeftOut({ surplus }: NpyArray): readonly string[] {
  return surplus === 0 ? [] : [`more arrays in ${surplus} bytes after the first, which np.load leaves out as well`];
}

/** Returns an array as a stored tensor of one of its element types. `read` reads the bytes of the file. */
export function npyStorage(
  { header: { shape, fortranOrder, dataOffset }, elements }: NpyArray,
  wanted: ElementName,
  { read, isDirect }: Pick<TensorStorage, 'read' | 'isDirect'>,
): TensorStorage {
  const element = elements.find((each) => each.element === wanted) ?? elements[0];
  const strides = fortranOrder ? columnMajorStrides(shape) : rowMajorStrides(shape);
  return { ...element, shape, strides, start: dataOffset, isDirect, read };
}
