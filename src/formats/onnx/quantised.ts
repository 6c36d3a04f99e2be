import { elementFormats, type ElementName } from '../common/element.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor } from '../../engine/core/tensor.ts';
import { roundToEven } from '../../engine/rounding/roundTo.ts';
import { computedFrom, type FoldedValue, converter, integerRange, readConstant } from './foldedValue.ts';

/** The operands of QuantizeLinear or DequantizeLinear, and the attributes that say which elements share a scale. */
export interface Quantisation {
  readonly x: FoldedValue;
  readonly scale: FoldedValue;
  /** Null for a zero point of 0. */
  readonly zeroPoint: FoldedValue | null;
  /** The axis of a scale that is a list, from the end if negative. */
  readonly axis: number;
  /** The elements of a block along the axis; 0 if there are no blocks. */
  readonly blockSize: number;
}

/** How the elements of a tensor share scales: all, those along an axis, or those of a block. */
interface Sharing {
  readonly words: string;
  readonly at: (index: number) => number;
}

/** Returns which scale an element has. If the shapes do not fit, returns a text that says what is wrong. */
function sharing({ x, scale, zeroPoint, axis: given, blockSize }: Quantisation): Sharing | string {
  const { shape } = x;
  const scales = elementCount(scale.shape);
  if (zeroPoint !== null && elementCount(zeroPoint.shape) !== scales)
    return `its zero point has ${elementCount(zeroPoint.shape)} numbers, but its scale ${scales}`;
  if (scales === 1 && scale.shape.length <= 1) return { words: 'per tensor', at: () => 0 };
  const axis = given < 0 ? given + shape.length : given;
  const size = shape[axis];
  if (size === undefined) return `its axis is ${given}, but the tensor has ${shape.length} axes`;
  const inner = elementCount(shape.slice(axis + 1));
  if (blockSize > 0) {
    const blocks = Math.ceil(size / blockSize);
    const wanted: Shape = shape.map((each, at) => (at === axis ? blocks : each));
    if (scale.shape.join() !== wanted.join())
      return `its scale has the shape (${scale.shape.join(', ')}), but blocks of ${blockSize} along axis ${axis} need (${wanted.join(', ')})`;
    const at = (index: number): number => {
      const outer = Math.floor(index / (inner * size));
      const along = Math.floor(index / inner) % size;
      return (outer * blocks + Math.floor(along / blockSize)) * inner + (index % inner);
    };
    return { words: `blocks of ${blockSize} along axis ${axis}`, at };
  }
  if (scales !== size) return `its scale has ${scales} numbers, but axis ${axis} of its tensor has ${size} elements`;
  return { words: `axis ${axis}`, at: (index) => Math.floor(index / inner) % size };
}

/**
 * Returns what DequantizeLinear makes of a constant, (x − zero point) · scale in the scale's type. If the shapes do not
 * fit, returns a text that says what is wrong.
 */
export function dequantised(given: Quantisation): FoldedValue | string {
  const { x, scale } = given;
  const shared = sharing(given);
  if (typeof shared === 'string') return shared;
  const round = converter(scale.element);
  if (round === null) return `its scale is ${scale.element}`;
  const through = `${x.through} (${x.element}) → DequantizeLinear (${shared.words})`;
  return computedFrom({ shape: x.shape, through }, scale.element, async () => {
    const read = await operands(given);
    if (!read.ok) return read;
    const [values, scales, zeros] = read.value;
    return ok((index) => {
      const at = shared.at(index);
      return round(Math.fround((values[index] ?? NaN) - (zeros?.[at] ?? 0)) * (scales[at] ?? NaN));
    });
  });
}

/**
 * Returns what QuantizeLinear makes of a constant, x / scale rounded to even, plus the zero point, within the range of
 * `element`. If the shapes do not fit, returns a text that says what is wrong.
 */
export function quantised(given: Quantisation, element: ElementName): FoldedValue | string {
  const { x } = given;
  const shared = sharing(given);
  if (typeof shared === 'string') return shared;
  if (elementFormats[element].stored !== 'integer' || element === 'bool') return `its result is ${element}`;
  const [min, max] = integerRange(element);
  return computedFrom({ shape: x.shape, through: `${x.through} → QuantizeLinear` }, element, async () => {
    const read = await operands(given);
    if (!read.ok) return read;
    const [values, scales, zeros] = read.value;
    return ok((index) => {
      const at = shared.at(index);
      const quotient = roundToEven(Math.fround((values[index] ?? NaN) / (scales[at] ?? NaN)));
      return Math.min(max, Math.max(min, quotient + (zeros?.[at] ?? 0)));
    });
  });
}

type Operands = readonly [x: Tensor['data'], scale: Tensor['data'], zeroPoint: Tensor['data'] | null];

async function operands({ x, scale, zeroPoint }: Quantisation): Promise<Result<Operands>> {
  const values = await readConstant(x);
  if (!values.ok) return values;
  const scales = await readConstant(scale);
  if (!scales.ok) return scales;
  const zeros = zeroPoint === null ? null : await readConstant(zeroPoint);
  if (zeros?.ok === false) return zeros;
  return ok([values.value.data, scales.value.data, zeros?.value.data ?? null]);
}
