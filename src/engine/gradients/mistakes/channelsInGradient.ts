import { fullGradientShape } from '../sums/gradientCall.ts';
import { type ChannelPlan, type GradientPlan, sumsOf } from '../sums/gradientPlan.ts';
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
  },
};

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
  },
};

const firstImageForAll: GradientMistake = {
  id: 'first-image-for-all',
  title: 'Every image got the gradient of the first',
  fix: 'Add the image’s offset n·C·H·W to the index of gy.',
  of: ['input'],
  part: 'images',
  *hypotheses(plan) {
    if (plan.call.geometry.n > 1) yield { detail: '', plan: { ...plan, images: { ...plan.images, of: () => 0 } } };
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
  },
};

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

/** The name of an order of channels, and the channel whose place each takes. */
type ChannelOrder = readonly [detail: string, from: (c: number) => number];

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
        ['reversed', (c) => count - 1 - c],
        ['one further', (c) => (c + count - 1) % count],
        ['one back', (c) => (c + 1) % count],
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

/** Mistakes with channels, groups and images. */
export const channelsInGradients: readonly GradientMistake[] = [
  interleaved,
  groupsIgnored,
  oneOutputChannel,
  firstImageForAll,
  batchNotSummed,
  channelOrder,
];
