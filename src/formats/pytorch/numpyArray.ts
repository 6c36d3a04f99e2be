import { refuse, ok, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import { checkTensorShape, maxAxes } from '../common/checkTensorShape.ts';
import { elementBytes } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import { columnMajorStrides, rowMajorStrides } from '../common/readStrided.ts';
import { isElement, type NpyElement, npyElementsOf } from '../npy/npyElement.ts';
import { isJoblibArray, joblibArray } from '../pickle/joblibArray.ts';
import { pickledBytesIn } from '../pickle/pickledBytes.ts';
import {
  isPickleObject,
  pickleGet,
  pickleItemsOf,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';
import { pickledIndices } from './pickledIndex.ts';
import type { PickledTensor } from './pickledTensor.ts';

/** What a recorded call makes if its callee is one of NumPy's functions. */
export type NumpyValue =
  | { readonly kind: 'array'; readonly view: Result<PickledTensor> }
  /** A number with a type of NumPy. */
  | { readonly kind: 'scalar'; readonly view: Result<PickledTensor> }
  /** An array of Python objects, row-major; `isSingle` if it has no axes, as numpy.save writes a dict. */
  | { readonly kind: 'objects'; readonly items: readonly PickleValue[]; readonly isSingle: boolean };

const unreadable = (what: string): Result<never> => refuse('file', what);

/**
 * Reads an array or a number that NumPy, joblib, JAX or Paddle pickled; null for any other call. A refusal is a noun phrase: "a NumPy array of
 * dtype c8".
 */
export function numpyValueOf(object: PickleObject): NumpyValue | null {
  const { callee, args, state } = object;
  if (isJoblibArray(object)) return ofJoblib(object);
  const name = pickleNameOf(callee) ?? '';
  if (/\bjoblib\.numpy_pickle\.Z?NDArrayWrapper$/.test(name)) return { kind: 'array', view: elsewhere(state) };
  const items = pickleItemsOf(args) ?? [];
  if (/^numpy\.(_?core)\.multiarray\._reconstruct$/.test(name)) return ofState(state);
  if (/^numpy\.(_?core)\.numeric\._frombuffer$/.test(name)) {
    const [data = null, dtype = null, shape = null, order = null] = items;
    return arrayOf(shape, dtype, order === 'F', data);
  }
  if (/^numpy\.(_?core)\.multiarray\.scalar$/.test(name)) {
    const [dtype = null, data = null] = items;
    const array = arrayOf({ kind: 'tuple', items: [] }, dtype, false, data);
    return array.kind === 'array' ? { kind: 'scalar', view: array.view } : array;
  }
  const inner = paddleArrayIn(name.replace(/^__builtin__\./, 'builtins.'), items);
  if (inner !== null) return numpyValueOf(inner);
  // The function that makes the NumPy array, its arguments, and the array's state.
  if (/^(jax|jaxlib)\.[\w.]*[._]reconstruct_(device_)?array$/.test(name)) return ofState(items[2] ?? null);
  return null;
}

/** Refuses an array that joblib before 0.10 wrote into a file of its own. */
function elsewhere(state: PickleValue): Result<never> {
  const file = pickleGet(state, 'filename');
  return unreadable(
    `an array in another file${typeof file === 'string' ? `, ${quoted(file)}` : ''} (joblib before 0.10)`,
  );
}

/** Returns the array that a tensor of Paddle was saved as: `tuple((name, array))` or `eval("data", {"data": array})`. */
function paddleArrayIn(callee: string, [first = null, second = null]: readonly PickleValue[]): PickleObject | null {
  const [name = null, named = null, ...others] = pickleItemsOf(first) ?? [];
  const array =
    callee === 'builtins.tuple' && typeof name === 'string' && others.length === 0
      ? named
      : callee === 'builtins.eval' && first === 'data'
        ? (pickleGet(second, 'data') ?? null)
        : null;
  return isPickleObject(array) && (pickleNameOf(array.callee) ?? '').startsWith('numpy.') ? array : null;
}

/** Reads an array of joblib: its numbers follow its state in the file, and its objects in a pickle there. */
function ofJoblib(object: PickleObject): NumpyValue {
  const { shape, dtype, isFortran } = joblibArray(object);
  const [content = null] = object.appended;
  // A file may put such an array into itself.
  const objects = isPickleObject(content) && !isJoblibArray(content) ? numpyValueOf(content) : null;
  return objects ?? arrayOf(shape, dtype, isFortran, content);
}

/** Reads the state of an array: (version, shape, dtype, is in Fortran order, data); version 0 has no version. */
function ofState(state: PickleValue): NumpyValue {
  const items = pickleItemsOf(state) ?? [];
  const [shape = null, dtype = null, fortran = null, data = null] = items.length === 5 ? items.slice(1) : items;
  return arrayOf(shape, dtype, fortran === true || fortran === 1n, data);
}

function arrayOf(shape: PickleValue, dtype: PickleValue, isFortran: boolean, data: PickleValue): NumpyValue {
  const type = dtypeOf(dtype);
  if (type.kind === 'objects') {
    return { kind: 'objects', items: pickleItemsOf(data) ?? [], isSingle: pickleItemsOf(shape)?.length === 0 };
  }
  return { kind: 'array', view: viewOf(pickledIndices(shape, maxAxes), type, isFortran, data) };
}

type Dtype =
  | { readonly kind: 'objects' }
  | { readonly kind: 'numbers'; readonly type: NpyElement }
  | { readonly kind: 'other'; readonly what: string };

function viewOf(
  shape: Shape | null,
  dtype: Exclude<Dtype, { kind: 'objects' }>,
  isFortran: boolean,
  data: PickleValue,
): Result<PickledTensor> {
  if (dtype.kind === 'other') return unreadable(dtype.what);
  if (shape === null) return unreadable('a NumPy array whose shape is not a tuple of sizes');
  const countable = checkTensorShape(shape);
  if (!countable.ok) return unreadable(`a NumPy array of an impossible shape: ${countable.refusal.message}`);
  const { element, little } = dtype.type;
  const needed = elementCount(shape) * elementBytes(element);
  // An empty array has no bytes, in whatever form.
  const bytes = needed === 0 ? new Uint8Array(0) : pickledBytesIn(data);
  if (bytes === null) return unreadable('a NumPy array without its bytes (an out-of-band buffer)');
  if (bytes.length < needed) {
    return unreadable(
      `a NumPy array of shape (${shape.join(', ')}) that needs ${needed} bytes and has ${bytes.length}`,
    );
  }
  const strides = isFortran ? columnMajorStrides(shape) : rowMajorStrides(shape);
  return ok({ element, shape, strides, offset: 0, storage: { kind: 'pickled', bytes }, storageBytes: needed, little });
}

/** Reads a dtype: numpy.dtype("f4", …) whose state has the byte order at index 1. */
function dtypeOf(value: PickleValue): Dtype {
  if (!isPickleObject(value) || pickleNameOf(value.callee) !== 'numpy.dtype') {
    return { kind: 'other', what: 'a NumPy array without a dtype' };
  }
  const [code = null] = pickleItemsOf(value.args) ?? [];
  const [, order = null] = pickleItemsOf(value.state) ?? [];
  const little = order !== '>';
  // A dtype of the package ml_dtypes is named by its class.
  const named = pickleNameOf(code)?.split('.').at(-1);
  if (named !== undefined && isElement(named)) return { kind: 'numbers', type: { element: named, little } };
  const text = typeof code === 'string' ? code : (pickleNameOf(code) ?? 'unknown');
  if (/^O\d*$/.test(text)) return { kind: 'objects' };
  const [found, ...others] = plainArray.test(text) ? elementsOf(text, little) : [];
  if (found !== undefined && others.length === 0) return { kind: 'numbers', type: found };
  if (/^c\d+$/.test(text)) return { kind: 'other', what: `a complex${Number(text.slice(1)) * 8} NumPy array` };
  if (/^[SUa]\d*$/.test(text)) return { kind: 'other', what: 'a NumPy array of text' };
  if (/^V\d*$/.test(text)) return { kind: 'other', what: 'a NumPy array of records' };
  return { kind: 'other', what: `a NumPy array of dtype ${text.slice(0, 20)}` };
}

/** A kind and a size in bytes. */
const plainArray = /^[a-z]\d+$/;

function elementsOf(code: string, little: boolean): readonly NpyElement[] {
  const found = npyElementsOf(`${little ? '<' : '>'}${code}`, 'it');
  return found.ok ? found.value : [];
}
