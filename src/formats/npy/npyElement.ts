import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ElementName } from '../common/element.ts';

/** NumPy's kinds and sizes. */
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

/** What the elements of a `.npy` file are, and in which byte order. */
export interface NpyElement {
  readonly element: ElementName;
  readonly little: boolean;
}

/** The elements of a `descr` such as "<f4"; objects, strings, complex numbers and dates are refused. */
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
