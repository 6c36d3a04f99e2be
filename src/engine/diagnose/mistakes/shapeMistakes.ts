import type { Pair } from '../../core/call.ts';
import { elementCount, isSameShape, type Shape, shapeText } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { channelsLastSource, planeWindow, slicesFrom } from '../model/arrangements.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards } from './code.ts';
import { looksLike } from './looksLike.ts';

// Right numbers in another shape, and outputs without any.

/** How a shape comes from the right one, whatever its sizes. */
interface Reshaping {
  readonly detail: string;
  readonly code: string;
  readonly shapeOf: (right: Shape) => Shape | null;
}

const withoutOnes = (shape: Shape): Shape => shape.filter((size) => size !== 1);

const reshapings: readonly Reshaping[] = [
  { detail: 'flattened', code: 'y = y.flatten()', shapeOf: (right) => [elementCount(right)] },
  {
    detail: 'without its batch axis',
    code: 'y = y[0]',
    shapeOf: (right) => (right.length === 4 && right[0] === 1 ? right.slice(1) : null),
  },
  { detail: 'without its axes of size 1', code: 'y = y.squeeze()', shapeOf: withoutOnes },
  { detail: 'with a batch axis', code: 'y = y[None]', shapeOf: (right) => [1, ...right] },
  {
    detail: 'with one axis for the plane',
    code: 'y = y.flatten(2)',
    shapeOf: (right) => [...right.slice(0, -2), elementCount(right.slice(-2))],
  },
  {
    detail: 'with one axis for each image',
    code: 'y = y.flatten(1)',
    shapeOf: (right) => (right.length === 4 ? [right[0] ?? 1, elementCount(right.slice(1))] : null),
  },
  {
    detail: 'with one axis for each channel of the only image',
    code: 'y = y[0].flatten(1)',
    shapeOf: (right) => (right.length === 4 && right[0] === 1 ? [right[1] ?? 1, elementCount(right.slice(2))] : null),
  },
];

/** Returns the hypothesis that the right numbers stand in another shape; null if they do not fit into it. */
function reshaped({ call, geometry }: OtherCall, { detail, code, shapeOf }: Reshaping): Hypothesis | null {
  const { outputShape } = geometry;
  const shape = shapeOf(outputShape);
  if (shape === null || isSameShape(shape, outputShape) || elementCount(shape) !== elementCount(outputShape))
    return null;
  return {
    detail,
    call,
    arranged: { shape, source: (at) => at },
    words: { what: 'shape', yours: shape, required: outputShape },
    code: afterwards(code),
  };
}

function* reshapedOutputs(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, geometry, actual } = target;
  for (const reshaping of reshapings) {
    const hypothesis = reshaped(target, reshaping);
    if (hypothesis !== null) yield hypothesis;
  }
  const { outputShape } = geometry;
  const [c = 1, h = 1, w = 1] = outputShape.slice(-3);
  const words = (shape: Shape) => ({ what: 'shape', yours: shape, required: outputShape });
  const flat: Shape = [elementCount(outputShape)];
  if (c > 1 && h * w > 1)
    yield {
      detail: 'channels-last and flattened',
      call,
      arranged: { shape: flat, source: channelsLastSource(outputShape) },
      words: words(flat),
      code: afterwards('y = y.permute(0, 2, 3, 1).flatten()'),
    };
  // Any other shape of as many numbers, in their order.
  const { shape } = actual;
  // With its batch and its channels exchanged the output has a name of its own.
  const { batched, n, cout } = geometry;
  const isExchanged = batched && isSameShape(shape, [cout, n, ...outputShape.slice(-2)]);
  const isOther = elementCount(shape) === elementCount(outputShape) && !isSameShape(shape, outputShape) && !isExchanged;
  if (isOther)
    yield {
      detail: shapeText(shape),
      call,
      arranged: { shape, source: (at) => at },
      words: words(shape),
      code: null,
      hasGivenShape: true,
      again: () => null,
    };
}

/** The multiples to which numbers of channels are rounded up. */
const multiples = [2, 4, 8, 16, 32];

