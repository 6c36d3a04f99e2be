import type { ElementName } from './element.ts';

/** NumPy's codes of numbers: the kind, and the size in bytes. */
export const numpyCodes: Readonly<Record<string, ElementName>> = {
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
};
