import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { firstInputChannel, inputPlane } from '../../geometry/planeOffsets.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import { outputAt } from '../../provenance/offsets.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand } from './code.ts';

type Axis = 'g' | 'i' | 'o' | 'h' | 'w';

/** Returns axes from their letters. */
const axesOf = (letters: string): readonly Axis[] => Array.from(letters) as Axis[];

/**
 * The axes of a weight in memory: g the group, i the input and o the output channel of a group, h and w the kernel. Axes
 * that stand together in parentheses are one axis of the tensor.
 */
interface MemoryOrder {
  readonly axes: readonly Axis[];
  /** The order as people write it; I is all input channels, I/g those of a group. */
  readonly name: string;
}

/** The axes of a weight of conv_transpose2d. */
const plainAxes = axesOf('giohw');

const orders: readonly MemoryOrder[] = [
  { axes: axesOf('giohw'), name: '(I, O/g, kH, kW)' },
  { axes: axesOf('ogihw'), name: '(O/g, I, kH, kW)' },
  { axes: axesOf('goihw'), name: '(O, I/g, kH, kW)' },
  { axes: axesOf('ohwgi'), name: '(O/g, kH, kW, I)' },
  { axes: axesOf('gohwi'), name: '(O, kH, kW, I/g)' },
  { axes: axesOf('hwgio'), name: '(kH, kW, I, O/g)' },
  { axes: axesOf('hwogi'), name: '(kH, kW, O/g, I)' },
  { axes: axesOf('hwigo'), name: '(kH, kW, I/g, O)' },
  { axes: axesOf('hwgoi'), name: '(kH, kW, O, I/g)' },
  { axes: axesOf('gihwo'), name: '(I, kH, kW, O/g)' },
  { axes: axesOf('ighwo'), name: '(I/g, kH, kW, O)' },
  { axes: axesOf('igohw'), name: '(I/g, O, kH, kW)' },
  { axes: axesOf('whogi'), name: '(kW, kH, O/g, I)' },
  { axes: axesOf('whgio'), name: '(kW, kH, I, O/g)' },
];

type Sizes = Readonly<Record<Axis, number>>;

const sizesOf = ({ params, cinPerGroup, coutPerGroup, h, w }: Geometry): Sizes => ({
  g: params.groups,
  i: cinPerGroup,
  o: coutPerGroup,
  h: h.kernelSize,
  w: w.kernelSize,
});

/** Returns the axes of an order that have more than one entry: orders with the same ones are the same in memory. */
const seenAxes = (axes: readonly Axis[], sizes: Sizes): string => [...axes].filter((axis) => sizes[axis] > 1).join('');

/** Returns the distance in memory of two neighbours along each axis. */
function stepsOf(axes: readonly Axis[], sizes: Sizes): Sizes {
  const steps: Record<Axis, number> = { g: 0, i: 0, o: 0, h: 0, w: 0 };
  let step = 1;
  for (const axis of [...axes].reverse()) {
    steps[axis] = step;
    step *= sizes[axis];
  }
  return steps;
}

/** A weight that was written in one order and read in another. */
interface Misread {
  readonly written: MemoryOrder;
  readonly read: MemoryOrder;
}

/** Lists the misreadings that differ in memory from each other and from a right reading. */
function misreadings(sizes: Sizes): readonly Misread[] {
  const found = new Map<string, Misread>();
  for (const written of orders) {
    for (const read of orders) {
      const [one, other] = [seenAxes(written.axes, sizes), seenAxes(read.axes, sizes)];
      const key = `${one} ${other}`;
      if (one !== other && !found.has(key)) found.set(key, { written, read });
    }
  }
  // One of the two is PyTorch's order in most mistakes.
  const plain = ({ written, read }: Misread): number => Number(written !== orders[0]) + Number(read !== orders[0]);
  return [...found.values()].sort((a, b) => plain(a) - plain(b));
}

/**
 * Returns a function that gives the flat index, in a weight (Cin, Cout/groups, kH, kW), of the number that is read in
 * place of the one at a group, an input and an output channel of the group, and a tap.
 */
function sourceOf(
  { written, read }: Misread,
  sizes: Sizes,
): (g: number, i: number, o: number, h: number, w: number) => number {
  const readSteps = stepsOf(read.axes, sizes);
  const writtenSteps = stepsOf(written.axes, sizes);
  const own = stepsOf(plainAxes, sizes);
  const order = written.axes;
  return (g, i, o, h, w) => {
    let rest = g * readSteps.g + i * readSteps.i + o * readSteps.o + h * readSteps.h + w * readSteps.w;
    let flat = 0;
    for (const axis of order) {
      const index = Math.floor(rest / writtenSteps[axis]);
      rest -= index * writtenSteps[axis];
      flat += index * own[axis];
    }
    return flat;
  };
}

