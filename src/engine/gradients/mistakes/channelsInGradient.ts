import { fullGradientShape } from '../sums/gradientCall.ts';
import { type ChannelPlan, type GradientPlan, sumsOf } from '../sums/gradientPlan.ts';
import { blockSizes, wholeBlocks } from './sumsInGradient.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';
import type { GradientMistake } from './gradientMistake.ts';

const withChannels = (plan: GradientPlan, change: Partial<ChannelPlan>): GradientPlan => ({
  ...plan,
  channels: { ...plan.channels, ...change },
});

const interleaved: GradientMistake = {
  id: 'group-channels-interleaved',
  title: 'The channels of the groups were interleaved',
  fix: 'Group g has the channels g·C/groups … (g + 1)·C/groups − 1, one after another.',
  of: ['input', 'weight'],
  part: 'channels',
  *hypotheses(plan) {
    const { cinPerGroup, coutPerGroup, params } = plan.call.geometry;
    const { groups } = params;
    if (groups === 1) return;
    const output = { ofOutput: (group: number, co: number) => co * groups + group };
    const input: Partial<ChannelPlan> =
      plan.of === 'input'
        ? { split: (ci) => [ci % groups, Math.floor(ci / groups)] }
        : { ofFactor: (group, c) => c * groups + group };
    if (coutPerGroup > 1) yield { detail: 'of gy', plan: withChannels(plan, output) };
    if (cinPerGroup > 1) yield { detail: 'of the input', plan: withChannels(plan, input) };
    if (coutPerGroup > 1 && cinPerGroup > 1)
      yield { detail: 'of gy and of the input', plan: withChannels(plan, { ...output, ...input }) };
  },
};

const groupsIgnored: GradientMistake = {
  id: 'groups-ignored',
  title: 'The groups were ignored: every group was computed from the first',
  fix: 'Add the group’s offset to the channels: group g begins at channel g·Cout/groups of gy, at g·Cin/groups of the input and of the weight’s first axis.',
  of: ['input', 'weight'],
  part: 'channels',
  *hypotheses(plan) {
    if (plan.call.geometry.params.groups === 1) return;
    const own = plan.of === 'input' ? 'weight' : 'input';
    const output: Partial<ChannelPlan> = { ofOutput: (_, co) => co };
    const factor: Partial<ChannelPlan> = { ofFactor: (_, c) => c };
    yield { detail: 'channels of gy', plan: withChannels(plan, output) };
    yield { detail: `channels of the ${own}`, plan: withChannels(plan, factor) };
    yield { detail: `channels of gy and of the ${own}`, plan: withChannels(plan, { ...output, ...factor }) };
    if (plan.of === 'weight') yield denseWeight(plan);
  },
};

/** Returns the hypothesis that every input channel meets every output channel: the gradient of a weight without groups. */
function denseWeight(plan: GradientPlan): GradientHypothesis {
  const { n, cin, cout, h, w } = plan.call.geometry;
  const images = Array.from({ length: n }, (_, image) => image);
  const sums = {
    ...sumsOf(plan),
    planes: cin * cout,
    pairsOf: (plane: number) =>
      images.flatMap((image) => [image * cout + (plane % cout), image * cin + Math.floor(plane / cout)]),
  };
  const shape = [cin, cout, h.kernelSize, w.kernelSize];
  const detail = 'the weight has all output channels, (Cin, Cout, kH, kW)';
  return { detail, plan, sums, arranged: { shape, source: (at) => at } };
}

const oneOutputChannel: GradientMistake = {
  id: 'channels-not-summed',
  title: 'The sum over the output channels is missing',
  fix: 'The gradient of the input adds up the contributions of all Cout/groups channels of gy: accumulate, do not assign.',
  of: ['input'],
  part: 'channels',
  *hypotheses(plan) {
    const { coutPerGroup } = plan.call.geometry;
    if (coutPerGroup === 1) return;
    yield {
      detail: 'only the last channel counts',
      plan: withChannels(plan, { part: [coutPerGroup - 1, coutPerGroup] }),
    };
    yield { detail: 'only the first channel counts', plan: withChannels(plan, { part: [0, 1] }) };
    if (coutPerGroup > 2) {
      yield { detail: 'the last channel is missing', plan: withChannels(plan, { part: [0, coutPerGroup - 1] }) };
      yield { detail: 'the first channel is missing', plan: withChannels(plan, { part: [1, coutPerGroup] }) };
    }
    for (const block of blockSizes) {
      const part = wholeBlocks(coutPerGroup, block);
      if (part[1] >= coutPerGroup - 1) continue;
      yield { detail: `those beyond whole blocks of ${block} are missing`, plan: withChannels(plan, { part }) };
    }
  },
};

