import { gradientShape } from '../sums/gradientCall.ts';
import { axisTermsOf, type AxisTerms } from '../sums/planeSums.ts';
import { type AxisPlan, type GradientPlan, type Part, sumsOf } from '../sums/gradientPlan.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { memoryOrders, orWithOnes, withAxes, withAxis } from './planEdits.ts';

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

/** The sizes of vectors and tiles whose remainder is left out. */
export const blockSizes = [4, 8, 16, 32] as const;

/** Returns the part of `size` entries that whole blocks cover; all if there is no remainder, or no whole block. */
export function wholeBlocks(size: number, block: number): Part {
  return [0, size < block ? size : size - (size % block)];
}

/** What is left out along an axis, in words for a row, a column, or both, and the part that stays. */
interface EdgeCut {
  readonly words: (one: string, many: string) => string;
  readonly kept: (size: number) => Part;
}

const edgeCuts: readonly EdgeCut[] = [
  { words: (one) => `the last ${one}`, kept: (size) => [0, size - 1] },
  { words: (one) => `the first ${one}`, kept: (size) => [1, size] },
  { words: (_, many) => `the last 2 ${many}`, kept: (size) => [0, Math.max(1, size - 2)] },
  ...blockSizes.map((block) => ({
    words: (_: string, many: string) => `the ${many} beyond whole blocks of ${block}`,
    kept: (size: number) => wholeBlocks(size, block),
  })),
];

/** Yields a plan without the first or the last entries of something, along both axes or one. */
function* withoutEdges(
  plan: GradientPlan,
  name: 'inputPart' | 'tapPart' | 'outputPart',
  sizeOf: (axis: AxisPlan) => number,
  what: string,
): Generator<GradientHypothesis> {
  const seen = new Set([JSON.stringify([plan.h, plan.w])]);
  for (const { words, kept } of edgeCuts) {
    const cut = (axis: AxisPlan): Partial<AxisPlan> =>
      sizeOf(axis) > 1 && String(kept(sizeOf(axis))) !== String([0, sizeOf(axis)])
        ? { [name]: kept(sizeOf(axis)) }
        : {};
    const made: readonly GradientHypothesis[] = [
      { detail: `${words('row and column', 'rows and columns')} of ${what}`, plan: withAxes(plan, cut) },
      { detail: `${words('row', 'rows')} of ${what}`, plan: withAxis(plan, 'h', cut(plan.h)) },
      { detail: `${words('column', 'columns')} of ${what}`, plan: withAxis(plan, 'w', cut(plan.w)) },
    ];
    for (const hypothesis of made) {
      const { h, w } = hypothesis.plan;
      const key = JSON.stringify([h, w]);
      if (!seen.has(key)) yield hypothesis;
      seen.add(key);
    }
  }
}

/** Yields the gradient of the bias of what padding would crop from gy, which is cropped already. */
function* withoutCropped(plan: GradientPlan): Generator<GradientHypothesis> {
  const { padding, paddingEnd = padding } = plan.call.geometry.params;
  const made = withAxes(plan, ({ outputSize }, at) => ({
    outputPart: [padding[at], Math.max(padding[at], outputSize - paddingEnd[at])],
  }));
  const isCropped = padding[0] + padding[1] + paddingEnd[0] + paddingEnd[1] > 0;
  if (isCropped) yield { detail: 'as many rows and columns of gy as padding crops', plan: made };
}

