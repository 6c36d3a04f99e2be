import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { rounderTo } from '../../engine/rounding/roundTo.ts';
import { wordList } from '../../engine/core/wordList.ts';
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

/** Something with a shape, such as a tensor that is not read yet. */
type Shaped = Pick<Tensor, 'shape'>;

/** Returns the shapes of a sparse tensor that has these values and places. */
export function sparseShapesOf(
  { shape: values }: Shaped,
  { layout, shape, places }: Pick<SparseShapes, 'layout' | 'shape'> & { readonly places: readonly Shaped[] },
): SparseShapes {
  return { layout, shape, values, places: places.map((each) => each.shape) };
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
  const form = compressedForm(shapes);
  return expectedValues(shapes, form)?.join() === values.join() && fitPlaces(shapes, form)
    ? ok(null)
    : refuse(
        'file',
        `a sparse tensor of shape (${size}) whose parts do not fit: values (${values.join(', ')}), ${wordList(places.map((part) => `(${part.join(', ')})`))}`,
      );
}

/** Rows (CSR, BSR) or columns (CSC, BSC) of values or of blocks, as a sparse tensor that is not COO stores them. */
interface CompressedForm {
  readonly isByRow: boolean;
  readonly hasBlocks: boolean;
  /** Axes before the rows and columns. */
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  /** The height and width of a block; 1 × 1 where single values are stored. */
  readonly height: number;
  readonly width: number;
  /** Rows or columns of blocks, and the blocks along each that may be stored. */
  readonly lines: number;
  readonly crossed: number;
  /** Values or blocks that are stored. */
  readonly stored: number;
}

/** Returns how the values of a sparse tensor are compressed; null if it is COO. */
function compressedForm({ layout, shape, values, places }: SparseShapes): CompressedForm | null {
  if (layout === 'coo') return null;
  const [first = [], second = []] = places;
  const batch = first.length - 1;
  const [rows = 0, columns = 0] = shape.slice(batch, batch + 2);
  const hasBlocks = layout === 'bsr' || layout === 'bsc';
  const [height = 0, width = 0] = hasBlocks ? values.slice(batch + 1, batch + 3) : [1, 1];
  const isByRow = layout === 'csr' || layout === 'bsr';
  const [down, across] = [rows / height, columns / width];
  const [lines, crossed] = isByRow ? [down, across] : [across, down];
  return { isByRow, hasBlocks, batch, rows, columns, height, width, lines, crossed, stored: second[batch] ?? 0 };
}

/** Returns the shape that the values must have; null if the places have none that can be. */
function expectedValues({ shape, values, places }: SparseShapes, form: CompressedForm | null): Shape | null {
  const [first = [], second = []] = places;
  if (form === null) {
    const [axes = 0, count = 0] = first;
    return first.length === 2 && axes <= shape.length ? [count, ...shape.slice(axes)] : null;
  }
  const { batch, stored, hasBlocks } = form;
  if (batch < 0 || second.length !== first.length || shape.length < batch + 2) return null;
  const block = hasBlocks ? values.slice(batch + 1, batch + 3) : [];
  return [...shape.slice(0, batch), stored, ...block, ...shape.slice(batch + 2)];
}

function fitPlaces({ shape, places }: SparseShapes, form: CompressedForm | null): boolean {
  if (form === null) return places.length === 1;
  const [first = [], second = []] = places;
  const { batch, rows, columns, height, width, lines } = form;
  if (height === 0 || width === 0 || rows % height !== 0 || columns % width !== 0) return false;
  return (
    places.length === 2 &&
    first[batch] === lines + 1 &&
    shape.slice(0, batch).every((size, axis) => first[axis] === size && second[axis] === size)
  );
}

/** Adds a run of values, `from` in the values and `to` in the dense tensor. */
type AddRun = (from: number, to: number, count: number) => void;

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
  const { data } = dense;
  const rounded = roundingOf(element);
  const add: AddRun = (from, to, count) => {
    for (let i = 0; i < count; i++) {
      data[to + i] = rounded((data[to + i] as number) + (values.data[from + i] as number));
    }
  };
  const form = compressedForm(shapes);
  const isWithin =
    form === null ? addByCoordinates(shapes, places, add) : addCompressed(shapes.shape, form, places, add);
  return isWithin
    ? ok(dense)
    : refuse('file', `the places of a sparse tensor of shape (${shapes.shape.join(', ')}) lie beyond it.`);
}

/** Adds the values of a COO tensor at their places. Returns false at the first place beyond the shape. */
function addByCoordinates(
  { shape, places: [[axes = 0, count = 0] = []] }: SparseShapes,
  [indices = new Float64Array(0)]: readonly Tensor['data'][],
  add: AddRun,
): boolean {
  const run = elementCount(shape.slice(axes));
  for (let value = 0; value < count; value++) {
    let place = 0;
    for (let axis = 0; axis < axes; axis++) {
      const index = indices[axis * count + value] as number;
      const size = shape[axis] as number;
      if (!isIndex(index, size)) return false;
      place = place * size + index;
    }
    add(value * run, place * run, run);
  }
  return true;
}

/** Adds the values of compressed rows or columns at their places. Returns false at the first place beyond the shape. */
function addCompressed(
  shape: Shape,
  form: CompressedForm,
  [starts = new Float64Array(0), crossing = new Float64Array(0)]: readonly Tensor['data'][],
  add: AddRun,
): boolean {
  const { isByRow, batch, rows, columns, height, width, lines, crossed, stored } = form;
  const run = elementCount(shape.slice(batch + 2));
  /** Adds the block `at`, whose first element has this row and column, row by row. */
  const addBlock = (b: number, at: number, row: number, column: number): void => {
    for (let i = 0; i < height; i++) {
      const value = (b * stored + at) * height * width + i * width;
      add(value * run, ((b * rows + row + i) * columns + column) * run, width * run);
    }
  };
  for (let b = 0; b < elementCount(shape.slice(0, batch)); b++) {
    for (let line = 0; line < lines; line++) {
      const [from = 0, to = 0] = starts.subarray(b * (lines + 1) + line, b * (lines + 1) + line + 2);
      if (!isIndex(from, stored + 1) || !isIndex(to, stored + 1)) return false;
      for (let at = from; at < to; at++) {
        const cross = crossing[b * stored + at] as number;
        if (!isIndex(cross, crossed)) return false;
        if (isByRow) addBlock(b, at, line * height, cross * width);
        else addBlock(b, at, cross * height, line * width);
      }
    }
  }
  return true;
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
export function sparseText(shapes: SparseShapes): string {
  const { batch, height, width } = compressedForm(shapes) ?? { batch: 0, height: 1, width: 1 };
  const count = elementCount(shapes.values.slice(0, batch + 1));
  const what = height * width > 1 ? `block of ${height} × ${width}` : 'value';
  const stored = countText(count, what, height * width > 1 ? `blocks of ${height} × ${width}` : 'values');
  return `sparse ${shapes.layout.toUpperCase()}, ${stored} stored`;
}
