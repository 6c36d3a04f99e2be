import type { Call, Pair } from '../../core/call.ts';
import { validateCall } from '../../validation/validateCall.ts';
import { shapeOf } from '../../core/call.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { callCode, callLine, type FixCode, foldCode, naiveCode, unfoldCode } from '../model/fixCode.ts';
import { inPlace, rearranged, withFlippedWeight } from '../model/edits.ts';
import type { Hypothesis, Words } from '../model/hypothesis.ts';
import type { Case, Mistake } from '../model/mistake.ts';
import { afterwards, biasLine } from './code.ts';
import { withSwappedChannels } from './kernelMistakes.ts';

/**
 * The forward convolution of the input, y[o] = Σ w[k]·x[o·stride − padding + k·dilation]: every stride-th
 * element of a transposed one of stride 1 with the kernel turned and dilation·(k − 1) − padding cropped.
 */
function forward(call: Call, detail: string, kernel: string | null): Hypothesis | null {
  const { stride, padding, dilation, groups } = call.params;
  const [kH = 1, kW = 1] = call.weight.shape.slice(2);
  const crop: Pair = [dilation[0] * (kH - 1) - padding[0], dilation[1] * (kW - 1) - padding[1]];
  if (crop[0] < 0 || crop[1] < 0) return null;
  const params = {
    stride: [1, 1],
    padding: crop,
    outputPadding: [0, 0],
    dilation,
    groups,
  } as const;
  const dense: Call = { ...withFlippedWeight(call, [2, 3]), params };
  const accepted = validateCall(shapeOf(dense));
  if (!accepted.ok) return null;
  const from = accepted.value.outputShape;
  const [height = 0, width = 0] = from.slice(-2);
  const size = [Math.floor((height - 1) / stride[0]) + 1, Math.floor((width - 1) / stride[1]) + 1];
  const shape = [...from.slice(0, -2), ...size];
  return {
    detail,
    call: dense,
    words: { what: 'what is computed', yours: 'conv2d', required: 'conv_transpose2d' },
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
        return flatAt(from, [...index, y, x]);
      },
    },
  };
}

/** Input channels dealt out to the groups in turn, and output channels collected so. */
function* interleaved({ call, geometry }: Case): Iterable<Hypothesis> {
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
  const dealt = { ...call, input: rearranged(call.input, shape, plane, places) };
  const collected = {
    shape: outputShape,
    source: (at: number): number => {
      const index = indexAt(outputShape, at);
      const c = index.at(-3) ?? 0;
      const from = (c % groups) * coutPerGroup + Math.floor(c / groups);
      return flatAt(outputShape, [...index.slice(0, -3), from, ...index.slice(-2)]);
    },
  };
  const dealOut = 'x = x.reshape(N, Cin // groups, groups, H, W).transpose(1, 2).reshape(N, Cin, H, W)';
  const collect = 'y = y.reshape(N, groups, Cout // groups, Ho, Wo).transpose(1, 2).reshape(N, Cout, Ho, Wo)';
  const dealing = ` N, Cin, H, W = x.shape\n-${dealOut}\n kH, kW = w.shape[2:]`;
  const both = unfoldCode(`${dealing}\n y = Y.reshape(N, Cout, Ho, Wo)\n ${biasLine}\n-${collect}`);
  // Channels of the first group: of the input with these, of the output those that are written there.
  const words = (each: number): Words => ({
    what: 'channels of group 0',
    yours: Array.from({ length: each }, (_, i) => i * groups),
    required: Array.from({ length: each }, (_, i) => i),
  });
  const [ins, outs] = [words(cinPerGroup), words(coutPerGroup)];
  if (cinPerGroup > 1) yield { detail: 'input channels', call: dealt, words: ins, code: unfoldCode(dealing) };
  if (coutPerGroup > 1)
    yield { detail: 'output channels', call, arranged: collected, words: outs, code: afterwards(collect) };
  if (cinPerGroup > 1 && coutPerGroup > 1)
    yield { detail: 'input and output channels', call: dealt, arranged: collected, words: ins, code: both };
}