const edgeLeftOut: GradientMistake = {
  id: 'edge-left-out',
  title: 'A row or column is left out of the sums',
  fix: 'Check the bounds of the loops: indices run from 0 to size − 1, both included.',
  of: ['input', 'weight', 'bias'],
  part: 'sums',
  *hypotheses(plan) {
    yield* withoutEdges(plan, 'outputPart', ({ outputSize }) => outputSize, 'gy');
    if (plan.of === 'bias') yield* withoutCropped(plan);
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
  *hypotheses(plan, { actual }) {
    const { n, cout, h, w } = plan.call.geometry;
    const sizes = [n, cout, h.outputSize, w.outputSize] as const;
    for (let summed = 0; summed < 16; summed++) {
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
      const shape = orWithOnes(
        sizes.filter((_, axis) => isKept(axis)),
        actual.shape,
      );
      const kept = axisNames.filter((_, axis) => !isKept(axis));
      const detail = kept.length === 0 ? 'over none' : `over ${kept.join(', ')}`;
      yield { detail, plan, sums, arranged: { shape, source: (at) => at } };
      const isOne = kept.length === 4 && cout > 1;
      if (isOne) yield { detail: `${detail}, one for all`, plan, sums, arranged: { shape: [cout], source: () => 0 } };
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
    for (const { detail, planes } of memoryOrders(plan.gradOutput.data, shape, axisNames))
      yield { detail, plan: { ...plan, gradOutput: planes } };
  },
};

const inputInOtherOrder: GradientMistake = {
  id: 'layout-of-input',
  title: 'The input was read in another memory order',
  fix: 'The input is (N, Cin, H, W), the last axis fastest: make it contiguous, or permute channels-last tensors first.',
  of: ['weight'],
  part: 'layout',
  *hypotheses(plan) {
    const { n, cin, h, w } = plan.call.geometry;
    for (const { detail, planes } of memoryOrders(plan.factor.data, [n, cin, h.inputSize, w.inputSize], axisNames))
      yield { detail, plan: { ...plan, factor: planes } };
  },
};

const gradOutputIgnored: GradientMistake = {
  id: 'grad-output-ignored',
  title: 'gy was taken to be the same number everywhere',
  fix: 'Multiply by gy, the gradient of the output: ones are right only for y.sum().backward().',
  of: ['input', 'weight', 'bias'],
  part: 'sums',
  isAlone: true,
  *hypotheses(plan) {
    const ones = { data: Float64Array.of(1), offset: () => 0, rowStep: 0, columnStep: 0 };
    const { n, cout, columns } = plan.call.geometry;
    const made = { ...plan, gradOutput: ones };
    yield { detail: '1', plan: made };
    yield { detail: `1 / ${n * cout * columns}, as of a mean`, plan: made, scale: 1 / (n * cout * columns) };
  },
};

/** Running sums: the sum of every plane begins with those of the planes before. */
const notReset: GradientMistake = {
  id: 'accumulator-not-reset',
  title: 'The sums were not set to 0 again',
  fix: 'Set the accumulator to 0 before each image and channel.',
  of: ['input', 'weight', 'bias'],
  part: 'sums',
  isAlone: true,
  *hypotheses(plan) {
    const { n, cin, coutPerGroup } = plan.call.geometry;
    const sums = sumsOf(plan);
    const variants =
      plan.of === 'input'
        ? ([
            ['from image to image', n, cin],
            ['from channel to channel', cin, 1],
          ] as const)
        : plan.of === 'weight'
          ? ([
              ['from input channel to input channel', cin, coutPerGroup],
              ['from output channel to output channel', coutPerGroup, 1],
            ] as const)
          : ([['from channel to channel', sums.planes, 1]] as const);
    const arranged = { shape: gradientShape(plan.call), source: (at: number) => at };
    for (const [detail, count, step] of variants) {
      if (count === 1 || count > mostRunning) continue;
      const pairsOf = (plane: number): readonly number[] => {
        const place = Math.floor(plane / step) % count;
        return Array.from({ length: place + 1 }, (_, back) => sums.pairsOf(plane - back * step)).flat();
      };
      yield { detail, plan, sums: { ...sums, pairsOf }, arranged };
    }
  },
};

/** The most planes that are added up to one. */
const mostRunning = 1024;

/** Mistakes with the terms that are added up. */
export const sumsInGradients: readonly GradientMistake[] = [
  overwritten,
  bordersLeftOut,
  edgeLeftOut,
  oneElement,
  otherAxes,
  gradOutputIgnored,
  notReset,
];
/** Memory orders of gy and of the input. */
export const factorOrders: readonly GradientMistake[] = [readInOtherOrder, inputInOtherOrder];
