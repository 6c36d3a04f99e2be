import type { Call } from '../../core/call.ts';
import type { Tensor } from '../../core/tensor.ts';
import { slicesFrom } from '../model/arrangements.ts';
import { inPlace, rearranged } from '../model/edits.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards, beforehand } from './code.ts';

// Mistakes that treat some images or channels unlike the others.

/** Gives the slice that a slice is taken from if all but the first one are filled. */
const onlyFirst =
  (edge: keyof typeof fillMarker) =>
  (slice: number): number =>
    slice === 0 ? 0 : fillMarker[edge];

function* firstImage({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { n, batched, outputShape } = geometry;
  if (!batched || n < 2) return;
  yield {
    detail: '',
    call,
    arranged: slicesFrom(outputShape, -4, () => 0),
    words: { what: 'image of output n', yours: '0', required: 'n' },
    code: afterwards('y = y[:1].expand(y.shape)'),
  };
}

function* missingImages({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { n, batched, outputShape } = geometry;
  if (!batched || n < 2) return;
  const words = { what: 'images', yours: [1], required: [n] };
  yield {
    detail: 'zeros in place of the others',
    call,
    arranged: slicesFrom(outputShape, -4, onlyFirst('zero')),
    words,
    code: afterwards('y[1:] = 0'),
  };
  if (call.bias !== null)
    yield {
      detail: 'the bias in place of the others',
      call,
      arranged: slicesFrom(outputShape, -4, onlyFirst('bias')),
      words,
      code: afterwards('y[1:] = b.reshape(-1, 1, 1)'),
    };
  yield {
    detail: 'the output has one image',
    call,
    arranged: slicesFrom(outputShape, -4, () => 0, 1),
    words,
    code: afterwards('y = y[:1]'),
  };
}

/** Returns the weight with the kernels of the first output channel for all of them. */
function firstKernels({ weight }: Call): Tensor {
  const [, cout = 1, kH = 0, kW = 0] = weight.shape;
  return rearranged(weight, weight.shape, (p) => p - (p % cout), inPlace(kH, kW));
}

/** Returns the input with another channel in the place of each; zeros for a negative one. */
function inputChannels({ input }: Call, from: (channel: number) => number): Tensor {
  const [c = 1, height = 1, width = 1] = input.shape.slice(-3);
  const area = height * width;
  const data = input.data.slice();
  for (let start = 0; start < data.length; start += area) {
    const channel = (start / area) % c;
    const source = from(channel);
    if (source < 0) data.fill(0, start, start + area);
    else data.set(input.data.subarray(start + (source - channel) * area, start + (source - channel + 1) * area), start);
  }
  return { ...input, data } as Tensor;
}

function* firstChannel({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { cin, cout, coutPerGroup, outputShape } = geometry;
  const words = { what: 'channel', yours: '0', required: 'c' };
  if (cout > 1)
    yield {
      detail: 'every output channel is the first one',
      call,
      arranged: slicesFrom(outputShape, -3, () => 0),
      words,
      code: afterwards('y = y[:, :1].expand(y.shape)'),
    };
  if (coutPerGroup > 1)
    yield {
      detail: 'every output channel has the kernels of the first one, and its own bias',
      call: { ...call, weight: firstKernels(call) },
      code: beforehand('w = w[:, :1].expand(w.shape)'),
    };
  if (cin > 1)
    yield {
      detail: 'every input channel is the first one',
      call: { ...call, input: inputChannels(call, () => 0) },
      words,
      code: beforehand('x = x[:, :1].expand(x.shape)'),
    };
}

function* missingChannels({ call, geometry, actual }: DiagnosisTarget): Iterable<Hypothesis> {
  const { cin, cout, outputShape } = geometry;
  if (cin > 1)
    yield {
      detail: 'input channels',
      call: { ...call, input: inputChannels(call, (channel) => (channel === 0 ? 0 : -1)) },
      words: { what: 'input channels', yours: [1], required: [cin] },
      code: beforehand('x = F.pad(x[:, :1], (0, 0, 0, 0, 0, x.shape[1] - 1))'),
    };
  if (cout < 2) return;
  const words = { what: 'output channels', yours: [1], required: [cout] };
  yield {
    detail: 'output channels, zeros in place of the others',
    call,
    arranged: slicesFrom(outputShape, -3, onlyFirst('zero')),
    words,
    code: afterwards('y[:, 1:] = 0'),
  };
  if (call.bias !== null)
    yield {
      detail: 'output channels, the bias in place of the others',
      call,
      arranged: slicesFrom(outputShape, -3, onlyFirst('bias')),
      words,
      code: afterwards('y[:, 1:] = b[1:].reshape(-1, 1, 1)'),
    };
  yield {
    detail: 'the output has one channel',
    call,
    arranged: slicesFrom(outputShape, -3, () => 0, 1),
    words,
    code: afterwards('y = y[:, :1]'),
  };
  const own = actual.shape.length === outputShape.length ? (actual.shape.at(-3) ?? 0) : 0;
  // As many as the output has; otherwise examples.
  const counts = own < cout ? [own] : [...new Set([geometry.coutPerGroup, cout - 1])];
  for (const count of counts.filter((one) => one > 1)) {
    const fewer = firstChannels({ call, geometry }, count);
    if (fewer !== null) yield fewer;
  }
}

/** Returns the hypothesis that the output has its first channels only; null if it has no more. */
function firstChannels({ call, geometry }: OtherCall, count: number): Hypothesis | null {
  const { cout, coutPerGroup, outputShape } = geometry;
  if (count >= cout) return null;
  const whole = count === coutPerGroup ? ', those of the first group' : '';
  return {
    detail: `the output has the first ${count} of ${cout} channels${whole}`,
    call,
    arranged: slicesFrom(outputShape, -3, (c) => c, count),
    words: { what: 'output channels', yours: [count], required: [cout] },
    hasGivenShape: true,
    code: afterwards(`y = y[:, :${count}]`),
    again: (other) => firstChannels(other, count),
  };
}

/** The numbers of channels that vector units and loops take at once, large ones first. */
const blocks = [64, 32, 16, 8, 4, 3, 2];

/** Returns the blocks that channels do not fill: of those that leave the same remainder, the largest. */
function unfilledBlocks(channels: number): readonly number[] {
  const found = new Map<number, number>();
  for (const block of blocks.filter((size) => size < channels)) {
    const rest = channels % block;
    if (rest > 0 && !found.has(rest)) found.set(rest, block);
  }
  return [...found.values()];
}

/** Returns the weight with one number in place of all weights of the last input channels of every group. */
function withLastInputs({ weight }: Call, perGroup: number, rest: number, value: number): Tensor {
  const [cin = 0] = weight.shape;
  const data = weight.data.slice();
  const kernels = cin === 0 ? 0 : data.length / cin;
  for (let c = 0; c < cin; c++) if (c % perGroup >= perGroup - rest) data.fill(value, c * kernels, (c + 1) * kernels);
  return { ...weight, data } as Tensor;
}

const nameOf = (rest: number): string => (rest === 1 ? 'the last' : `the last ${rest}`);

/** Returns the hypothesis that the last input channels have another number in place of their weights. */
function inputsLeft({ call, geometry }: OtherCall, block: number, value: 0 | 1): Hypothesis | null {
  const { cin, cinPerGroup } = geometry;
  const rest = cinPerGroup > block ? cinPerGroup % block : 0;
  if (rest === 0) return null;
  const { groups } = call.params;
  const kept = cinPerGroup - rest;
  const made = value === 0 ? 'zeros_like' : 'ones_like';
  const channels = groups > 1 ? 'input channels of every group' : rest === 1 ? 'input channel' : 'input channels';
  return {
    detail: `${nameOf(rest)} ${channels} ${value === 0 ? 'left out' : 'added without a weight'}`,
    call: { ...call, weight: withLastInputs(call, cinPerGroup, rest, value) },
    words: { what: 'weighted input channels', yours: [cin - rest * groups], required: [cin] },
    code: groups > 1 ? null : beforehand(`w = torch.cat([w[:${kept}], torch.${made}(w[${kept}:])])`),
    again: (other) => inputsLeft(other, block, value),
  };
}

/** Returns the hypothesis that the last output channels were filled in place of computed. */
function outputsLeft({ call, geometry }: OtherCall, block: number, edge: 'zero' | 'bias'): Hypothesis | null {
  const { cout, coutPerGroup, outputShape } = geometry;
  const rest = coutPerGroup > block ? coutPerGroup % block : 0;
  if (rest === 0 || (edge === 'bias' && call.bias === null)) return null;
  const { groups } = call.params;
  const isLast = (c: number): boolean => c % coutPerGroup >= coutPerGroup - rest;
  const channels = groups > 1 ? 'output channels of every group' : rest === 1 ? 'output channel' : 'output channels';
  const filled = edge === 'zero' ? '0' : `b[${cout - rest}:].reshape(-1, 1, 1)`;
  return {
    detail: `${nameOf(rest)} ${channels} not computed: ${edge === 'zero' ? 'zeros' : 'the bias'} in their place`,
    call,
    arranged: slicesFrom(outputShape, -3, (c) => (isLast(c) ? fillMarker[edge] : c)),
    words: { what: 'computed output channels', yours: [cout - rest * groups], required: [cout] },
    code: groups > 1 ? null : afterwards(`y[:, ${cout - rest}:] = ${filled}`),
    again: (another) => outputsLeft(another, block, edge),
  };
}

function* remainder(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { cinPerGroup, coutPerGroup } = target.geometry;
  const found = [
    ...unfilledBlocks(cinPerGroup).flatMap((block) =>
      ([0, 1] as const).map((value) => inputsLeft(target, block, value)),
    ),
    ...unfilledBlocks(coutPerGroup).flatMap((block) =>
      (['zero', 'bias'] as const).map((edge) => outputsLeft(target, block, edge)),
    ),
  ];
  yield* found.filter((one) => one !== null);
}

export const sliceMistakes: readonly Mistake[] = [
  {
    id: 'first-image-for-all',
    title: 'Every image was computed from the first one',
    means: 'y[n] from x[0]',
    place: 'input',
    known: [],
    fix: 'Advance by Cin·H·W elements of the input for each image.',
    code: null,
    alone: true,
    hypotheses: firstImage,
  },
  {
    id: 'images-missing',
    title: 'Only the first image was computed',
    means: 'y[0] only',
    place: 'output',
    known: [],
    fix: 'Repeat the computation for all N images.',
    code: null,
    alone: true,
    hypotheses: missingImages,
  },
  {
    id: 'first-channel-for-all',
    title: 'Every channel was computed from the first one',
    means: 'channel c from channel 0',
    place: 'output',
    known: [],
    fix: 'Advance by one plane for each channel: kernels by Cout/groups and kH·kW, input by H·W, output by Ho·Wo.',
    code: null,
    alone: true,
    hypotheses: firstChannel,
  },
  {
    id: 'channels-missing',
    title: 'Only the first channels were computed',
    means: 'channel 0 only, or the first ones',
    place: 'output',
    known: [],
    fix: 'Sum over all input channels of the group, for every output channel.',
    code: null,
    alone: true,
    hypotheses: missingChannels,
  },
  {
    id: 'channel-remainder',
    title: 'The channels that do not fill a whole block were treated differently',
    means: 'Cin mod 4 channels left',
    place: 'kernel-matrix',
    known: ['microsoft/onnxruntime#27749'],
    fix: 'Treat the last channels like the others: multiply them by their weights as well, whatever the size of a block.',
    code: null,
    alone: true,
    hypotheses: remainder,
  },
];
