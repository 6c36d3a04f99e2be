import type { Call } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { ShrinkMove } from './shrinkCandidate.ts';
import { takeAlong, indicesFrom, subsets } from './subsets.ts';

/** Returns the axis of the channels, which comes after the batch if there is one. */
const channelAxis = ({ shape }: Tensor): number => shape.length - 3;

/** Keeps fewer batch elements. */
export const fewerBatches: ShrinkMove = function* (call) {
  const { shape } = call.input;
  const count = shape.length === 4 ? (shape[0] as number) : 1;
  for (const kept of subsets(count)) {
    yield {
      what: 'batch',
      from: String(count),
      to: String(kept.length),
      call: { ...call, input: takeAlong(call.input, 0, kept) },
      known: (actual) => takeAlong(actual, 0, kept),
    };
  }
};

/** Keeps fewer output channels, the same ones in each group. */
export const fewerOutputChannels: ShrinkMove = function* (call) {
  const { groups } = call.params;
  const count = call.weight.shape[1] as number;
  for (const kept of subsets(count)) {
    const channels = inEachGroup(groups, count, kept);
    yield {
      what: 'output channels',
      from: String(groups * count),
      to: String(channels.length),
      call: {
        ...call,
        weight: takeAlong(call.weight, 1, kept),
        bias: call.bias && takeAlong(call.bias, 0, channels),
      },
      known: (actual) => takeAlong(actual, channelAxis(actual), channels),
    };
  }
};

/** Keeps fewer groups with their channels. */
export const fewerGroups: ShrinkMove = function* (call) {
  const { groups } = call.params;
  const cin = (call.weight.shape[0] as number) / groups;
  const cout = call.weight.shape[1] as number;
  for (const kept of subsets(groups)) {
    const inputs = channelsOf(kept, cin);
    const outputs = channelsOf(kept, cout);
    yield {
      what: 'groups',
      from: String(groups),
      to: String(kept.length),
      call: {
        ...call,
        input: takeAlong(call.input, channelAxis(call.input), inputs),
        weight: takeAlong(call.weight, 0, inputs),
        bias: call.bias && takeAlong(call.bias, 0, outputs),
        params: { ...call.params, groups: kept.length },
      },
      known: (actual) => takeAlong(actual, channelAxis(actual), outputs),
    };
  }
};

/** Keeps fewer input channels, the same ones in each group. */
export const fewerInputChannels: ShrinkMove = function* (call) {
  const { groups } = call.params;
  const cin = call.weight.shape[0] as number;
  const count = cin / groups;
  for (const kept of subsets(count)) {
    const channels = inEachGroup(groups, count, kept);
    const dropped = indicesFrom(0, cin).filter((channel) => !channels.includes(channel));
    const [input, weight] = [
      takeAlong(call.input, channelAxis(call.input), channels),
      takeAlong(call.weight, 0, channels),
    ];
    yield {
      what: 'input channels',
      from: String(cin),
      to: String(channels.length),
      call: { ...call, input, weight },
      ...(addNothing(call, dropped) ? { known: (actual) => actual } : {}),
    };
  }
};

/** Returns true if all products of these input channels are zero: one factor is always zero and the other is finite. */
function addNothing({ input, weight }: Call, channels: readonly number[]): boolean {
  return channels.every((channel) => {
    const x = takeAlong(input, channelAxis(input), [channel]).data;
    const w = takeAlong(weight, 0, [channel]).data;
    return (zero(x) && finite(w)) || (zero(w) && finite(x));
  });
}

const zero = (data: Tensor['data']): boolean => data.every((value) => value === 0);
const finite = (data: Tensor['data']): boolean => data.every((value) => Number.isFinite(value));

/** Returns the channels at these positions in every group of `count`. */
function inEachGroup(groups: number, count: number, places: readonly number[]): readonly number[] {
  return indicesFrom(0, groups).flatMap((group) => places.map((place) => group * count + place));
}

/** Returns all channels of these groups of `count`. */
function channelsOf(groups: readonly number[], count: number): readonly number[] {
  return groups.flatMap((group) => indicesFrom(group * count, (group + 1) * count));
}
