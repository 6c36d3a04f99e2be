import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand } from './code.ts';
import { weightProbe } from './weightProbe.ts';

type Axis = 'g' | 'i' | 'o' | 'h' | 'w';

/** Returns axes from their letters. */
const axesOf = (letters: string): readonly Axis[] => Array.from(letters) as Axis[];

/** The axes of a weight in memory: g the group, i the input and o the output channel of a group, h and w the kernel. */
interface MemoryOrder {
  readonly axes: readonly Axis[];
  /** The order as people write it; I and O are all input and output channels, I/g and O/g those of a group. */
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
const seenAxes = (axes: readonly Axis[], sizes: Sizes): string => axes.filter((axis) => sizes[axis] > 1).join('');

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
  const seen = orders.map((order) => ({ order, axes: seenAxes(order.axes, sizes) }));
  for (const { order: written, axes: one } of seen) {
    for (const { order: read, axes: other } of seen) {
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
  return (g, i, o, h, w) => {
    let rest = g * readSteps.g + i * readSteps.i + o * readSteps.o + h * readSteps.h + w * readSteps.w;
    let flat = 0;
    for (const axis of written.axes) {
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

/** Lists the misreadings that may have made an output; none if it has another shape than the call's. */
function possibleMisreadings({ actual, reference, geometry }: DiagnosisTarget): readonly Misread[] {
  return isSameShape(actual.shape, reference.shape) ? misreadings(sizesOf(geometry)) : [];
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
    alternatives: (target) => possibleMisreadings(target).length,
    *hypotheses(target) {
      const possible = possibleMisreadings(target);
      if (possible.length === 0) return;
      const { geometry, call } = target;
      const sizes = sizesOf(geometry);
      const looks = weightProbe(target);
      for (const misread of possible) {
        const source = sourceOf(misread, sizes);
        if (looks((g, i, o, ky, kx) => call.weight.data[source(g, i, o, ky, kx)] as number))
          yield hypothesisOf(target, misread);
      }
    },
  },
];
