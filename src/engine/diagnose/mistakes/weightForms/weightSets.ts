import type { Call } from '../../../core/call.ts';
import { type ElementSets, setsAlong } from '../following/elementSets.ts';

/** The weights that share a scale or a norm. */
export interface WeightSharing {
  readonly words: string;
  readonly sets: ElementSets;
  /** The axes of w that a set covers, as a tuple in code; null if no tuple says it. */
  readonly dims: string | null;
}

/**
 * Divides a weight, (groups, Cin/groups, Cout/groups, kH, kW), into sets of the weights of an output channel, of an input
 * channel, and so on. Sets of one weight, and equal ones, are left out.
 */
export function weightSets({ weight, params: { groups } }: Call): readonly WeightSharing[] {
  const [cin = 1, perGroup = 1, kH = 1, kW = 1] = weight.shape;
  const inputs = cin / groups;
  const sizes = { n: groups, cout: inputs * perGroup, h: { outputSize: kH }, w: { outputSize: kW } };
  const all = [
    { axes: 'NGCHW', words: 'over all of the weight', dims: '(0, 1, 2, 3)' },
    { axes: 'NGHW', words: 'over each output channel (axis 1)', dims: '(0, 2, 3)' },
    ...(groups > 1 ? [{ axes: 'GHW', words: 'over each output channel of every group', dims: null }] : []),
    { axes: 'CHW', words: 'over each input channel (axis 0)', dims: '(1, 2, 3)' },
    { axes: 'HW', words: 'over each kernel', dims: '(2, 3)' },
  ];
  const seen = new Set<string>();
  return all
    .map(({ axes, words, dims }) => ({ words, dims, sets: setsAlong(sizes, axes, words, inputs) }))
    .filter(({ sets }) => {
      const key = `${sets.count} ${sets.setOf(weight.data.length - 1)} ${sets.setOf(kH * kW)} ${sets.setOf(perGroup * kH * kW)}`;
      if (sets.size < 2 || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** Divides a weight into the weights of each output channel for 2, 4, … 128 input channels at a time. */
export function weightBlocks({ weight: { shape }, params: { groups } }: Call): readonly WeightSharing[] {
  const [cin = 1, perGroup = 1, kH = 1, kW = 1] = shape;
  const inputs = cin / groups;
  return [2, 4, 8, 16, 32, 64, 128]
    .filter((size) => size < inputs && inputs % size === 0)
    .map((size) => {
      const words = `over ${size} input channels at a time of each output channel`;
      const sizes = { n: cin / size, cout: size * perGroup, h: { outputSize: kH }, w: { outputSize: kW } };
      return { words, dims: null, sets: setsAlong(sizes, 'GHW', words, size) };
    });
}
