import type { Call, Pair } from '../../core/call.ts';
import { validateCall } from '../../validation/validateCall.ts';
import { shapeOf } from '../../core/call.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { axisLandings, type FoldRule, foldRules } from '../../geometry/landings.ts';
import { slicesFrom } from '../model/arrangements.ts';
import { callCode, callLine, type FixCode, foldCode, naiveCode, unfoldCode } from '../model/fixCode.ts';
import { inPlace, rearranged, withFlippedWeight } from '../model/edits.ts';
import { type ChangeWords, fillMarker, type Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards, biasLine } from './code.ts';
import { withSwappedChannels } from './kernelMistakes.ts';

/**
 * Returns the forward convolution of the input, y[o] = Σ w[k]·x[o·stride − padding + k·dilation]. It equals every
 * stride-th element of a transposed convolution of stride 1 with the kernel rotated and dilation·(k − 1) − padding
 * cropped. `rotated` is the call with its kernels rotated. `plane` is a size (height, width) in which it was computed, with
 * the bias where no input element is reached; null for the size that conv2d gives.
 */
function forward(rotated: Call, detail: string, kernel: string | null, plane: Pair | null = null): Hypothesis | null {
  const { stride, padding, dilation, groups } = rotated.params;
  const [kH = 1, kW = 1] = rotated.weight.shape.slice(2);
  const crop: Pair = [dilation[0] * (kH - 1) - padding[0], dilation[1] * (kW - 1) - padding[1]];
  if (crop[0] < 0 || crop[1] < 0) return null;
  const params = {
    stride: [1, 1],
    padding: crop,
    ...(plane && { paddingEnd: [0, 0] as const }),
    outputPadding: [0, 0],
    dilation,
    groups,
  } as const;
  const dense: Call = { ...rotated, params };
  const accepted = validateCall(shapeOf(dense));
  if (!accepted.ok) return null;
  const from = accepted.value.outputShape;
  const [height = 0, width = 0] = from.slice(-2);
  const size = plane ?? [Math.floor((height - 1) / stride[0]) + 1, Math.floor((width - 1) / stride[1]) + 1];
  const shape = [...from.slice(0, -2), ...size];
  return {
    detail,
    call: dense,
    words: { what: 'operation', yours: 'conv2d', required: 'conv_transpose2d' },
    code:
      kernel === null
        ? null
        : callCode(`-y = F.conv2d(x, ${kernel}, b, (sH, sW), (pH, pW), (dH, dW), groups)\n+${callLine}`),
    arranged: {
      shape,
      source: (at) => {
        const index = indexAt(shape, at);
        const x = (index.pop() ?? 0) * stride[1];
        const y = (index.pop() ?? 0) * stride[0];
        return y < height && x < width ? flatAt(from, [...index, y, x]) : fillMarker.bias;
      },
    },
  };
}

/**
 * Yields the variants with input channels distributed to the groups in turn, and output channels collected the same
 * way.
 */
