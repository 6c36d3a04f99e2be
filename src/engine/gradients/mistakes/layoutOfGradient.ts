import type { Pair } from '../../core/call.ts';
import { elementCount, isSameShape, type Shape, type Tensor } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { fillMarker } from '../../diagnose/model/hypothesis.ts';
import { planeWindow } from '../../diagnose/model/arrangements.ts';
import { fullGradientShape, type GradientKind, gradientShape } from '../sums/gradientCall.ts';
import type { PlaneStack } from '../sums/planeSums.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { movedAxes, otherOrders, reordered } from './planEdits.ts';

const inputAxes = ['N', 'C', 'H', 'W'] as const;

const axesOrder: GradientMistake = {
  id: 'axes-order',
  title: 'The axes of the gradient are in another order',
  fix: 'The gradient has the input’s layout, (N, Cin, H, W): permute it back, and make it contiguous before you hand it on.',
  of: ['input'],
  part: 'layout',
  *hypotheses(plan) {
    const { n, cin } = plan.call.geometry;
    const shape = [n, cin, plan.h.inputSize, plan.w.inputSize];
    const seen = new Set<string>();
    for (const order of otherOrders(4)) {
      const moved = movedAxes(shape, order);
      if (moved === movedAxes(shape, [0, 1, 2, 3]) || seen.has(moved)) continue;
      seen.add(moved);
      const detail = order.map((axis) => inputAxes[axis]).join(', ');
      const other = reordered(shape, order);
      const withoutBatch = plan.call.geometry.batched ? other.shape : other.shape.slice(1);
      yield { detail: `${detail}, in shape too`, plan, arranged: { ...other, shape: withoutBatch } };
      yield { detail, plan, arranged: { ...other, shape: plan.call.geometry.batched ? shape : shape.slice(1) } };
    }
  },
};

const reshaped: GradientMistake = {
  id: 'output-reshaped',
  title: 'The same numbers in another shape',
  fix: 'Reshape the gradient to the shape of its tensor.',
  of: ['input', 'weight', 'bias'],
  part: 'layout',
  isAlone: true,
  *hypotheses(plan, { actual, call }) {
    const right = gradientShape(call);
    if (isSameShape(actual.shape, right) || elementCount(actual.shape) !== elementCount(right)) return;
    yield { detail: '', plan, arranged: { shape: actual.shape, source: (at) => at }, hasGivenShape: true };
  },
};

/** The definition's formula, applied to rows and columns that the tensor does not have. */
const continued: GradientMistake = {
  id: 'continued-beyond-tensor',
  title: 'The gradient continues beyond its tensor, or ends before',
  fix: 'Give the size of the tensor: the size of gy does not determine it, because output_padding is ambiguous.',
  of: ['input', 'weight'],
  part: 'sums',
  isAlone: true,
  *hypotheses(plan, { actual, call }) {
    if (!isSameShape(actual.shape, gradientShape(call))) yield { detail: '', plan, hasGivenShape: true };
  },
};

/** Returns true if a shape differs in its last two sizes only. */
function hasOtherPlane(actual: Shape, right: Shape): boolean {
  return actual.length === right.length && isSameShape(actual.slice(0, -2), right.slice(0, -2));
}

const window: GradientMistake = {
  id: 'output-window',
  title: 'The gradient is cut off, or filled up with zeros',
  fix: 'Give the size of the tensor: the size of gy does not determine it, because output_padding is ambiguous.',
  of: ['input', 'weight'],
  part: 'layout',
  isAlone: true,
  *hypotheses(plan, { actual, call }) {
    const right = fullGradientShape(call);
    const given = actual.shape.length === right.length ? actual.shape : [1, ...actual.shape];
    if (isSameShape(given, right) || !hasOtherPlane(given, right)) return;
    const [height, width] = right.slice(-2) as [number, number];
    const [rows, columns] = given.slice(-2) as [number, number];
    const tops = new Set([0, height - rows]);
    const lefts = new Set([0, width - columns]);
    for (const top of tops) {
      for (const left of lefts) {
        const made = planeWindow(right, given, [top, left], fillMarker.zero);
        const detail = `from (${top}, ${left}) on, zeros outside`;
        yield { detail, plan, arranged: { ...made, shape: actual.shape }, hasGivenShape: true };
      }
    }
  },
};

const shifts = [-2, -1, 0, 1, 2] as const;

const shifted: GradientMistake = {
  id: 'shifted',
  title: 'The gradient is shifted',
  fix: 'Check where the loops begin: an index is off by the shift.',
  of: ['input', 'weight'],
  part: 'layout',
  isGeneral: true,
  isAlone: true,
  *hypotheses(plan) {
    const full = fullGradientShape(plan.call);
    const shape = gradientShape(plan.call);
    const [height, width] = full.slice(-2) as [number, number];
    for (const dy of shifts) {
      for (const dx of shifts) {
        if ((dy === 0 && dx === 0) || Math.abs(dy) >= height || Math.abs(dx) >= width) continue;
        const zeroed = planeWindow(full, full, [-dy, -dx], fillMarker.zero);
        yield { detail: `by (${dy}, ${dx}), zeros at the edge`, plan, arranged: { ...zeroed, shape } };
        const rolled = (at: number): number => {
          const index = indexAt(full, at);
          const [x, y] = [index.pop() ?? 0, index.pop() ?? 0];
          return flatAt(full, [...index, (y - dy + height) % height, (x - dx + width) % width]);
        };
        yield { detail: `by (${dy}, ${dx}), rolled`, plan, arranged: { shape, source: rolled } };
      }
    }
  },
};