const firstImageForAll: GradientMistake = {
  id: 'first-image-for-all',
  title: 'Every image got the gradient of the first',
  fix: 'Add the image’s offset n·C·H·W to the index of gy.',
  of: ['input', 'weight', 'bias'],
  part: 'images',
  *hypotheses(plan) {
    if (plan.call.geometry.n > 1) yield { detail: '', plan: { ...plan, images: { ...plan.images, of: () => 0 } } };
  },
};

/** The name of an order of channels or images, and the one whose place each takes. */
type ChannelOrder = readonly [detail: string, from: (c: number) => number];

/** Lists the orders of `count` channels or images from the last to the first, and moved by one. */
const reversedOrShifted = (count: number): readonly ChannelOrder[] => [
  ['reversed', (c) => count - 1 - c],
  ['one further', (c) => (c + count - 1) % count],
  ['one back', (c) => (c + 1) % count],
];

const imagesPermuted: GradientMistake = {
  id: 'images-permuted',
  title: 'Images meet the gy of other images',
  fix: 'Image n of gy is the gradient of image n of the output.',
  of: ['input', 'weight'],
  part: 'images',
  *hypotheses(plan) {
    const { n } = plan.call.geometry;
    const orders = reversedOrShifted(n);
    // Two images have one other order, and one image has none.
    for (const [detail, of] of n === 1 ? [] : n === 2 ? orders.slice(0, 1) : orders)
      yield { detail, plan: { ...plan, images: { ...plan.images, of } } };
  },
};

const batchSummed: GradientMistake = {
  id: 'batch-summed',
  title: 'The gradient of the input was summed over the batch',
  fix: 'Only the gradients of weight and bias are sums over the images: that of the input has N images.',
  of: ['input'],
  part: 'images',
  *hypotheses(plan) {
    const { n, cin } = plan.call.geometry;
    if (n === 1) return;
    const own = sumsOf(plan);
    const pairsOf = (plane: number): readonly number[] =>
      Array.from({ length: n }, (_, image) => own.pairsOf(image * cin + (plane % cin))).flat();
    const shape = fullGradientShape(plan.call);
    const variants = [
      { detail: 'every image has the sum', shape },
      { detail: 'one image', shape: [1, ...shape.slice(1)] },
      { detail: 'without the batch axis', shape: shape.slice(1) },
    ];
    for (const variant of variants) {
      const made = { plan, sums: { ...own, pairsOf }, arranged: { shape: variant.shape, source: (at: number) => at } };
      yield { ...made, detail: variant.detail };
      yield { ...made, detail: `${variant.detail}, divided by N`, scale: 1 / n };
    }
  },
};

const batchNotSummed: GradientMistake = {
  id: 'batch-not-summed',
  title: 'The sum over the batch is missing',
  fix: 'The gradient of a parameter adds up the contributions of all images: accumulate over N.',
  of: ['weight', 'bias'],
  part: 'images',
  *hypotheses(plan) {
    const { n } = plan.call.geometry;
    if (n === 1) return;
    const only = (from: number, to: number): GradientPlan => ({
      ...plan,
      images: { ...plan.images, part: [from, to] },
    });
    yield { detail: 'only the last image counts', plan: only(n - 1, n) };
    yield { detail: 'only the first image counts', plan: only(0, 1) };
    yield perImage(plan);
    if (n > 2) {
      yield { detail: 'the last image is missing', plan: only(0, n - 1) };
      yield { detail: 'the first image is missing', plan: only(1, n) };
    }
    for (let count = 2; count < Math.min(n - 1, mostImages); count++) {
      yield { detail: `only the first ${count} images count`, plan: only(0, count) };
      yield { detail: `only the last ${count} images count`, plan: only(n - count, n) };
    }
  },
};

/** The most images of a part of the batch that are tried. */
const mostImages = 64;

