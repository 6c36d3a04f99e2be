import type { Tensor } from '../../core/tensor.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import { fullGradientShape, type GradientCall, type GradientKind } from './gradientCall.ts';
import { type AxisTerms, axisTermsOf, type PlaneStack, planesIn, type PlaneSums } from './planeSums.ts';

/** The integers `from` … `to` − 1 of an axis that take part; all of them if omitted. */
export type Part = readonly [from: number, to: number];

/**
 * The terms of a gradient along one axis: input row i, tap k and row o of gy meet where o = i·stride − padding + k·dilation.
 * A gradient implementation that makes a mistake has other numbers here.
 */
export interface AxisPlan {
  readonly inputSize: number;
  readonly taps: number;
  readonly outputSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** True if tap k has the place of tap taps − 1 − k. */
  readonly isFlipped?: boolean;
  /** True if i and o change places: i = o·stride − padding + k·dilation. */
  readonly isExchanged?: boolean;
  readonly inputPart?: Part;
  readonly tapPart?: Part;
  readonly outputPart?: Part;
  /** The only term of each row that counts, by its row of gy; all count if omitted. */
  readonly kept?: 'first' | 'last';
}

/** Which channels meet. An input channel `ci` counts over all of Cin, an output channel over all of Cout. */
export interface ChannelPlan {
  /** Returns the group of the input channel `ci`, and its number in that group. */
  readonly split: (ci: number) => readonly [group: number, c: number];
  /** Returns the channel of gy of the output channel `co` of a group. */
  readonly ofOutput: (group: number, co: number) => number;
  /** Returns the channel of x, or the row of the weight, that counts for an input channel. */
  readonly ofFactor: (group: number, c: number) => number;
  /** The output channels of a group that the input's gradient is summed over; all if omitted. */
  readonly part?: Part;
}

/** The images that take part. */
export interface ImagePlan {
  /** The images that the weight's and the bias's gradient are summed over. */
  readonly part: Part;
  /** Returns the image of gy that meets an image of the input, or of its gradient. */
  readonly of: (n: number) => number;
}

/** How a gradient is computed. The right plan is {@link rightPlan}; a mistake changes a part of it. */
export interface GradientPlan {
  readonly of: GradientKind;
  readonly call: GradientCall;
  /** gy, whose planes are its N·Cout channels. */
  readonly gradOutput: PlaneStack;
  /** x, whose planes are its N·Cin channels; or w, with Cin·Cout/groups planes; or a 1 for the bias. */
  readonly factor: PlaneStack;
  readonly h: AxisPlan;
  readonly w: AxisPlan;
  readonly channels: ChannelPlan;
  readonly images: ImagePlan;
}

function axisPlanOf({ inputSize, kernelSize, outputSize, stride, padding, dilation }: AxisGeometry): AxisPlan {
  return { inputSize, taps: kernelSize, outputSize, stride, padding, dilation };
}

/** Returns the plan that computes a gradient by its definition. */
export function rightPlan(call: GradientCall): GradientPlan {
  const { of, geometry } = call;
  const { n, cin, cout, cinPerGroup, coutPerGroup, h, w } = geometry;
  const gradOutput = planesIn(call.gradOutput.data, [n, cout, h.outputSize, w.outputSize]);
  const base = { of, call, gradOutput, images: { part: [0, n] as const, of: (image: number) => image } };
  if (of === 'bias') {
    // The weight's gradient of a 1 × 1 kernel and an input of ones.
    const axis = (size: number): AxisPlan => ({
      inputSize: size,
      taps: 1,
      outputSize: size,
      stride: 1,
      padding: 0,
      dilation: 1,
    });
    const factor = { data: Float64Array.of(1), offset: () => 0, rowStep: 0, columnStep: 0 };
    const channels: ChannelPlan = { split: () => [0, 0], ofOutput: (_, co) => co, ofFactor: () => 0 };
    return { ...base, factor, h: axis(h.outputSize), w: axis(w.outputSize), channels };
  }
  const channels: ChannelPlan = {
    split: (ci) => [Math.floor(ci / cinPerGroup), ci % cinPerGroup],
    ofOutput: (group, co) => group * coutPerGroup + co,
    ofFactor: (group, c) => group * cinPerGroup + c,
  };
  const shape = of === 'input' ? fullGradientShape({ of: 'weight', geometry }) : [n, cin, h.inputSize, w.inputSize];
  const factor = planesIn((call.factor as Tensor).data, shape);
  return { ...base, factor, h: axisPlanOf(h), w: axisPlanOf(w), channels };
}

