import { elementCount } from '../../engine/core/tensor.ts';
import type { ByteReader } from './byteReader.ts';
import {
  isPickleObject,
  pickleGet,
  pickleItemsOf,
  pickleNameOf,
  type PickleBytes,
  type PickleObject,
  type PickleValue,
} from './pickleValue.ts';

/** Returns true for the object that joblib writes for an array; the numbers follow its state in the file. */
export function isJoblibArray(value: PickleValue): value is PickleObject {
  return isPickleObject(value) && /\bjoblib\.numpy_pickle\.NumpyArrayWrapper$/.test(pickleNameOf(value.callee) ?? '');
}

/** The attributes of an array of joblib, as NumPy has them. */
export function joblibArray({ state }: PickleObject): {
  readonly shape: PickleValue;
  readonly dtype: PickleValue;
  readonly isFortran: boolean;
} {
  const [shape = null, dtype = null] = [pickleGet(state, 'shape'), pickleGet(state, 'dtype')];
  return { shape, dtype, isFortran: pickleGet(state, 'order') === 'F' };
}

/**
 * Passes over the numbers of an array of joblib, which may follow a byte that holds the number of padding bytes, and returns
 * where they are. Null for an array of Python objects, which is a pickle of its own at that place.
 */
export function takeJoblibArray(array: PickleObject, reader: ByteReader): PickleBytes | null {
  const { shape, dtype } = joblibArray(array);
  const code = isPickleObject(dtype) ? (pickleItemsOf(dtype.args)?.[0] ?? null) : null;
  const [, kind = '', digits = ''] = /^([a-zA-Z])(\d{1,9})$/.exec(typeof code === 'string' ? code : '') ?? [];
  if (kind === 'O') return null;
  const sizes = pickleItemsOf(shape)?.map(Number) ?? null;
  // A character of NumPy takes four bytes.
  const bytes = Number(digits) * (kind === 'U' ? 4 : 1);
  if (sizes === null || digits === '') return reader.fault('it has an array of joblib whose size is not known');
  if ((pickleGet(array.state, 'numpy_array_alignment_bytes') ?? null) !== null) reader.skip(reader.byte());
  const length = bytes === 0 ? 0 : elementCount(sizes) * bytes;
  if (!Number.isSafeInteger(length) || length < 0)
    return reader.fault('it has an array of joblib of an impossible shape');
  return { kind: 'bytes', type: 'bytes', from: reader.skip(length), length, encoding: 'raw' };
}