/** What the indices of a gradient's axes are. */
const axisNouns: Readonly<Record<GradientKind, readonly string[]>> = {
  input: ['images', 'channels', 'rows', 'columns'],
  weight: ['input channels', 'output channels', 'kernel rows', 'kernel columns'],
  bias: ['channels'],
};

/** Returns, for each index of an axis, true if all elements there are 0. */
function zeroSlices({ data }: Tensor, shape: Shape, axis: number): readonly boolean[] {
  const size = shape[axis] as number;
  const step = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const isZero = Array.from({ length: size }, () => true);
  for (let at = 0; at < data.length; at++) if (data[at] !== 0) isZero[Math.floor(at / step) % size] = false;
  return isZero;
}

const partMissing: GradientMistake = {
  id: 'part-not-written',
  title: 'A part of the gradient was never written',
  fix: 'Check the bounds of the loops, and the size of the launch grid: they cover all axes of the gradient, and every group.',
  of: ['input', 'weight', 'bias'],
  part: 'layout',
  isAlone: true,
  *hypotheses(plan, { actual, reference, call }) {
    if (!isSameShape(actual.shape, gradientShape(call))) return;
    const shape = fullGradientShape(call);
    const missing = shape.map((_, axis) => {
      const ofRight = zeroSlices(reference, shape, axis);
      return zeroSlices(actual, shape, axis).map((isZero, index) => isZero && ofRight[index] !== true);
    });
    const counts = missing.map((slices) => slices.filter(Boolean).length);
    const fitted = counts.reduce((sum, count) => sum + count, 0);
    // All of it is another mistake.
    if (fitted === 0 || counts.some((count, axis) => count === shape[axis])) return;
    const words = counts.map((count, axis) => `${count} of ${shape[axis]} ${axisNouns[call.of][axis]}`);
    const detail = words.filter((__, axis) => counts[axis] !== 0).join(', ');
    const source = (at: number): number =>
      indexAt(shape, at).some((index, axis) => missing[axis]?.[index] === true) ? fillMarker.zero : at;
    const arranged = { shape: actual.shape, source };
    yield { detail, plan, arranged, fitted, again: (other) => ({ detail, plan: other, arranged }) };
  },
};

const zero: GradientMistake = {
  id: 'output-zeros',
  title: 'The gradient is 0 everywhere',
  fix: 'Nothing was written, or the graph is cut: look for detach(), no_grad(), a kernel that was not launched, or a gradient that was set to zero afterwards.',
  of: ['input', 'weight', 'bias'],
  part: 'layout',
  isAlone: true,
  *hypotheses(plan, { call }) {
    yield { detail: '', plan, arranged: { shape: gradientShape(call), source: () => fillMarker.zero } };
  },
};

/** Which axes of a plane are turned round. */
const flips = [
  ['by 180°', true, true],
  ['along the height', true, false],
  ['along the width', false, true],
] as const;

/** Returns planes of `rows` × `columns` that are read from the other end along some axes. */
function flippedPlanes(
  planes: PlaneStack,
  [rows, columns]: Pair,
  [, down, across]: (typeof flips)[number],
): PlaneStack {
  const start = (down ? (rows - 1) * planes.rowStep : 0) + (across ? (columns - 1) * planes.columnStep : 0);
  return {
    data: planes.data,
    offset: (plane) => planes.offset(plane) + start,
    rowStep: down ? -planes.rowStep : planes.rowStep,
    columnStep: across ? -planes.columnStep : planes.columnStep,
  };
}

const tensorFlipped: GradientMistake = {
  id: 'tensor-flipped',
  title: 'A tensor was turned round',
  fix: 'Rows and columns of gy, of the input and of its gradient keep their order; a kernel may be rotated, an image not.',
  of: ['input', 'weight'],
  part: 'layout',
  *hypotheses(plan) {
    const { h, w } = plan;
    for (const flip of flips) {
      const [detail, down, across] = flip;
      const isFlat = (rows: number, columns: number): boolean => (down && rows === 1) || (across && columns === 1);
      if (!isFlat(h.outputSize, w.outputSize)) {
        const gradOutput = flippedPlanes(plan.gradOutput, [h.outputSize, w.outputSize], flip);
        yield { detail: `gy, ${detail}`, plan: { ...plan, gradOutput } };
      }
      if (isFlat(h.inputSize, w.inputSize)) continue;
      if (plan.of === 'weight') {
        const factor = flippedPlanes(plan.factor, [h.inputSize, w.inputSize], flip);
        yield { detail: `the input, ${detail}`, plan: { ...plan, factor } };
        continue;
      }
      const source = (at: number): number => {
        const [x, row] = [at % w.inputSize, Math.floor(at / w.inputSize)];
        const y = row % h.inputSize;
        const from = row - y + (down ? h.inputSize - 1 - y : y);
        return from * w.inputSize + (across ? w.inputSize - 1 - x : x);
      };
      yield { detail: `the gradient, ${detail}`, plan, arranged: { shape: gradientShape(plan.call), source } };
    }
  },
};

/** Mistakes with the places of the gradient's elements. */
export const layoutsOfGradients: readonly GradientMistake[] = [reshaped, axesOrder, zero, partMissing, tensorFlipped];
/** The right numbers in another size. If one of them explains a gradient, nothing else is wrong with it. */
export const sizesOfGradients: readonly GradientMistake[] = [window, continued];
/** Shifts, which contain others. */
export const shiftsOfGradients: readonly GradientMistake[] = [shifted];