/** Returns the sums that a plan amounts to. The input's gradient has N·Cin planes, the weight's Cin·Cout/groups. */
export function sumsOf({ of, call, gradOutput, factor, h, w, channels, images }: GradientPlan): PlaneSums {
  const { n, cin, cout, coutPerGroup } = call.geometry;
  const [down, across] = [termsOf(h, of), termsOf(w, of)];
  const { split, ofOutput, ofFactor } = channels;
  if (of === 'input') {
    const [from, to] = channels.part ?? [0, coutPerGroup];
    return {
      left: gradOutput,
      right: factor,
      planes: n * cin,
      pairsOf: (plane) => {
        const [group, c] = split(plane % cin);
        const image = images.of(Math.floor(plane / cin));
        const pairs: number[] = [];
        for (let co = from; co < to; co++) {
          pairs.push(image * cout + ofOutput(group, co), ofFactor(group, c) * coutPerGroup + co);
        }
        return pairs;
      },
      h: down,
      w: across,
    };
  }
  const [first, end] = images.part;
  const isBias = of === 'bias';
  return {
    left: gradOutput,
    right: factor,
    planes: isBias ? cout : cin * coutPerGroup,
    pairsOf: (plane) => {
      const ci = isBias ? 0 : Math.floor(plane / coutPerGroup);
      const [group, c] = split(ci);
      const channel = ofOutput(group, isBias ? plane : plane % coutPerGroup);
      const pairs: number[] = [];
      for (let image = first; image < end; image++) {
        pairs.push(images.of(image) * cout + channel, isBias ? 0 : image * cin + ofFactor(group, c));
      }
      return pairs;
    },
    h: down,
    w: across,
  };
}

const known = { input: new WeakMap<AxisPlan, AxisTerms>(), parameter: new WeakMap<AxisPlan, AxisTerms>() };

/** Returns the terms of an axis of a gradient. Keeps them, because plans share axes. */
function termsOf(axis: AxisPlan, of: GradientKind): AxisTerms {
  const terms = known[of === 'input' ? 'input' : 'parameter'];
  const found = terms.get(axis) ?? makeTerms(axis, of);
  terms.set(axis, found);
  return found;
}

/** Returns the terms of an axis of a gradient: by tap, with indices that rise. */
function makeTerms(axis: AxisPlan, of: GradientKind): AxisTerms {
  const { inputSize, taps, outputSize, isFlipped, isExchanged } = axis;
  const [inputs, tapRange, outputs] = [
    axis.inputPart ?? [0, inputSize],
    axis.tapPart ?? [0, taps],
    axis.outputPart ?? [0, outputSize],
  ];
  const size = of === 'input' ? inputSize : taps;
  const triples: number[] = [];
  const [from, to] = isExchanged ? outputs : inputs;
  const [least, end] = isExchanged ? inputs : outputs;
  for (let k = tapRange[0]; k < tapRange[1]; k++) {
    const tap = isFlipped ? taps - 1 - k : k;
    for (let moving = from; moving < to; moving++) {
      const landed = scatterIndex(axis, moving, k);
      if (landed < least || landed >= end) continue;
      const [i, o] = isExchanged ? [landed, moving] : [moving, landed];
      if (of === 'input') triples.push(i, o, tap);
      else triples.push(tap, o, i);
    }
  }
  return axisTermsOf(size, axis.kept === undefined ? triples : keptTerms(triples, axis.kept));
}

/** Keeps one term of each target: that of the first or the last row of gy. */
function keptTerms(triples: readonly number[], kept: 'first' | 'last'): readonly number[] {
  const best = new Map<number, readonly number[]>();
  for (let at = 0; at < triples.length; at += 3) {
    const triple = triples.slice(at, at + 3);
    const [target, left] = triple as [number, number];
    const before = best.get(target)?.[1];
    if (before === undefined || (kept === 'last' ? left > before : left < before)) best.set(target, triple);
  }
  return [...best.values()].flat();
}
