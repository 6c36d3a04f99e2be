import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ElementName } from '../common/element.ts';

/** Element types by NumPy's kind and size in bytes. */
const kinds: Readonly<Record<string, ElementName>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

/** The element type of a `.npy` file and its byte order. */
export interface NpyElement {
  readonly element: ElementName;
  readonly little: boolean;
}

/**
 * Returns the element type of a `descr` such as "<f4". Refuses objects, strings, complex numbers and dates. `name` is
 * what the refusal calls the file.
 */
export function npyElementOf(descr: string, name: string): Result<NpyElement> {
  const [, order, kind = ''] = /^([<>|=]?)([a-z]\d{1,2})$/.exec(descr) ?? [];
  const element = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (element === undefined) {
    return refuse(
      'file',
      `${name} has dtype ${JSON.stringify(descr)}; float16, float32, float64, integers and bool can be read.`,
    );
  }
  return ok({ element, little: order !== '>' });
}
