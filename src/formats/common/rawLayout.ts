import type { Shape } from '../../engine/core/tensor.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import { bytesNeeded, elementBytes, type ElementName, elementFormats } from './element.ts';
import { numpyCodes } from './numpyCodes.ts';

/** How the numbers of a file without a header are stored, row-major. */
export interface RawLayout {
  readonly element: ElementName;
  readonly little: boolean;
  /** Null for all numbers of the file along one axis. */
  readonly shape: Shape | null;
}

const grammar = /^(.*):([<>=|]?)([a-z]\w*)(?::(\d+(?:[x×]\d+)*))?$/is;

/**
 * Splits `FILE:dtype:shape`, such as "y.bin:float32:1x3x6x6" or "y.bin:>f4:6x6", which names the numbers of a file without a
 * header. `key` begins with the colon. Null for any other text.
 */
export function rawPathOf(text: string): { readonly file: string; readonly key: string } | null {
  const [, file, order = '', type = '', shape] = grammar.exec(text) ?? [];
  if (file === undefined || file === '' || elementOf(type) === null) return null;
  return { file, key: `:${order}${type}${shape === undefined ? '' : `:${shape}`}` };
}

/** Returns the layout that a key such as ":float32:1x3x6x6" gives; null for the key of a tensor. */
export function rawLayoutOf(key: string): RawLayout | null {
  const [, file, order = '', type = '', shape] = grammar.exec(`x${key}`) ?? [];
  const element = file === 'x' ? elementOf(type) : null;
  if (element === null) return null;
  return { element, little: order !== '>', shape: shape === undefined ? null : shape.split(/[x×]/).map(Number) };
}

/** Returns the key of a layout: ":float32:1x3x6x6". */
export function rawKey({ element, little, shape }: RawLayout): string {
  return `:${little ? '' : '>'}${element}${shape === null || shape.length === 0 ? '' : `:${shape.join('x')}`}`;
}

/**
 * Returns the layout of a file of `size` bytes without a header that holds a tensor like another one: of its shape, and of
 * its element type or another float of the size that fits. Null if no type fits.
 */
export function rawLayoutLike(size: number, shape: Shape, element: ElementName): RawLayout | null {
  const floats: readonly ElementName[] = ['float32', 'float16', 'float64'];
  const found = [element, ...floats].find((each) => elementCount(shape) > 0 && bytesNeeded(shape, each) === size);
  return found === undefined ? null : { element: found, little: true, shape };
}

/** Returns the shape of a layout in a file of `size` bytes; a text that says why the bytes do not fit otherwise. */
export function rawShape({ element, shape }: RawLayout, size: number): Shape | string {
  const bytes = elementBytes(element);
  if (shape === null) {
    return size % bytes === 0 ? [size / bytes] : `${size} bytes are not a whole number of ${element}`;
  }
  const needed = bytesNeeded(shape, element);
  return needed === size
    ? shape
    : `${element} of shape (${shape.join(', ')}) takes ${needed ?? 'too many'} bytes, and it has ${size}`;
}

function elementOf(type: string): ElementName | null {
  if (isElementName(type)) return type;
  return Object.hasOwn(numpyCodes, type) ? (numpyCodes[type] ?? null) : null;
}

function isElementName(type: string): type is ElementName {
  return Object.hasOwn(elementFormats, type);
}
