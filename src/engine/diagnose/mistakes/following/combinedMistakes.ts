import { flatAt, indexAt } from '../../../core/flatIndex.ts';
import { isSameShape, type Shape, type Tensor } from '../../../core/tensor.ts';
import type { Collective, Hypothesis, OtherCall, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { afterwards } from '../code.ts';
import { applied, activations, type FollowingActivation, sigmoid } from './activations.ts';
import { type AxisSources, resized } from './sources.ts';

// What was made of the output together with the input, or of several of its channels.

/** A function of the finished output; it may read the call's input. */
interface Combination {
  readonly detail: string;
  readonly code: string;
  /** Returns null if the shapes do not allow it. */
  readonly collective: (other: OtherCall) => Collective | null;
}

type Join = (y: number, x: number) => number;

/** Ways to join an element of the output with one of the input. */
const joins: readonly { readonly sign: string; readonly join: Join }[] = [
  { sign: 'y + x', join: (y, x) => y + x },
  { sign: 'y − x', join: (y, x) => y - x },
  { sign: 'y · x', join: (y, x) => y * x },
  { sign: '(y + x)/2', join: (y, x) => (y + x) / 2 },
  { sign: '(y + x)/√2', join: (y, x) => (y + x) / Math.SQRT2 },
];

/** Returns the element of a joined output; its error is that of y, and of the roundings of x and y. */
function joined({ value, bound }: Predicted, x: number, join: Join, roundoff: number): Predicted {
  const made = join(value, x);
  const reach = Math.max(Math.abs(join(value + bound, x) - made), Math.abs(join(value - bound, x) - made));
  return { value: made, bound: reach + 3 * roundoff * (Math.abs(made) + Math.abs(value) + Math.abs(x)) };
}

/** Returns the input in the shape of an output; null if it has other channels. */
function inputInPlace(
  { call, geometry }: OtherCall,
  mode: 'same' | 'nearest' | 'bilinear' | 'mean',
): ((at: number) => number) | null {
  const { outputShape, cin, cout, h, w } = geometry;
  const { data, shape } = call.input;
  const isSame = isSameShape(shape.slice(-2), outputShape.slice(-2));
  if (mode === 'same') return isSame && cin === cout ? (at) => data[at] as number : null;
  if (mode === 'mean') {
    if (!isSame || cin === 1) return null;
    const area = geometry.columns;
    return (at) => {
      const first = Math.floor(at / (cout * area)) * cin * area + (at % area);
      let sum = 0;
      for (let ci = 0; ci < cin; ci++) sum += data[first + ci * area] as number;
      return sum / cin;
    };
  }
  if (isSame || cin !== cout) return null;
  const across: AxisSources = resized(w.inputSize, w.outputSize, mode);
  const down: AxisSources = resized(h.inputSize, h.outputSize, mode);
  return (at) => {
    const [y, x] = [Math.floor(at / w.outputSize) % h.outputSize, at % w.outputSize];
    const first = Math.floor(at / geometry.columns) * h.inputSize * w.inputSize;
    let sum = 0;
    for (const [row, ofRow] of down(y))
      for (const [column, ofColumn] of across(x))
        sum += ofRow * ofColumn * (data[first + row * w.inputSize + column] as number);
    return sum;
  };
}

const inputWords = {
  same: 'x, the input',
  mean: 'x, the mean over the channels of the input',
  nearest: 'x, the input resized by the nearest element',
  bilinear: 'x, the input resized by bilinear interpolation',
} as const;
const inputCode = {
  same: 'x',
  mean: 'x.mean(1, keepdim=True)',
  nearest: 'F.interpolate(x, size=(Ho, Wo))',
  bilinear: 'F.interpolate(x, size=(Ho, Wo), mode="bilinear")',
} as const;

/** Returns an output joined with the input; `then` is applied to the result if it is not null. */
function joinedWithInput(
  mode: keyof typeof inputWords,
  { sign, join }: (typeof joins)[number],
  then: FollowingActivation | null,
): Combination {
  const line = sign.replace('−', '-').replace('·', '*').replace('√2', '2 ** 0.5').replace('x', inputCode[mode]);
  return {
    detail: `${sign}, ${inputWords[mode]}${then === null ? '' : `; then ${then.detail}`}`,
    code: `y = ${line}${then === null ? '' : `\n-${then.code}`}`,
    collective: (other) => {
      const x = inputInPlace(other, mode);
      if (x === null) return null;
      return {
        shape: other.geometry.outputShape,
        at: (at, read, roundoff) => {
          const made = joined(read(at), x(at), join, roundoff);
          return then === null ? made : applied(made, then, roundoff);
        },
      };
    },
  };
}

function* withInput(): Iterable<Combination> {
  for (const mode of ['same', 'nearest', 'bilinear', 'mean'] as const) {
    for (const way of joins) {
      yield joinedWithInput(mode, way, null);
      // A residual block ends with an activation.
      if (way.sign === 'y + x') for (const then of activations) yield joinedWithInput(mode, way, then);
    }
  }
}

/** Returns the output whose channels are made of other channels, given by their number. */
function channelsOf(
  { geometry: { outputShape, cout } }: OtherCall,
  count: number,
  made: (channel: number, read: (channel: number) => Predicted, place: Place, roundoff: number) => Predicted,
): Collective {
  const axis = outputShape.length - 3;
  const shape = outputShape.map((size, i) => (i === axis ? count : size));
  return {
    shape,
    at: (at, read, roundoff) => {
      const index = indexAt(shape, at);
      const channel = index[axis] as number;
      const place = {
        image: axis === 0 ? 0 : (index[0] as number),
        y: index[axis + 1] as number,
        x: index[axis + 2] as number,
      };
      const own = (c: number): Predicted =>
        read(
          flatAt(
            outputShape,
            index.map((i, n) => (n === axis ? c % cout : i)),
          ),
        );
      return made(channel, own, place, roundoff);
    },
  };
}

interface Place {
  readonly image: number;
  readonly y: number;
  readonly x: number;
}

function inputAt({ data, shape }: Tensor, { image, y, x }: Place, channel: number): number {
  const [c = 1, h = 1, w = 1] = shape.slice(-3);
  return data[((image * c + channel) * h + y) * w + x] as number;
}

const exactly = (value: number): Predicted => ({ value, bound: 0 });

function* ofChannels(): Iterable<Combination> {
  for (const isFirst of [false, true]) {
    yield {
      detail: isFirst ? 'the input before the output’s channels' : 'the input after the output’s channels',
      code: `y = torch.cat([${isFirst ? 'x, y' : 'y, x'}], 1)`,
      collective: (other) => {
        const { call, geometry } = other;
        const { cin, cout, outputShape } = geometry;
        if (!isSameShape(call.input.shape.slice(-2), outputShape.slice(-2))) return null;
        return channelsOf(other, cin + cout, (c, read, place) => {
          const own = isFirst ? c - cin : c;
          return own >= 0 && own < cout ? read(own) : exactly(inputAt(call.input, place, isFirst ? c : c - cout));
        });
      },
    };
  }
  yield {
    detail: 'the output’s channels twice',
    code: 'y = torch.cat([y, y], 1)',
    collective: (other) => channelsOf(other, 2 * other.geometry.cout, (c, read) => read(c)),
  };
  yield {
    detail: 'CReLU: ReLU of y and of −y, one after the other',
    code: 'y = torch.cat([F.relu(y), F.relu(-y)], 1)',
    collective: (other) => {
      const { cout } = other.geometry;
      return channelsOf(other, 2 * cout, (c, read) => {
        const { value, bound } = read(c);
        return { value: Math.max(0, c < cout ? value : -value), bound };
      });
    },
  };
  for (const [title, code, gate, slope] of [
    ['GLU: the first half of the channels times the sigmoid of the second', 'F.glu(y, 1)', sigmoid, 0.25],
    [
      'the first half of the channels times the second',
      'y[:, : Cout // 2] * y[:, Cout // 2 :]',
      (value: number) => value,
      1,
    ],
    ['maxout: the larger of each half of the channels', 'torch.maximum(y[:, : Cout // 2], y[:, Cout // 2 :])', null, 1],
  ] as const) {
    yield {
      detail: title,
      code: `y = ${code}`,
      collective: (other) => {
        const half = other.geometry.cout / 2;
        if (!Number.isInteger(half)) return null;
        return channelsOf(other, half, (c, read, _, roundoff) => {
          const [a, b] = [read(c), read(c + half)];
          if (gate === null) return { value: Math.max(a.value, b.value), bound: Math.max(a.bound, b.bound) };
          const value = a.value * gate(b.value);
          const bound = a.bound * Math.abs(gate(b.value)) + Math.abs(a.value) * slope * b.bound + a.bound * b.bound;
          return { value, bound: bound + 6 * roundoff * Math.abs(value) };
        });
      },
    };
  }
  for (const factor of [2, 3, 4]) yield* shuffledBy(factor);
}

/** A place in an image: its channel, row and column. */
type ImagePlace = readonly [channel: number, y: number, x: number];

/** Returns the output with its elements in images of other sizes, each taken from a place; null if a size is not whole. */
function rearranged(
  { geometry: { outputShape } }: OtherCall,
  [c, h, w]: ImagePlace,
  from: (...place: ImagePlace) => ImagePlace,
): Collective | null {
  if (![c, h, w].every(Number.isInteger)) return null;
  const shape: Shape = [...outputShape.slice(0, -3), c, h, w];
  return {
    shape,
    at: (at, read) => {
      const index = indexAt(shape, at);
      const [channel = 0, y = 0, x = 0] = index.slice(-3);
      return read(flatAt(outputShape, [...index.slice(0, -3), ...from(channel, y, x)]));
    },
  };
}

/** Yields the pixel shuffle, which makes blocks of factor × factor pixels of as many channels, and its inverse. */
function* shuffledBy(factor: number): Iterable<Combination> {
  const area = factor ** 2;
  yield {
    detail: `pixel shuffle by ${factor}`,
    code: `y = F.pixel_shuffle(y, ${factor})`,
    collective: (other) => {
      const [c = 1, h = 1, w = 1] = other.geometry.outputShape.slice(-3);
      return rearranged(other, [c / area, h * factor, w * factor], (channel, y, x) => [
        channel * area + (y % factor) * factor + (x % factor),
        Math.floor(y / factor),
        Math.floor(x / factor),
      ]);
    },
  };
  yield {
    detail: `pixel unshuffle by ${factor}`,
    code: `y = F.pixel_unshuffle(y, ${factor})`,
    collective: (other) => {
      const [c = 1, h = 1, w = 1] = other.geometry.outputShape.slice(-3);
      return rearranged(other, [c * area, h / factor, w / factor], (channel, y, x) => [
        Math.floor(channel / area),
        y * factor + Math.floor((channel % area) / factor),
        x * factor + (channel % factor),
      ]);
    },
  };
}

const combinations: readonly Combination[] = [...withInput(), ...ofChannels()];

function combinedAfter(other: OtherCall, combination: Combination): Hypothesis | null {
  const collective = combination.collective(other);
  if (collective === null) return null;
  const { detail, code } = combination;
  return {
    detail,
    call: other.call,
    collective,
    words: { what: 'after the layer', yours: detail, required: 'nothing' },
    code: afterwards(code),
    again: (another) => combinedAfter(another, combination),
  };
}

function* combined(target: DiagnosisTarget): Iterable<Hypothesis> {
  for (const combination of combinations) {
    const found = combinedAfter(target, combination);
    if (found !== null && isSameShape(found.collective?.shape ?? [], target.actual.shape)) yield found;
  }
}

export const combinedMistakes: readonly Mistake[] = [
  {
    id: 'combined-after',
    title: 'The output was combined with the input, or its channels with each other',
    means: 'a residual, a concatenation, GLU, pixel shuffle, … after the layer',
    place: 'output',
    known: [],
    fix: 'Compare the output before it: take the output from the layer itself, or do the same to the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: combined,
  },
];
