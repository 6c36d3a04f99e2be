import { elementCount, isSameShape, type Shape } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { fillMarker } from '../../diagnose/model/hypothesis.ts';
import { planeWindow } from '../../diagnose/model/arrangements.ts';
import { fullGradientShape, gradientShape } from '../sums/gradientCall.ts';
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

const linesMissing: GradientMistake = {
  id: 'lines-missing',
  title: 'Rows or columns of the gradient were never written',
  fix: 'Check the bounds of the loops, and the size of the launch grid: they cover the gradient’s own height and width.',
  of: ['input', 'weight'],
  part: 'layout',
  isAlone: true,
  *hypotheses(plan, { actual, call }) {
    const shape = gradientShape(call);
    if (!isSameShape(actual.shape, shape)) return;
    const [height, width] = shape.slice(-2) as [number, number];
    const isZero = (y: number, x: number): boolean => {
      for (let at = y * width + x; at < actual.data.length; at += height * width)
        if (actual.data[at] !== 0) return false;
      return true;
    };
    const zeroRow = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (__, x) => isZero(y, x)).every(Boolean),
    );
    const zeroColumn = Array.from({ length: width }, (_, x) =>
      Array.from({ length: height }, (__, y) => isZero(y, x)).every(Boolean),
    );
    const [rows, columns] = [zeroRow.filter(Boolean).length, zeroColumn.filter(Boolean).length];
    if ((rows === 0 && columns === 0) || rows === height) return;
    const counts = [
      rows === 0 ? '' : `${rows} of ${height} rows`,
      columns === 0 ? '' : `${columns} of ${width} columns`,
    ];
    const source = (at: number): number => {
      const [x, y] = [at % width, Math.floor(at / width) % height];
      return zeroRow[y] === true || zeroColumn[x] === true ? fillMarker.zero : at;
    };
    const detail = counts.filter((text) => text !== '').join(', ');
    const arranged = { shape, source };
    yield { detail, plan, arranged, again: (other) => ({ detail, plan: other, arranged }) };
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

/** Mistakes with the places of the gradient's elements. */
export const layoutsOfGradients: readonly GradientMistake[] = [reshaped, axesOrder, zero, linesMissing];
/** The right numbers in another size. If one of them explains a gradient, nothing else is wrong with it. */
export const sizesOfGradients: readonly GradientMistake[] = [window, continued];
/** Shifts, which contain others. */
export const shiftsOfGradients: readonly GradientMistake[] = [shifted];
