import { axisTermsOf, type AxisTerms, planesIn } from '../sums/planeSums.ts';
import type { AxisPlan, GradientPlan, Part } from '../sums/gradientPlan.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { hasSameAxes, movedAxes, otherOrders, planeAxes, withAxes, withAxis } from './planEdits.ts';

const overwritten: GradientMistake = {
  id: 'overlap-overwritten',
  title: 'Contributions overwrite each other in place of adding up',
  fix: 'Accumulate with +=: several terms reach the same element of a gradient.',
  of: ['input', 'weight'],
  part: 'sums',
  *hypotheses(plan) {
    const { n, coutPerGroup } = plan.call.geometry;
    for (const kept of ['last', 'first'] as const) {
      const made = withAxes(plan, () => ({ kept }));
      const detail = `the ${kept} term counts`;
      yield { detail, plan: made };
      if (plan.of === 'input' && coutPerGroup > 1) {
        const part: Part = kept === 'last' ? [coutPerGroup - 1, coutPerGroup] : [0, 1];
        yield { detail: `${detail}, of the ${kept} channel`, plan: { ...made, channels: { ...made.channels, part } } };
      }
      if (plan.of === 'weight' && n > 1) {
        const part: Part = kept === 'last' ? [n - 1, n] : [0, 1];
        yield { detail: `${detail}, of the ${kept} image`, plan: { ...made, images: { ...made.images, part } } };
      }
    }
  },
};

/** Yields a plan without the first or the last entries of something, along both axes or one. */
function* withoutEdges(
  plan: GradientPlan,
  name: 'inputPart' | 'tapPart' | 'outputPart',
  sizeOf: (axis: AxisPlan) => number,
  what: string,
): Generator<GradientHypothesis> {
  const parts: readonly (readonly [string, (size: number) => Part])[] = [
    ['last', (size) => [0, size - 1]],
    ['first', (size) => [1, size]],
  ];
  for (const [which, part] of parts) {
    const both = withAxes(plan, (axis) => (sizeOf(axis) > 1 ? { [name]: part(sizeOf(axis)) } : {}));
    if (!hasSameAxes(both, plan)) yield { detail: `the ${which} row and column of ${what}`, plan: both };
    for (const [axis] of planeAxes) {
      if (sizeOf(plan[axis]) === 1) continue;
      const line = axis === 'h' ? 'row' : 'column';
      yield {
        detail: `the ${which} ${line} of ${what}`,
        plan: withAxis(plan, axis, { [name]: part(sizeOf(plan[axis])) }),
      };
    }
  }
}

const edgeLeftOut: GradientMistake = {
  id: 'edge-left-out',
  title: 'A row or column is left out of the sums',
  fix: 'Check the bounds of the loops: indices run from 0 to size − 1, both included.',
  of: ['input', 'weight', 'bias'],
  part: 'sums',
  *hypotheses(plan) {
    yield* withoutEdges(plan, 'outputPart', ({ outputSize }) => outputSize, 'gy');
    if (plan.of === 'weight') yield* withoutEdges(plan, 'inputPart', ({ inputSize }) => inputSize, 'the input');
    if (plan.of === 'input') yield* withoutEdges(plan, 'tapPart', ({ taps }) => taps, 'taps');
  },
};

/** Returns the input rows of an axis all of whose taps land inside gy. */
function interiorInputs({ inputSize, taps, outputSize, stride, padding, dilation }: AxisPlan): Part {
  const from = Math.ceil(padding / stride);
  const to = Math.floor((outputSize - 1 + padding - dilation * (taps - 1)) / stride) + 1;
  return [Math.min(from, inputSize), Math.max(Math.min(to, inputSize), from)];
}

const bordersLeftOut: GradientMistake = {
  id: 'borders-left-out',
  title: 'Inputs whose kernel reaches beyond gy are left out',
  fix: 'Skip single taps that land outside gy, not the whole input element.',
  of: ['input', 'weight'],
  part: 'sums',
  *hypotheses(plan) {
    const made = withAxes(plan, (axis) => ({ inputPart: interiorInputs(axis) }));
    const isSame = [made.h, made.w].every(({ inputPart, inputSize }) => String(inputPart) === String([0, inputSize]));
    if (!isSame) yield { detail: '', plan: made };
  },
};

