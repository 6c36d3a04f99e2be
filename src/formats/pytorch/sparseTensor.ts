import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { rounderTo } from '../../engine/rounding/roundTo.ts';
import { countText } from '../common/amountText.ts';
import type { ElementName } from '../common/element.ts';

/** PyTorch's layouts of sparse tensors: by coordinates; by rows or columns, of values or of blocks of values. */
export const sparseLayouts = ['coo', 'csr', 'csc', 'bsr', 'bsc'] as const;

export type SparseLayout = (typeof sparseLayouts)[number];

/** The shapes of a sparse tensor and of its parts. */
export interface SparseShapes {
  readonly layout: SparseLayout;
  /** The shape of the whole tensor. */
  readonly shape: Shape;
  readonly values: Shape;
  /**
   * Of COO, the indices, (axes, values). Otherwise where each row (CSR, BSR) or column (CSC, BSC) begins among the values,
   * and the column or row of each value.
   */
  readonly places: readonly Shape[];
}

/** The most elements that a sparse tensor may have as a dense one. */
const mostElements = 2 ** 27;

/** Refuses a sparse tensor whose parts do not fit each other, or which is too large as a dense one. The refusal is a noun phrase. */
export function checkSparse(shapes: SparseShapes): Result<null> {
  const { shape, values, places } = shapes;
  const size = shape.join(', ');
  if (elementCount(shape) > mostElements) {
    return refuse(
      'file',
      `a sparse tensor of shape (${size}), too large to be shown as a dense one (up to ${countText(mostElements, 'element')})`,
    );
  }
  return expectedValues(shapes)?.join() === values.join() && fitPlaces(shapes)
    ? ok(null)
    : refuse(
        'file',
        `a sparse tensor of shape (${size}) whose parts do not fit: values (${values.join(', ')}), ${places.map((part) => `(${part.join(', ')})`).join(' and ')}`,
      );
}

/** Returns the shape that the values must have; null if the places have none that can be. */
function expectedValues({ layout, shape, values, places }: SparseShapes): Shape | null {
  const [first = [], second = []] = places;
  if (layout === 'coo') {
    const [axes = 0, count = 0] = first;
    return first.length === 2 && axes <= shape.length ? [count, ...shape.slice(axes)] : null;
  }
  const batch = first.length - 1;
  if (batch < 0 || second.length !== first.length || shape.length < batch + 2) return null;
  const block = layout === 'bsr' || layout === 'bsc' ? values.slice(batch + 1, batch + 3) : [];
  return [...shape.slice(0, batch), second[batch] ?? 0, ...block, ...shape.slice(batch + 2)];
}

function fitPlaces({ layout, shape, values, places }: SparseShapes): boolean {
  const [first = [], second = []] = places;
  if (layout === 'coo') return places.length === 1;
  const batch = first.length - 1;
  const [rows = 0, columns = 0] = shape.slice(batch, batch + 2);
  const [height = 0, width = 0] = blockOf(layout, values, batch);
  const isByRow = layout === 'csr' || layout === 'bsr';
  if (height === 0 || width === 0 || rows % height !== 0 || columns % width !== 0) return false;
  const lines = isByRow ? rows / height : columns / width;
  return (
    places.length === 2 &&
    first[batch] === lines + 1 &&
    shape.slice(0, batch).every((size, axis) => first[axis] === size && second[axis] === size)
  );
}

function blockOf(layout: SparseLayout, values: Shape, batch: number): readonly number[] {
  return layout === 'bsr' || layout === 'bsc' ? values.slice(batch + 1, batch + 3) : [1, 1];
}

/**
 * Returns a sparse tensor as a dense one, as PyTorch's to_dense() does: values at the same place are added, and each sum is
 * rounded to the element type. `places` are the numbers of {@link SparseShapes.places}. Refuses places beyond the shape.
 */
export function denseOfSparse(
  shapes: SparseShapes,
  values: Tensor,
  places: readonly Tensor['data'][],
  element: ElementName,
): Result<Tensor> {
  const dense = zeros(values.dtype, shapes.shape);
  const { layout, shape } = shapes;
  const { data } = dense;
  const rounded = roundingOf(element);
  const beyond = (): Result<never> =>
    refuse('file', `the places of a sparse tensor of shape (${shape.join(', ')}) lie beyond it.`);
  /** Adds a run of values, `from` in the values and `to` in the dense tensor. */
  const add = (from: number, to: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      data[to + i] = rounded((data[to + i] as number) + (values.data[from + i] as number));
    }
  };
  if (layout === 'coo') {
    const [[axes = 0, count = 0] = []] = shapes.places;
    const [indices = new Float64Array(0)] = places;
    const run = elementCount(shape.slice(axes));
    for (let value = 0; value < count; value++) {
      let place = 0;
      for (let axis = 0; axis < axes; axis++) {
        const index = indices[axis * count + value] as number;
        const size = shape[axis] as number;
        if (!isIndex(index, size)) return beyond();
        place = place * size + index;
      }
      add(value * run, place * run, run);
    }
    return ok(dense);
  }
  const [[...lines] = [], [...others] = []] = shapes.places;
  const batch = lines.length - 1;
  const [starts = new Float64Array(0), crossed = new Float64Array(0)] = places;
  const [height = 1, width = 1] = blockOf(layout, shapes.values, batch);
  const [rows = 0, columns = 0] = shape.slice(batch, batch + 2);
  const isByRow = layout === 'csr' || layout === 'bsr';
  const [lineCount, crossCount] = isByRow ? [rows / height, columns / width] : [columns / width, rows / height];
  const stored = others[batch] ?? 0;
  const run = elementCount(shape.slice(batch + 2));
  for (let b = 0; b < elementCount(shape.slice(0, batch)); b++) {
    for (let line = 0; line < lineCount; line++) {
      const [from = 0, to = 0] = starts.subarray(b * (lineCount + 1) + line, b * (lineCount + 1) + line + 2);
      if (!isIndex(from, stored + 1) || !isIndex(to, stored + 1)) return beyond();
      for (let at = from; at < to; at++) {
        const cross = crossed[b * stored + at] as number;
        if (!isIndex(cross, crossCount)) return beyond();
        const [row, column] = isByRow ? [line * height, cross * width] : [cross * height, line * width];
        for (let i = 0; i < height; i++) {
          const value = (b * stored + at) * height * width + i * width;
          add(value * run, ((b * rows + row + i) * columns + column) * run, width * run);
        }
      }
    }
  }
  return ok(dense);
}

/** Returns how PyTorch keeps a sum in an element type; a Float32Array and integers need nothing. */
function roundingOf(element: ElementName): (sum: number) => number {
  if (element === 'float16' || element === 'bfloat16') return rounderTo(element);
  return element === 'bool' ? (sum) => Math.min(1, sum) : (sum) => sum;
}

function isIndex(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && index >= 0 && index < size;
}

/** Describes a sparse tensor in one line: "sparse COO, 2 values stored". */
export function sparseText({ layout, values, places }: SparseShapes): string {
  const batch = layout === 'coo' ? 0 : (places[0]?.length ?? 1) - 1;
  const count = elementCount(values.slice(0, batch + 1));
  const [height = 1, width = 1] = blockOf(layout, values, batch);
  const what = height * width > 1 ? `block of ${height} × ${width}` : 'value';
  const stored = countText(count, what, height * width > 1 ? `blocks of ${height} × ${width}` : 'values');
  return `sparse ${layout.toUpperCase()}, ${stored} stored`;
}