/** Returns the hypothesis that each image has a gradient of its own, (N, …), that are not added up. */
function perImage(plan: GradientPlan): GradientHypothesis {
  const { n } = plan.call.geometry;
  const sums = sumsOf({ ...plan, images: { ...plan.images, part: [0, n] } });
  const own = {
    ...sums,
    planes: n * sums.planes,
    pairsOf: (plane: number) => {
      const image = 2 * Math.floor(plane / sums.planes);
      return sums.pairsOf(plane % sums.planes).slice(image, image + 2);
    },
  };
  const shape = [n, ...fullGradientShape(plan.call)];
  return { detail: 'one gradient per image', plan, sums: own, arranged: { shape, source: (at) => at } };
}

/** The largest number of channels whose order is searched. */
const mostChannels = 4096;

/** A gradient whose channels come in another order, such as reversed, rotated by one, or dealt to the groups. */
const channelOrder: GradientMistake = {
  id: 'channels-permuted',
  title: 'The channels come in another order',
  fix: 'Write each channel’s gradient to that channel.',
  of: ['input', 'weight', 'bias'],
  part: 'layout',
  *hypotheses(plan) {
    const shape = fullGradientShape(plan.call);
    const { groups } = plan.call.geometry.params;
    const axes = plan.of === 'bias' ? [0] : plan.of === 'weight' ? [0, 1] : [1];
    for (const axis of axes) {
      const count = shape[axis] as number;
      if (count === 1 || count > mostChannels) continue;
      const per = count / groups;
      const orders: readonly ChannelOrder[] = [
        ...reversedOrShifted(count),
        ...(groups > 1 && Number.isInteger(per)
          ? ([
              ['group by group', (c) => (c % groups) * per + Math.floor(c / groups)],
              ['interleaved', (c) => (c % per) * groups + Math.floor(c / per)],
            ] satisfies readonly ChannelOrder[])
          : []),
        ['all as the first', () => 0],
      ];
      const seen = new Set<string>([String(Array.from({ length: count }, (_, c) => c))]);
      for (const [detail, from] of orders) {
        const order = Array.from({ length: count }, (_, c) => from(c));
        if (seen.has(String(order))) continue;
        seen.add(String(order));
        const stride = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
        const source = (at: number): number => {
          const channel = Math.floor(at / stride) % count;
          return at + ((order[channel] as number) - channel) * stride;
        };
        const name = plan.of === 'weight' ? (axis === 0 ? 'input channels ' : 'output channels ') : '';
        yield { detail: `${name}${detail}`, plan, arranged: { shape, source } };
      }
    }
  },
};

/** Channels of gy or of the other factor in another order, in which they meet wrong ones. */
const factorChannelOrder: GradientMistake = {
  id: 'channels-of-factor-permuted',
  title: 'The channels of a factor come in another order',
  fix: 'Output channel c of gy belongs to the weights of output channel c, and input channel c to those of input channel c.',
  of: ['input', 'weight'],
  part: 'channels',
  *hypotheses(plan) {
    const { cin, cout, cinPerGroup, coutPerGroup, params } = plan.call.geometry;
    const { ofOutput, ofFactor } = plan.channels;
    const orders = (count: number, per: number): readonly ChannelOrder[] => [
      ...reversedOrShifted(count),
      ...(params.groups === 1 || per === 1
        ? []
        : ([
            ['reversed within each group', (c) => c - (c % per) + per - 1 - (c % per)],
          ] satisfies readonly ChannelOrder[])),
    ];
    const factor = plan.of === 'input' ? 'the weight' : 'the input';
    if (cout > 1) {
      for (const [detail, from] of orders(cout, coutPerGroup))
        yield {
          detail: `gy, ${detail}`,
          plan: withChannels(plan, { ofOutput: (group, co) => from(ofOutput(group, co)) }),
        };
    }
    if (cin === 1) return;
    for (const [detail, from] of orders(cin, cinPerGroup)) {
      const made = withChannels(plan, { ofFactor: (group, c) => from(ofFactor(group, c)) });
      yield { detail: `${factor}, ${detail}`, plan: made };
    }
  },
};

/** Mistakes with channels, groups and images. */
export const channelsInGradients: readonly GradientMistake[] = [
  interleaved,
  groupsIgnored,
  oneOutputChannel,
  firstImageForAll,
  imagesPermuted,
  batchSummed,
  batchNotSummed,
  channelOrder,
  factorChannelOrder,
];