/** Returns the weight as it is misread. */
function misreadWeight({ weight }: Call, misread: Misread, sizes: Sizes): Tensor {
  const source = sourceOf(misread, sizes);
  const data = weight.data.slice();
  let at = 0;
  for (let g = 0; g < sizes.g; g++)
    for (let i = 0; i < sizes.i; i++)
      for (let o = 0; o < sizes.o; o++)
        for (let h = 0; h < sizes.h; h++)
          for (let w = 0; w < sizes.w; w++) data[at++] = weight.data[source(g, i, o, h, w)] as number;
  return { ...weight, data } as Tensor;
}

/** The elements by which a misreading is recognised before it is confirmed. */
const samples = 3;
/** Relative tolerance for equal values. It may be loose because a match is confirmed on all elements later. */
const matchTolerance = 1e-2;

/** Computes an output element with misread weights, without reordering all of them. */
function elementWith({ call, geometry }: DiagnosisTarget, misread: Misread, sizes: Sizes, at: number): number {
  const source = sourceOf(misread, sizes);
  const { n, c, y, x } = outputAt(geometry, at);
  const { h, w, cinPerGroup, coutPerGroup } = geometry;
  const [group, o] = [Math.floor(c / coutPerGroup), c % coutPerGroup];
  const first = firstInputChannel(geometry, c);
  let sum = call.bias?.data[c] ?? 0;
  for (let i = 0; i < h.inputSize; i++) {
    for (let ky = 0; ky < h.kernelSize; ky++) {
      if (scatterIndex(h, i, ky) !== y) continue;
      for (let j = 0; j < w.inputSize; j++) {
        for (let kx = 0; kx < w.kernelSize; kx++) {
          if (scatterIndex(w, j, kx) !== x) continue;
          for (let ci = 0; ci < cinPerGroup; ci++) {
            const input = call.input.data[inputPlane(geometry, n, first + ci) + i * w.inputSize + j] as number;
            sum += input * (call.weight.data[source(group, ci, o, ky, kx)] as number);
          }
        }
      }
    }
  }
  return sum;
}

const letters: Readonly<Record<Axis, string>> = {
  g: 'groups',
  i: 'Cin // groups',
  o: 'Cout // groups',
  h: 'kH',
  w: 'kW',
};

/** Returns the code that misreads the weight, which the program does before it knows the sizes. */
function codeOf({ written, read }: Misread) {
  const shape = (axes: readonly Axis[]): string => axes.map((axis) => letters[axis]).join(', ');
  const permute = (from: readonly Axis[], to: readonly Axis[]): string =>
    to.map((axis) => from.indexOf(axis)).join(', ');
  const sizes = '-Cin, Cout, kH, kW = w.shape[0], w.shape[1] * groups, *w.shape[2:]';
  const lines = [
    `w = w.reshape(${shape(plainAxes)}).permute(${permute(plainAxes, written.axes)})`,
    `w = w.reshape(${shape(read.axes)}).permute(${permute(read.axes, plainAxes)}).reshape(Cin, Cout // groups, kH, kW)`,
  ];
  const { program, diff } = beforehand(lines.join('\n-'));
  return { program, diff: `${sizes}\n${diff}` };
}

function hypothesisOf({ call, geometry }: OtherCall, misread: Misread): Hypothesis {
  const { written, read } = misread;
  return {
    detail: `it is in memory as ${written.name} and was read as ${read.name}`,
    call: { ...call, weight: misreadWeight(call, misread, sizesOf(geometry)) },
    code: codeOf(misread),
    again: (other) =>
      seenAxes(written.axes, sizesOf(other.geometry)) === seenAxes(read.axes, sizesOf(other.geometry))
        ? null
        : hypothesisOf(other, misread),
  };
}

export const weightOrderMistakes: readonly Mistake[] = [
  {
    id: 'weight-memory-order',
    title: 'The weight was read in another memory order',
    means: 'axes of w exchanged',
    place: 'weight',
    known: ['google/XNNPACK#1951'],
    fix: 'Bring the weight into the order in which it is read: conv_transpose2d has (Cin, Cout/groups, kH, kW), Keras (kH, kW, Cout, Cin).',
    code: null,
    general: true,
    alone: true,
    alternatives: ({ geometry }) => misreadings(sizesOf(geometry)).length,
    *hypotheses(target) {
      const { actual, reference, geometry } = target;
      if (String(actual.shape) !== String(reference.shape)) return;
      const sizes = sizesOf(geometry);
      const total = actual.data.length;
      const places = Array.from(
        { length: Math.min(samples, total) },
        (_, i) => Math.floor(((i + 0.5) * total) / samples) % total,
      );
      const scale = matchTolerance * largestFinite(actual, 0, total);
      for (const misread of misreadings(sizes)) {
        const isNear = (at: number): boolean => {
          const apart = elementWith(target, misread, sizes, at) - (actual.data[at] as number);
          return !(Math.abs(apart) > scale);
        };
        // A right output is an example for every misreading.
        if (places.every(isNear) || isRight(target, places)) yield hypothesisOf(target, misread);
      }
    },
  },
];

/** Returns true if the output is right at some places: there is nothing to recognise a misreading by. */
const isRight = ({ actual, reference }: DiagnosisTarget, places: readonly number[]): boolean =>
  places.every((at) => Math.fround(reference.data[at] as number) === actual.data[at]);
