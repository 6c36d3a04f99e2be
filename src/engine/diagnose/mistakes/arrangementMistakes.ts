import type { Call, Pair } from '../../core/call.ts';
import type { Shape, Tensor } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { channelsLastPlace, channelsLastSource, planeWindow } from '../model/arrangements.ts';
import { placesOf, rearrangedLater, rereadLater } from '../model/edits.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import {
  fillMarker,
  type CropFrame,
  type Hypothesis,
  type OtherCall,
  type OutputArrangement,
} from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { nearby, shortNumber } from '../model/shortNumber.ts';
import { permutationOf } from './permutation.ts';
import { fullSize, windowed } from './paddingMistakes.ts';
import { afterwards, beforehand } from './code.ts';

/** Returns the largest offset to try along an axis: the reach of the kernel, within limits. */
function reachOf({ stride, kernelSize, dilation, padding }: DiagnosisTarget['geometry']['h']): number {
  return Math.min(12, Math.max(3, stride, dilation * (kernelSize - 1), padding));
}

function* shifts(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { h, w } = target.geometry;
  const [reachH, reachW] = [reachOf(h), reachOf(w)];
  const offsets: Pair[] = [];
  for (let dy = -reachH; dy <= reachH; dy++) {
    for (let dx = -reachW; dx <= reachW; dx++) if (dy !== 0 || dx !== 0) offsets.push([dy, dx]);
  }
  // Smallest shift first.
  offsets.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
  for (const offset of offsets) {
    for (const [kind, shifted] of shiftedBy(target, offset).entries()) {
      yield { ...shifted, again: (other) => shiftedBy(other, offset)[kind] ?? null };
    }
  }
}

/** Returns the three ways in which an output can be shifted by an offset. */
function shiftedBy(other: OtherCall, [dy, dx]: Pair): readonly Hypothesis[] {
  const { call, geometry } = other;
  const { h, w, outputShape } = geometry;
  const size: Pair = [h.outputSize, w.outputSize];
  const by = `by (${dy}, ${dx})`;
  const start: Pair = [h.padding - dy, w.padding - dx];
  // The rows and columns that stay inside the output.
  const computed: CropFrame['computed'] = {
    start: [Math.max(0, dy), Math.max(0, dx)],
    size: [Math.max(0, size[0] - Math.abs(dy)), Math.max(0, size[1] - Math.abs(dx))],
  };
  return [
    windowed(other, start, size, fillMarker.bias, `${by}: cropped at another offset`, croppedCode(dy, dx)),
    {
      detail: `${by}: rolled`,
      call,
      arranged: rolled(outputShape, dy, dx),
      words: { what: 'shift', yours: [dy, dx], required: [0, 0] },
      code: afterwards(`y = torch.roll(y, (${dy}, ${dx}), (2, 3))`),
    },
    {
      detail: `${by}: zeros at the edge`,
      call,
      arranged: planeWindow(outputShape, outputShape, [-dy, -dx], fillMarker.zero),
      frame: { full: fullSize(geometry), start, size, computed },
      code: afterwards(`y = F.pad(y, (${dx}, ${-dx}, ${dy}, ${-dy}))`),
    },
  ];
}

/** Returns the code of a crop at another offset: the padding moves from one end to the other. */
function croppedCode(dy: number, dx: number): FixCode {
  const plus = (term: string, amount: number): string =>
    amount === 0 ? term : `${term} ${amount < 0 ? '-' : '+'} ${Math.abs(amount)}`;
  const pads = [plus('left', dx), plus('left + opW', -dx), plus('top', dy), plus('top + opH', -dy)];
  return unfoldCode(`\
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (${pads.join(', ')}))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`);
}

/** Returns the arrangement of an output that leaves at one end of the plane and comes in at the other. */
function rolled(shape: Shape, dy: number, dx: number): OutputArrangement {
  const [height = 1, width = 1] = shape.slice(-2);
  return {
    shape,
    source: (at) => {
      const index = indexAt(shape, at);
      const x = (index.pop() ?? 0) - dx;
      const y = (index.pop() ?? 0) - dy;
      const wrap = (value: number, size: number): number => ((value % size) + size) % size;
      return flatAt(shape, [...index, wrap(y, height), wrap(x, width)]);
    },
  };
}