function* interleaved({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { groups } = call.params;
  const { cinPerGroup, coutPerGroup, outputShape } = geometry;
  if (groups === 1) return;
  const { shape } = call.input;
  const { cin, h, w } = geometry;
  const plane = (p: number): number => {
    const c = p % cin;
    return p - c + (c % cinPerGroup) * groups + Math.floor(c / cinPerGroup);
  };
  const places = inPlace(h.inputSize, w.inputSize);
  const interleavedInput = { ...call, input: rearranged(call.input, shape, plane, places) };
  const collected = slicesFrom(outputShape, -3, (c) => (c % groups) * coutPerGroup + Math.floor(c / groups));
  const interleaveLine = 'x = x.reshape(N, Cin // groups, groups, H, W).transpose(1, 2).reshape(N, Cin, H, W)';
  const collectLine = 'y = y.reshape(N, groups, Cout // groups, Ho, Wo).transpose(1, 2).reshape(N, Cout, Ho, Wo)';
  const inputDiff = ` N, Cin, H, W = x.shape\n-${interleaveLine}\n kH, kW = w.shape[2:]`;
  const both = unfoldCode(`${inputDiff}\n y = Y.reshape(N, Cout, Ho, Wo)\n ${biasLine}\n-${collectLine}`);
  // The channels of the first group: input channels it reads, output channels it writes.
  const words = (count: number): ChangeWords => ({
    what: 'channels of group 0',
    yours: Array.from({ length: count }, (_, i) => i * groups),
    required: Array.from({ length: count }, (_, i) => i),
  });
  const [inputWords, outputWords] = [words(cinPerGroup), words(coutPerGroup)];
  if (cinPerGroup > 1)
    yield { detail: 'input channels', call: interleavedInput, words: inputWords, code: unfoldCode(inputDiff) };
  if (coutPerGroup > 1)
    yield { detail: 'output channels', call, arranged: collected, words: outputWords, code: afterwards(collectLine) };
  if (cinPerGroup > 1 && coutPerGroup > 1)
    yield {
      detail: 'input and output channels',
      call: interleavedInput,
      arranged: collected,
      words: inputWords,
      code: both,
    };
}

const landing = 'full[..., i * sH : i * sH + dH * (kH - 1) + 1 : dH, j * sW : j * sW + dW * (kW - 1) + 1 : dW]';

/** The scatter loop with assignment instead of addition. */
const assignedCode: FixCode = naiveCode(`\
         stamp = torch.einsum("ngc,gcokl->ngokl", xg[:, :, :, i, j], wg)
-        ${landing} = stamp
+        ${landing} += stamp`);

/** The columns with the bias of every input channel. */
const biasOfProducts = foldCode(`\
 columns = Wt @ X
-columns = columns + Cin // groups * b.reshape(groups, -1, 1).repeat_interleave(kH * kW, 1)
 full = F.fold(
 y = F.pad(full, (-pW, opW - pW, -pH, opH - pH))
+y = y + b.reshape(-1, 1, 1)`);

const foldWords: Readonly<Record<FoldRule, string>> = {
  'tap-rounded': 'every position within reach, its tap rounded down',
  'position-steps': 'positions that lie the dilation apart, their taps rounded down',
  'phase-undilated': 'the taps of a stride phase without regard to the dilation',
};

/**
 * Yields the variants in which an element with fewer contributions than others is enlarged to make up for them, as a
 * partial convolution does.
 */
function* sharesOfCount(call: Call, { h, w, taps }: Geometry): Iterable<Hypothesis> {
  const countsOf = (axis: Geometry['h']): readonly number[] => axisLandings(axis).map((pairs) => pairs.length / 2);
  const [down, across] = [countsOf(h), countsOf(w)];
  const countAt = (at: number): number =>
    (down[Math.floor(at / w.outputSize) % h.outputSize] as number) * (across[at % w.outputSize] as number);
  const most = Math.max(...down) * Math.max(...across);
  for (const whole of new Set([most, taps])) {
    for (const isBiasLast of call.bias === null ? [false] : [true, false]) {
      const yours = `y · ${whole} ÷ count${isBiasLast ? ', the bias added afterwards' : ''}`;
      yield {
        detail: yours,
        call,
        following: ({ value, bound }, channel, roundoff, at) => {
          const share = countAt(at) === 0 ? 1 : whole / countAt(at);
          const bias = isBiasLast ? (call.bias?.data[channel] ?? 0) : 0;
          const made = (value - bias) * share + bias;
          return { value: made, bound: bound * share + 4 * roundoff * (Math.abs(value * share) + Math.abs(bias)) };
        },
        words: { what: 'overlapping contributions', yours, required: 'Σ w·x' },
        code: null,
      };
    }
  }
}

export const computationMistakes: readonly Mistake[] = [
  {
    id: 'forward-convolution',
    title: 'A forward convolution was computed',
    means: 'conv2d instead of conv_transpose2d',
    place: 'unfolded',
    known: [],
    fix: 'Call conv_transpose2d: it scatters every input element over the output, whereas conv2d gathers.',
    code: null,
    *hypotheses({ call, geometry }) {
      // With groups, conv2d's weight has another shape.
      const ungrouped = call.params.groups === 1;
      const rotated = withFlippedWeight(call, [2, 3]);
      const plain = forward(rotated, '', ungrouped ? 'w.transpose(0, 1)' : null);
      if (plain !== null) yield plain;
      // Rotated twice, a kernel is as it was. With stride 1 that is the transposed convolution, padded otherwise.
      const isDense = call.params.stride.every((stride) => stride === 1);
      const flipped = isDense
        ? null
        : forward(call, 'with the kernel rotated', ungrouped ? 'w.flip(2, 3).transpose(0, 1)' : null);
      if (flipped !== null) yield flipped;
      const { h, w } = geometry;
      const atSize = 'at the size of the output, which the input does not fill';
      const filled = forward(rotated, atSize, null, [h.outputSize, w.outputSize]);
      if (filled !== null) yield filled;
      if (geometry.cinPerGroup !== geometry.coutPerGroup) return;
      const swappedChannels = forward(withSwappedChannels(rotated), 'with the weight read as (Cout, Cin, kH, kW)', 'w');
      if (swappedChannels !== null) yield swappedChannels;
    },
  },
  {
    id: 'group-channels-interleaved',
    title: 'Channels were assigned to groups in turn instead of in blocks',
    means: 'group g takes channels g, g + groups, …',
    place: 'kernel-matrix',
    known: [],
    fix: 'Group g reads input channels g·Cin/groups … (g + 1)·Cin/groups − 1 and writes output channels g·Cout/groups … (g + 1)·Cout/groups − 1.',
    code: null,
    hypotheses: interleaved,
  },
  {
    id: 'bias-missing',
    title: 'The bias was not added',
    means: 'b = 0',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c.',
    code: unfoldCode(`\
 y = Y.reshape(N, Cout, Ho, Wo)
+y = y + b.reshape(-1, 1, 1)`),
    *hypotheses({ call }) {
      if (call.bias !== null) yield { detail: '', call: { ...call, bias: null } };
    },
  },
  {
    id: 'bias-twice',
    title: 'The bias was added twice',
    means: 'y + 2·b',
    place: 'output',
    known: [],
    fix: 'Add bias[c] once, not both in the product and after it.',
    code: unfoldCode(`\
 y = Y.reshape(N, Cout, Ho, Wo)
 y = y + b.reshape(-1, 1, 1)
-y = y + b.reshape(-1, 1, 1)`),
    *hypotheses({ call }) {
      const { bias } = call;
      if (bias === null) return;
      const doubled = { ...bias, data: bias.data.map((value) => 2 * value) } as typeof bias;
      // (y + b) + b is rounded once more than y + 2·b.
      yield { detail: '', call: { ...call, bias: doubled }, roundings: 1 };
    },
  },
  {
    id: 'bias-per-contribution',
    title: 'The bias was added to every contribution',
    means: 'y + count·b',
    place: 'columns',
    known: [],
    fix: 'Add bias[c] once to each output element, after the contributions are added up (after Fold), not to the columns.',
    code: foldCode(`\
 columns = Wt @ X
-columns = columns + b.reshape(groups, -1, 1).repeat_interleave(kH * kW, 1)
 full = F.fold(
 y = F.pad(full, (-pW, opW - pW, -pH, opH - pH))
+y = y + b.reshape(-1, 1, 1)`),
    *hypotheses({ call, geometry: { cinPerGroup } }) {
      if (call.bias === null) return;
      const words = (yours: string) => ({ what: 'bias of an element', yours, required: 'b' });
      yield { detail: '', call, overlap: 'biased', words: words('contributions · b') };
      if (cinPerGroup > 1)
        yield {
          detail: 'of every input channel',
          call,
          overlap: 'biased-products',
          words: words('products · b'),
          code: biasOfProducts,
        };
    },
  },
  {
    id: 'overlap-overwritten',
    title: 'Overlapping contributions were assigned instead of accumulated',
    means: 'y[…] = w·x, not y[…] += w·x',
    place: 'output',
    known: [],
    fix: 'Add every contribution to the output: y[…] += w·x, not y[…] = w·x.',
    code: null,
    *hypotheses({ call }) {
      const words = {
        what: 'overlapping contributions',
        yours: 'y[…] = w·x',
        required: 'y[…] += w·x',
      };
      yield { detail: 'the last input element counts', call, overlap: 'last-input', words, code: assignedCode };
      yield { detail: 'the last tap counts', call, overlap: 'last-tap', words };
    },
  },
  {
    id: 'overlap-averaged',
    title: 'Overlapping contributions were averaged instead of summed',
    means: 'sums divided by the overlap count',
    place: 'output',
    known: [],
    fix: 'Do not divide by the overlap count; overlapping contributions are summed.',
    code: foldCode(`\
-ones = torch.ones_like(columns).reshape(N, Cout * kH * kW, H * W)
-full = full / F.fold(ones, full.shape[2:], (kH, kW), (dH, dW), 0, (sH, sW)).clamp(min=1)
 y = F.pad(full, (-pW, opW - pW, -pH, opH - pH))`),
    *hypotheses({ call }) {
      yield {
        detail: '',
        call,
        overlap: 'mean',
        words: { what: 'overlapping contributions', yours: 'Σ w·x ÷ count', required: 'Σ w·x' },
      };
    },
  },
  {
    id: 'overlap-equalized',
    title: 'Elements with fewer contributions were enlarged to make up for them',
    means: 'y·K ÷ count, as in a partial convolution',
    place: 'output',
    known: [],
    fix: 'Add up the contributions as they are: near the borders, and between taps, there are fewer of them.',
    code: null,
    alone: true,
    *hypotheses({ call, geometry }) {
      yield* sharesOfCount(call, geometry);
    },
  },
  {
    id: 'contributions-misplaced',
    title: 'The contributions to an element were looked up wrongly',
    means: 'a col2im that takes other positions and taps',
    place: 'output',
    known: ['apache/mxnet#11203'],
    fix: 'Of the positions i with 0 ≤ o + padding − i·stride ≤ dilation·(kernel_size − 1), only those count whose distance is a multiple of the dilation; the tap is that multiple.',
    code: null,
    alone: true,
    *hypotheses({ call }) {
      if (call.params.dilation.every((dilation) => dilation === 1)) return;
      for (const rule of foldRules)
        yield {
          detail: foldWords[rule],
          call,
          overlap: rule,
          words: { what: 'contributions', yours: foldWords[rule], required: 'where taps meet positions' },
        };
    },
  },
];