function* paddedChannels({ call, geometry, actual }: DiagnosisTarget): Iterable<Hypothesis> {
  const { outputShape, cout } = geometry;
  const own = actual.shape.length === outputShape.length ? (actual.shape.at(-3) ?? 0) : 0;
  const sizes = new Set(multiples.map((multiple) => Math.ceil(cout / multiple) * multiple));
  // Any other number of channels, as the output has them.
  if (own > cout) sizes.add(own);
  for (const size of sizes) {
    if (size === cout) continue;
    const padded = size - cout;
    const multiple = multiples.find((one) => size % one === 0 && padded < one);
    yield {
      ...(size === own ? { hasGivenShape: true as const } : {}),
      detail: `zeros after the last, ${multiple === undefined ? `${padded} more` : `up to a multiple of ${multiple}`}`,
      call,
      arranged: slicesFrom(outputShape, -3, (c) => (c < cout ? c : fillMarker.zero), size),
      words: { what: 'channels', yours: [size], required: [cout] },
      code: afterwards(`y = F.pad(y, (0, 0, 0, 0, 0, ${padded}))`),
    };
  }
}

function* batchChannels({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { outputShape, n, cout, batched } = geometry;
  if (!batched || (n === 1 && cout === 1)) return;
  const [, , h = 1, w = 1] = outputShape;
  const shape: Shape = [cout, n, h, w];
  const source = (at: number): number => {
    const [c = 0, i = 0, y = 0, x = 0] = indexAt(shape, at);
    return flatAt(outputShape, [i, c, y, x]);
  };
  const words = { what: 'axes of the output', yours: '(Cout, N, Ho, Wo)', required: '(N, Cout, Ho, Wo)' };
  const code = afterwards('y = y.transpose(0, 1)');
  if (n !== cout) yield { detail: 'the output is (Cout, N, Ho, Wo)', call, arranged: { shape, source }, words, code };
  if (n === 1 || cout === 1) return;
  yield {
    detail: 'the output’s memory order is (Cout, N, Ho, Wo), but its shape is (N, Cout, Ho, Wo)',
    call,
    arranged: { shape: outputShape, source },
    words,
    code: afterwards('y = y.transpose(0, 1).reshape(N, Cout, Ho, Wo)'),
  };
}

/** The most rows or columns by which two planes are moved against each other. */
const mostMoved = 64;

/** Returns the hypothesis of a window on the right output that begins at an offset; zeros beyond the output. */
function windowOn({ call, geometry }: OtherCall, start: Pair, size: Pair, detail: string): Hypothesis {
  const { outputShape } = geometry;
  const [height = 0, width = 0] = outputShape.slice(-2);
  return {
    detail,
    call,
    arranged: planeWindow(outputShape, [...outputShape.slice(0, -2), ...size], start, fillMarker.zero),
    words: { what: 'output (Ho, Wo)', yours: size, required: [height, width] },
  };
}

/** Returns the offsets along an axis at which one plane may stand in the other. */
function offsetsOf(right: number, yours: number): readonly number[] {
  const apart = yours - right;
  const [least, most] = apart > 0 ? [-apart, 0] : [0, -apart];
  return Array.from({ length: most - least + 1 }, (_, i) => least + i);
}

/** Lists the offsets at which the right output may stand in a larger one, or a smaller one in the right output. */
function windowOffsets({ actual, geometry }: DiagnosisTarget): readonly Pair[] {
  const [right, yours] = [geometry.outputShape, actual.shape];
  if (isSameShape(right, yours) || !isSameShape(right.slice(0, -2), yours.slice(0, -2))) return [];
  const [height = 0, width = 0] = right.slice(-2);
  const [rows = 0, columns = 0] = yours.slice(-2);
  const [downs, acrosses] = [offsetsOf(height, rows), offsetsOf(width, columns)];
  if (downs.length > mostMoved || acrosses.length > mostMoved || actual.data.length === 0) return [];
  return downs.flatMap((top) => acrosses.map((left): Pair => [top, left]));
}

/** Finds where the right output stands in a larger one, or a smaller one in the right output. */
function* windows(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, geometry } = target;
  const [height = 0, width = 0] = geometry.outputShape.slice(-2);
  const [rows = 0, columns = 0] = actual.shape.slice(-2);
  const size: Pair = [rows, columns];
  for (const start of windowOffsets(target)) {
    const hypothesis = windowOn(target, start, size, windowDetail(start, [height, width], size));
    if (hypothesis.arranged === undefined || !looksLike(hypothesis.arranged, target)) continue;
    const [top, left] = start;
    yield {
      ...hypothesis,
      code: afterwards(`y = F.pad(y, (${-left}, ${columns - width + left}, ${-top}, ${rows - height + top}))`),
      // The same rows and columns cut off or added.
      again: ({ call, geometry: other }) => {
        const { outputSize: h } = other.h;
        const { outputSize: w } = other.w;
        const resized: Pair = [rows - height + h, columns - width + w];
        if (resized.some((length) => length < 1)) return null;
        return windowOn({ call, geometry: other }, start, resized, windowDetail(start, [h, w], resized));
      },
    };
  }
}

