import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { elementBytes, isNative } from '../common/element.ts';
import { isWithoutGaps } from '../common/readPart.ts';
import { readStrided, rowMajorStrides } from '../common/readStrided.ts';
import { storedOnDemand, type TensorStorage } from '../common/tensorStorage.ts';

/** How the integers of a quantised tensor stand for numbers: (q − zero point) × scale, with one pair or one for each index of an axis. */
export interface QTensorScales {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  /** The axis whose indices have a pair each; null if there is one pair. */
  readonly axis: number | null;
}

/** Refuses scales and zero points that do not belong to a tensor of this shape. The refusal is a noun phrase. */
export function checkQTensorScales({ scales, zeroPoints, axis }: QTensorScales, shape: Shape): Result<null> {
  const count = axis === null ? 1 : shape[axis];
  return scales.length === count && zeroPoints.length === count
    ? ok(null)
    : refuse('file', 'a quantised tensor whose scales do not fit its shape');
}

/** Returns the numbers of a quantised tensor in float32, each rounded as PyTorch's dequantize() rounds it. */
export function dequantisedQTensor({ shape, data }: Tensor, quantisation: QTensorScales): Tensor {
  const result = zeros('float32', shape);
  const { axis } = quantisation;
  const stride = axis === null ? 1 : (rowMajorStrides(shape)[axis] ?? 1);
  dequantise(data, result.data, 0, quantisation, stride);
  return result;
}

/**
 * Returns a quantised tensor, whose integers are stored, as a stored tensor of float32. Its parts are read and converted
 * one by one if the integers fill their storage; otherwise `readAll` reads all.
 */
export function qTensorStorage(
  stored: TensorStorage,
  quantisation: QTensorScales,
  readAll: () => Promise<Result<Tensor>>,
): TensorStorage {
  const { shape, strides, element, little, start, isDirect } = stored;
  if (!isWithoutGaps(shape, strides)) return storedOnDemand({ element: 'float32', shape }, readAll);
  const size = elementBytes(element);
  const floats = elementBytes('float32');
  const { axis } = quantisation;
  const stride = axis === null ? 1 : (strides[axis] ?? 1);
  return {
    element: 'float32',
    little: isNative('float32', true),
    shape,
    strides,
    start: 0,
    isDirect,
    read: async (from, length) => {
      const [first, count] = [from / floats, length / floats];
      const bytes = await stored.read(start + first * size, count * size);
      if (!bytes.ok) return bytes;
      const integers = readStrided(bytes.value, { element, little, shape: [count] });
      const numbers = new Float32Array(count);
      dequantise(integers.data, numbers, first, quantisation, stride);
      return ok(numbers.buffer);
    },
  };
}

/** Converts integers, of which the first has the place `first` in the tensor's storage, to numbers. */
function dequantise(
  integers: Tensor['data'],
  numbers: Tensor['data'],
  first: number,
  { scales, zeroPoints }: QTensorScales,
  stride: number,
): void {
  const scale = scales.map(Math.fround);
  for (let i = 0; i < integers.length; i++) {
    const channel = scale.length === 1 ? 0 : Math.floor((first + i) / stride) % scale.length;
    const steps = Math.fround((integers[i] as number) - (zeroPoints[channel] as number));
    numbers[i] = steps * (scale[channel] as number);
  }
}

/** The most scales and zero points that a line names. */
const maxNamed = 4;

/** Describes a quantisation in one line: "qint8, scale 0.1, zero point 3". */
export function qTensorText(type: string, { scales, zeroPoints, axis }: QTensorScales): string {
  if (axis === null) return `${type}, scale ${namedText(scales)}, zero point ${namedText(zeroPoints)}`;
  return `${type}, ${scales.length} scales along axis ${axis}: ${namedText(scales)}; zero points ${namedText(zeroPoints)}`;
}

function namedText(values: readonly number[]): string {
  const named = values.slice(0, maxNamed).map((value) => String(Number(value.toPrecision(6))));
  return `${named.join(', ')}${values.length > maxNamed ? ', …' : ''}`;
}
