import { rounderTo } from '../../engine/rounding/roundTo.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { wholePart } from '../../engine/views/tensorPart.ts';
import { type ElementName, elementFormats } from '../common/element.ts';
import { readPart } from '../common/readPart.ts';
import { readStrided, rowMajorStrides } from '../common/readStrided.ts';
import { storedInMemory, type TensorStorage } from '../common/tensorStorage.ts';

/** A tensor that a model stores, or that follows from stored ones. Nothing of it has been read. */
export interface FoldedValue {
  readonly element: ElementName;
  readonly shape: Shape;
  /** The stored tensor, and what happens to it: "k → Transpose (3, 2, 0, 1)". */
  readonly through: string;
  readonly locate: () => Promise<Result<TensorStorage>>;
}

/** Reads a constant whole. */
export async function readConstant({ locate, shape }: Pick<FoldedValue, 'locate' | 'shape'>): Promise<Result<Tensor>> {
  const stored = await locate();
  if (!stored.ok) return stored;
  const { element, little } = stored.value;
  if (elementCount(shape) === 0) return ok(zeros(elementFormats[element].dtype, shape));
  const bytes = await readPart(stored.value, wholePart(shape));
  return bytes.ok ? ok(readStrided(bytes.value, { element, little, shape })) : bytes;
}

/** Returns the constant with its axes in another order, reading none of it. */
export function transposed(constant: FoldedValue, order: readonly number[]): FoldedValue {
  const permuted = (sizes: readonly number[]): readonly number[] => order.map((axis) => sizes[axis] ?? 1);
  return {
    ...constant,
    shape: permuted(constant.shape),
    locate: async () => {
      const stored = await constant.locate();
      if (!stored.ok) return stored;
      return ok({ ...stored.value, shape: permuted(stored.value.shape), strides: permuted(stored.value.strides) });
    },
  };
}

/** Returns the constant in another shape of as many elements. */
export function inShape(constant: FoldedValue, shape: Shape): FoldedValue {
  return {
    ...constant,
    shape,
    locate: async () => {
      const stored = await constant.locate();
      if (!stored.ok) return stored;
      const { strides, start } = stored.value;
      const isInRows = rowMajorStrides(constant.shape).every((stride, axis) => stride === strides[axis]);
      if (isInRows) return ok({ ...stored.value, shape, strides: rowMajorStrides(shape), start });
      const whole = await readConstant({ shape: constant.shape, locate: () => Promise.resolve(stored) });
      return whole.ok ? ok(storedInMemory({ ...whole.value, shape })) : whole;
    },
  };
}

/** Returns a constant that is computed element by element from others, which are read when it is. */
export function computedFrom(
  from: Pick<FoldedValue, 'shape' | 'through'>,
  element: ElementName,
  compute: () => Promise<Result<(index: number) => number>>,
): FoldedValue {
  const { shape } = from;
  return {
    ...from,
    element,
    locate: async () => {
      const value = await compute();
      if (!value.ok) return value;
      const tensor = zeros(elementFormats[element].dtype, shape);
      for (let i = 0; i < tensor.data.length; i++) tensor.data[i] = value.value(i);
      return ok(storedInMemory(tensor));
    },
  };
}

/** Returns the function that converts a number to an element type as Cast does; null if that is not computed here. */
export function converter(element: ElementName): ((value: number) => number) | null {
  switch (element) {
    case 'float64':
      return (value) => value;
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return rounderTo(element);
    case 'bool':
      return (value) => (value === 0 ? 0 : 1);
    case 'float8_e4m3fn':
    case 'float8_e5m2':
      return null;
    default:
      return wrapTo(element);
  }
}

/** The bits and the sign of the integer types. */
function integerBits(element: ElementName): { readonly bits: number; readonly isSigned: boolean } {
  return { bits: elementFormats[element].bytes * 8, isSigned: !element.startsWith('u') };
}

/** Truncates towards zero, and keeps the low bits of an integer that is out of range. */
function wrapTo(element: ElementName): (value: number) => number {
  const { bits, isSigned } = integerBits(element);
  return (value) => {
    const whole = BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
    return Number(isSigned ? BigInt.asIntN(bits, whole) : BigInt.asUintN(bits, whole));
  };
}

/** Returns the smallest and the largest number of an integer type. */
export function integerRange(element: ElementName): readonly [min: number, max: number] {
  const { bits, isSigned } = integerBits(element);
  return isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** Reads the integers of a small constant, such as the shape of a Reshape. */
export async function readIntegers(constant: FoldedValue, most: number): Promise<Result<readonly number[]>> {
  if (elementCount(constant.shape) > most) return refuse('file', `${constant.through} has more than ${most} numbers.`);
  const tensor = await readConstant(constant);
  return tensor.ok ? ok(Array.from(tensor.value.data, Math.trunc)) : tensor;
}