const axisNames = ['N', 'C', 'H', 'W'] as const;

/** Returns the terms of an axis of gy that is kept, or summed. */
function reducedAxis(size: number, isKept: boolean): AxisTerms {
  const triples = Array.from({ length: size }, (_, o) => [isKept ? o : 0, o, o]).flat();
  return axisTermsOf(isKept ? size : 1, triples);
}

const otherAxes: GradientMistake = {
  id: 'sum-over-other-axes',
  title: 'gy was summed over other axes',
  fix: 'The gradient of the bias is gy.sum(dim=(0, 2, 3)): over images, rows and columns, not over channels.',
  of: ['bias'],
  part: 'sums',
  isAlone: true,
  *hypotheses(plan) {
    const { n, cout, h, w } = plan.call.geometry;
    const sizes = [n, cout, h.outputSize, w.outputSize] as const;
    for (let summed = 0; summed < 15; summed++) {
      const isKept = (axis: number): boolean => (summed & (1 << axis)) === 0;
      const isRight = axisNames.every((name, axis) => isKept(axis) === (name === 'C' || sizes[axis] === 1));
      if (isRight) continue;
      const [images, channels] = [isKept(0) ? n : 1, isKept(1) ? cout : 1];
      const sums = {
        left: plan.gradOutput,
        right: plan.factor,
        planes: images * channels,
        pairsOf: (plane: number) => {
          const [image, channel] = [Math.floor(plane / channels), plane % channels];
          const pairs: number[] = [];
          for (let i = isKept(0) ? image : 0; i < (isKept(0) ? image + 1 : n); i++)
            for (let c = isKept(1) ? channel : 0; c < (isKept(1) ? channel + 1 : cout); c++)
              pairs.push(i * cout + c, 0);
          return pairs;
        },
        h: reducedAxis(sizes[2], isKept(2)),
        w: reducedAxis(sizes[3], isKept(3)),
      };
      const shape = sizes.filter((_, axis) => isKept(axis));
      const kept = axisNames.filter((_, axis) => !isKept(axis));
      const detail = kept.length === 0 ? 'over none' : `over ${kept.join(', ')}`;
      yield { detail, plan, sums, arranged: { shape, source: (at) => at } };
    }
  },
};

const oneElement: GradientMistake = {
  id: 'positions-not-summed',
  title: 'The sum over the positions is missing',
  fix: 'The gradient of the bias adds up all rows and columns of gy.',
  of: ['bias'],
  part: 'sums',
  *hypotheses(plan) {
    const { outputSize: rows } = plan.h;
    const { outputSize: columns } = plan.w;
    if (rows * columns === 1) return;
    const at = (first: boolean) =>
      withAxes(plan, ({ outputSize }) => ({ outputPart: first ? [0, 1] : [outputSize - 1, outputSize] }));
    yield { detail: 'only the last position counts', plan: at(false) };
    yield { detail: 'only the first position counts', plan: at(true) };
  },
};

const readInOtherOrder: GradientMistake = {
  id: 'layout-of-grad-output',
  title: 'gy was read in another memory order',
  fix: 'gy is (N, Cout, Ho, Wo), the last axis fastest: make it contiguous, or permute channels-last tensors first.',
  of: ['input', 'weight', 'bias'],
  part: 'layout',
  *hypotheses(plan) {
    const { n, cout, h, w } = plan.call.geometry;
    const shape = [n, cout, h.outputSize, w.outputSize];
    const seen = new Set<string>();
    for (const order of otherOrders(4)) {
      const name = order.map((axis) => axisNames[axis]).join(', ');
      // Axes of one entry make many names for the same order.
      const moved = movedAxes(shape, order);
      if (moved === movedAxes(shape, [0, 1, 2, 3]) || seen.has(moved)) continue;
      seen.add(moved);
      yield { detail: name, plan: { ...plan, gradOutput: planesIn(plan.gradOutput.data, shape, order) } };
    }
  },
};

/** Mistakes with the terms that are added up. */
export const sumsInGradients: readonly GradientMistake[] = [
  overwritten,
  bordersLeftOut,
  edgeLeftOut,
  oneElement,
  otherAxes,
];
/** Memory orders of gy. */
export const gradOutputOrders: readonly GradientMistake[] = [readInOtherOrder];