/** Yields the outputs of reading memory in the wrong axis order. */
function* layouts({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { outputShape, cout, h, w } = geometry;
  const n = geometry.batched ? [geometry.n] : [];
  const last: Shape = [...n, h.outputSize, w.outputSize, cout];
  const source = channelsLastSource(outputShape);
  const words = { what: 'axes of the output', yours: '(N, Ho, Wo, Cout)', required: '(N, Cout, Ho, Wo)' };
  yield {
    detail: 'the output’s memory order is (N, Ho, Wo, Cout), but its shape is (N, Cout, Ho, Wo)',
    call,
    arranged: { shape: outputShape, source },
    words,
    code: afterwards('y = y.permute(0, 2, 3, 1).reshape(N, Cout, Ho, Wo)'),
  };
  yield {
    detail: 'the output is (N, Ho, Wo, Cout)',
    call,
    arranged: { shape: last, source },
    words,
    code: afterwards('y = y.permute(0, 2, 3, 1)'),
  };
  yield {
    detail: 'the output was taken for (N, Ho, Wo, Cout) and brought to (N, Cout, Ho, Wo)',
    call,
    arranged: { shape: outputShape, source: channelsLastPlace(outputShape) },
    words,
    code: afterwards('y = y.reshape(N, Ho, Wo, Cout).permute(0, 3, 1, 2)'),
  };
  yield {
    detail: 'the input is in memory as (N, H, W, Cin), and was read as (N, Cin, H, W)',
    call: { ...call, input: rereadLater(call.input, channelsLastSource(call.input.shape)) },
    words: { what: 'axes of the input', yours: '(N, H, W, Cin)', required: '(N, Cin, H, W)' },
    code: unfoldCode(`\
 N, Cin, H, W = x.shape
-x = x.permute(0, 2, 3, 1).reshape(N, Cin, H, W)
 kH, kW = w.shape[2:]`),
  };
  const [height = 1, width = 1] = call.input.shape.slice(-2);
  if (height > 1 && width > 1)
    yield {
      detail: 'the input is in memory as (N, Cin, W, H), and was read as (N, Cin, H, W)',
      call: { ...call, input: storedTransposed(call.input) },
      words: { what: 'axes of the input', yours: '(N, Cin, W, H)', required: '(N, Cin, H, W)' },
      code: beforehand('x = x.transpose(2, 3).reshape(x.shape)'),
    };
  yield {
    detail: 'the input was read as (N, H, W, Cin)',
    call: { ...call, input: rereadLater(call.input, channelsLastPlace(call.input.shape)) },
    words: { what: 'axes of the input', yours: '(N, H, W, Cin)', required: '(N, Cin, H, W)' },
    code: unfoldCode(`\
 N, Cin, H, W = x.shape
-x = x.reshape(N, H, W, Cin).permute(0, 3, 1, 2)
 kH, kW = w.shape[2:]`),
  };
}

/** Writes a tensor (…, H, W) into memory as (…, W, H) and reads that as (…, H, W) again. */
function storedTransposed(tensor: Tensor): Tensor {
  const [height = 1, width = 1] = tensor.shape.slice(-2);
  const places = placesOf(height, width, (y, x) => {
    const place = y * width + x;
    return (place % height) * width + Math.floor(place / height);
  });
  return rearrangedLater(tensor, tensor.shape, (plane) => plane, places);
}

export const arrangementMistakes: readonly Mistake[] = [
  {
    id: 'output-axes-swapped',
    title: 'Height and width of the output were swapped',
    means: 'y is (N, Cout, Wo, Ho)',
    place: 'output',
    known: [],
    fix: 'Remove the extra y.transpose(2, 3): the output is (N, Cout, Ho, Wo).',
    code: afterwards('y = y.transpose(2, 3)'),
    *hypotheses({ call, geometry }) {
      const from = geometry.outputShape;
      const [height = 0, width = 0] = from.slice(-2);
      const shape = [...from.slice(0, -2), width, height];
      yield {
        detail: '',
        call,
        words: { what: 'axes of the output', yours: '(N, Cout, Wo, Ho)', required: '(N, Cout, Ho, Wo)' },
        arranged: {
          shape,
          source: (at) => {
            const index = indexAt(shape, at);
            const x = index.pop() ?? 0;
            const y = index.pop() ?? 0;
            return flatAt(from, [...index, x, y]);
          },
        },
      };
    },
  },
  {
    id: 'layout-nhwc',
    title: 'The data was read as channels-last',
    means: 'memory in (N, H, W, C) order',
    place: 'output',
    known: [],
    fix: 'Permute the axes to (N, C, H, W) and call contiguous() before reading the memory.',
    code: null,
    hypotheses: layouts,
  },
  {
    id: 'channels-permuted',
    title: 'The output channels are in the wrong order',
    means: 'rows of K permuted',
    place: 'output',
    known: [],
    fix: 'Compute output channel g·Cout/groups + j from the weights [:, j] of group g.',
    code: null,
    fromOutput: true,
    *hypotheses(target) {
      const found = permutationOf(target, -3);
      if (found !== null) yield found;
    },
  },
  {
    id: 'batch-permuted',
    title: 'The batch elements are in the wrong order',
    means: 'y[n] belongs to another x[n]',
    place: 'output',
    known: [],
    fix: 'Compute output n from input n.',
    code: null,
    fromOutput: true,
    *hypotheses(target) {
      const found = target.geometry.batched ? permutationOf(target, -4) : null;
      if (found !== null) yield found;
    },
  },
  {
    id: 'shifted',
    title: 'The output is shifted',
    means: 'y[i + dy, j + dx]',
    place: 'output',
    known: [],
    fix: 'Crop at padding: output o depends on the inputs i with o = i·stride − padding + k·dilation.',
    code: null,
    fromOutput: true,
    hypotheses: shifts,
  },
  {
    id: 'scaled',
    title: 'Every value is multiplied by the same factor',
    means: 'y times a constant',
    place: 'output',
    known: [],
    fix: 'Divide by that factor. A common cause is a batch norm or a gain that was folded into the weights twice.',
    code: null,
    fromOutput: true,
    measures: true,
    *hypotheses({ call, actual, reference }) {
      if (actual.data.length !== reference.data.length) return;
      const largest = reference.data.reduce(
        (best, value, at) =>
          Math.abs(value) > Math.abs(reference.data[best] ?? 0) && Number.isFinite(value) ? at : best,
        0,
      );
      const factor = (actual.data[largest] as number) / (reference.data[largest] as number);
      if (!Number.isFinite(factor) || factor === 0 || reference.data.length < 8) return;
      const near = nearby(factor);
      for (const scale of near === factor ? [factor] : [near, factor]) {
        yield scaledBy(call, scale);
      }
    },
  },
  {
    id: 'sum-scaled',
    title: 'The sums are multiplied by the same factor, the bias is not',
    means: 'f · Σ w·x + b',
    place: 'output',
    known: [],
    fix: 'Divide by that factor before the bias is added. Common causes are a gain in the weights, a scale of int8 factors, and a mean in place of a sum.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: scaledSums,
  },
];

function* scaledSums({ call, geometry, actual, reference }: DiagnosisTarget): Iterable<Hypothesis> {
  const { bias } = call;
  if (bias === null || actual.data.length !== reference.data.length || reference.data.length < 8) return;
  const biasAt = (at: number): number => bias.data[Math.floor(at / geometry.columns) % geometry.cout] as number;
  const sumAt = (at: number): number => Math.abs((reference.data[at] as number) - biasAt(at));
  let largest = 0;
  for (let at = 1; at < reference.data.length; at++) if (sumAt(at) > sumAt(largest)) largest = at;
  const sum = (reference.data[largest] as number) - biasAt(largest);
  const factor = ((actual.data[largest] as number) - biasAt(largest)) / sum;
  if (!Number.isFinite(factor) || factor === 0) return;
  const near = nearby(factor);
  for (const each of near === factor ? [factor] : [near, factor]) {
    const found = sumsTimes(call, each);
    if (found !== null) yield found;
  }
}

/** Returns the hypothesis of sums that are multiplied by a factor before the bias is added. */
function sumsTimes(call: Call, factor: number): Hypothesis | null {
  const { bias } = call;
  if (bias === null) return null;
  return {
    detail: `by ${shortNumber(factor)}`,
    call: { ...call, bias: { ...bias, data: bias.data.map((value) => value / factor) } as Tensor },
    factor,
    fitted: 1,
    words: { what: 'factor of the sums', yours: [factor], required: [1] },
    code: beforehand(`w = w * ${factor}`),
    again: ({ call: other }) => sumsTimes(other, factor),
  };
}

/** Returns the hypothesis of an output multiplied by a factor. */
function scaledBy(call: Call, scale: number): Hypothesis {
  return {
    detail: `by ${scale}`,
    call,
    factor: scale,
    fitted: 1,
    words: { what: 'factor', yours: [scale], required: [1] },
    code: afterwards(`y = y * ${scale}`),
    again: (other) => scaledBy(other.call, scale),
  };
}