const landing = 'full[..., i * sH : i * sH + dH * (kH - 1) + 1 : dH, j * sW : j * sW + dW * (kW - 1) + 1 : dW]';

/** The scatter loop, assigning. */
const assignedCode: FixCode = naiveCode(`\
         stamp = torch.einsum("ngc,gcokl->ngokl", xg[:, :, :, i, j], wg)
-        ${landing} = stamp
+        ${landing} += stamp`);

export const computationMistakes: readonly Mistake[] = [
  {
    id: 'forward-convolution',
    title: 'A forward convolution was computed',
    means: 'conv2d in place of conv_transpose2d',
    place: 'unfolded',
    known: [],
    fix: 'Call conv_transpose2d: it distributes every input element over the output, where conv2d collects.',
    code: null,
    *hypotheses({ call, geometry }) {
      // In groups the weight of a convolution has another shape.
      const one = call.params.groups === 1;
      const plain = forward(call, '', one ? 'w.transpose(0, 1)' : null);
      if (plain !== null) yield plain;
      const turned = forward(
        withFlippedWeight(call, [2, 3]),
        'with the kernel rotated',
        one ? 'w.flip(2, 3).transpose(0, 1)' : null,
      );
      if (turned !== null) yield turned;
      if (geometry.cinPerGroup !== geometry.coutPerGroup) return;
      const as = forward(withSwappedChannels(call), 'with the weight taken as (Cout, Cin, kH, kW)', 'w');
      if (as !== null) yield as;
    },
  },
  {
    id: 'group-channels-interleaved',
    title: 'Channels were dealt out to the groups in turn instead of in blocks',
    means: 'group g takes channels g, g + groups, …',
    place: 'kernel-matrix',
    known: [],
    fix: 'Group g takes the input channels g·Cin/groups … (g + 1)·Cin/groups − 1 and makes as many consecutive output channels.',
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
    fix: 'Add bias[c] once: not in the product and again after it.',
    code: unfoldCode(`\
 y = Y.reshape(N, Cout, Ho, Wo)
 y = y + b.reshape(-1, 1, 1)
-y = y + b.reshape(-1, 1, 1)`),
    *hypotheses({ call }) {
      const { bias } = call;
      if (bias === null) return;
      const doubled = { ...bias, data: bias.data.map((value) => 2 * value) } as typeof bias;
      yield { detail: '', call: { ...call, bias: doubled } };
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
        what: 'where contributions meet',
        yours: 'y[…] = w·x',
        required: 'y[…] += w·x',
      };
      yield { detail: 'the last input element counts', call, overlap: 'last-input', words, code: assignedCode };
      yield { detail: 'the last tap counts', call, overlap: 'last-tap', words };
    },
  },
  {
    id: 'overlap-averaged',
    title: 'Overlapping contributions were averaged instead of added up',
    means: 'sums are divided by the overlap count',
    place: 'output',
    known: [],
    fix: 'Do not divide by the overlap count: contributions add up.',
    code: foldCode(`\
-ones = torch.ones_like(columns).reshape(N, Cout * kH * kW, H * W)
-full = full / F.fold(ones, full.shape[2:], (kH, kW), (dH, dW), 0, (sH, sW)).clamp(min=1)
 y = F.pad(full, (-pW, opW - pW, -pH, opH - pH))`),
    *hypotheses({ call }) {
      yield {
        detail: '',
        call,
        overlap: 'mean',
        words: { what: 'where contributions meet', yours: 'Σ w·x ÷ count', required: 'Σ w·x' },
      };
    },
  },
];

/** Mistakes that change the call alone, which another one may come on top of. */
export const isPlain = ({ arranged, overlap, factor }: Hypothesis): boolean =>
  arranged === undefined && overlap === undefined && factor === undefined;