function windowDetail([top, left]: Pair, [height, width]: Pair, size: Pair): string {
  const isLarger = size[0] >= height && size[1] >= width;
  if (isLarger) return `the right one begins at (${-top}, ${-left}) of yours, with zeros around it`;
  const isSmaller = size[0] <= height && size[1] <= width;
  if (isSmaller)
    return `yours is rows ${top}…${top + size[0] - 1} and columns ${left}…${left + size[1] - 1} of the right one`;
  return `yours begins at (${top}, ${left}) of the right one, with zeros beyond it`;
}

/** Returns an output of which every element is filled. */
const filled = ({ call, geometry }: DiagnosisTarget, edge: keyof typeof fillMarker): Hypothesis => ({
  detail: '',
  call,
  arranged: { shape: geometry.outputShape, source: () => fillMarker[edge] },
  words: { what: 'every element', yours: edge === 'zero' ? '0' : 'b', required: 'Σ w·x + b' },
  code: afterwards(edge === 'zero' ? 'y = torch.zeros_like(y)' : 'y = b.reshape(-1, 1, 1).expand(y.shape)'),
});

export const emptyMistakes: readonly Mistake[] = [
  {
    id: 'output-zeros',
    title: 'The output is all zeros',
    means: 'y = 0',
    place: 'output',
    known: [],
    fix: 'Nothing was written into the output: check that the kernel ran, that its result was copied back, and that the right buffer is read.',
    code: null,
    alone: true,
    *hypotheses(target) {
      yield filled(target, 'zero');
    },
  },
  {
    id: 'output-only-bias',
    title: 'The output is the bias alone',
    means: 'y = b',
    place: 'output',
    known: [],
    fix: 'The products are missing: check that weight and input reach the computation, and that it adds to the output that the bias fills.',
    code: null,
    alone: true,
    *hypotheses(target) {
      if (target.call.bias !== null) yield filled(target, 'bias');
    },
  },
];

export const shapeMistakes: readonly Mistake[] = [
  {
    id: 'batch-channels-swapped',
    title: 'Batch and channels of the output were exchanged',
    means: 'y is (Cout, N, Ho, Wo)',
    place: 'output',
    known: [],
    fix: 'Remove the extra y.transpose(0, 1): the output is (N, Cout, Ho, Wo).',
    code: null,
    alone: true,
    hypotheses: batchChannels,
  },
  {
    id: 'output-reshaped',
    title: 'The right numbers are in another shape',
    means: 'squeezed, flattened, unbatched',
    place: 'output',
    known: [],
    fix: 'Reshape the output to (N, Cout, Ho, Wo); its numbers are right.',
    code: null,
    alone: true,
    hypotheses: reshapedOutputs,
  },
  {
    id: 'channels-padded',
    title: 'The output has channels that the call does not have',
    means: 'Cout rounded up',
    place: 'output',
    known: [],
    fix: 'Take the first Cout channels: the others only fill up a block.',
    code: null,
    alone: true,
    hypotheses: paddedChannels,
  },
];

export const windowMistakes: readonly Mistake[] = [
  {
    id: 'output-window',
    title: 'Your output is a part of the right one, or contains it',
    means: 'rows and columns cut off or added',
    place: 'output',
    known: [],
    fix: 'The numbers are right: give the output the size that the call has, from its first row and column on.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    alternatives: (target) => windowOffsets(target).length,
    hypotheses: windows,
  },
];
