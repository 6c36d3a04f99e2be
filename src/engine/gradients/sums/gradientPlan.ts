import type { Tensor } from '../../core/tensor.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import type { GradientCall, GradientKind } from './gradientCall.ts';
import { type AxisTerms, axisTermsOf, type PlaneSums } from './planeSums.ts';

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
  /** Returns the image of gy that the input's gradient of an image comes from. */
  readonly of: (n: number) => number;
}

/** How a gradient is computed. The right plan is {@link rightPlan}; a mistake changes a part of it. */
export interface GradientPlan {
  readonly of: GradientKind;
  readonly call: GradientCall;
  readonly gradOutput: Tensor;
  readonly factor: Tensor;
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
  const { of, geometry, gradOutput } = call;
  const { n, cinPerGroup, coutPerGroup, h, w } = geometry;
  const images: ImagePlan = { part: [0, n], of: (image) => image };
  if (of === 'bias') {
    // The weight's gradient of a 1 × 1 kernel and an input of ones.
    const [rows, columns] = [h.outputSize, w.outputSize];
    const axis = (size: number): AxisPlan => ({
      inputSize: size,
      taps: 1,
      outputSize: size,
      stride: 1,
      padding: 0,
      dilation: 1,
    });
    const data = gradOutput.dtype === 'float32' ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
    const factor = { dtype: gradOutput.dtype, shape: [1, 1, rows, columns], data: data.fill(1) } as Tensor;
    const channels: ChannelPlan = { split: () => [0, 0], ofOutput: (_, co) => co, ofFactor: () => 0 };
    return { of, call, gradOutput, factor, h: axis(rows), w: axis(columns), channels, images };
  }
  const channels: ChannelPlan = {
    split: (ci) => [Math.floor(ci / cinPerGroup), ci % cinPerGroup],
    ofOutput: (group, co) => group * coutPerGroup + co,
    ofFactor: (group, c) => group * cinPerGroup + c,
  };
  const factor = call.factor as Tensor;
  return { of, call, gradOutput, factor, h: axisPlanOf(h), w: axisPlanOf(w), channels, images };
}

/** Returns the sums that a plan amounts to. The input's gradient has N·Cin planes, the weight's Cin·Cout/groups. */
export function sumsOf({ of, call, gradOutput, factor, h, w, channels, images }: GradientPlan): PlaneSums {
  const { n, cin, cout, coutPerGroup } = call.geometry;
  const left = { data: gradOutput.data, height: h.outputSize, width: w.outputSize };
  const [down, across] = [termsOf(h, of), termsOf(w, of)];
  const { split, ofOutput, ofFactor } = channels;
  if (of === 'input') {
    const [from, to] = channels.part ?? [0, coutPerGroup];
    return {
      left,
      right: { data: factor.data, height: h.taps, width: w.taps },
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
    left,
    right: { data: factor.data, height: h.inputSize, width: w.inputSize },
    planes: isBias ? cout : cin * coutPerGroup,
    pairsOf: (plane) => {
      const ci = isBias ? 0 : Math.floor(plane / coutPerGroup);
      const [group, c] = split(ci);
      const channel = ofOutput(group, isBias ? plane : plane % coutPerGroup);
      const pairs: number[] = [];
      for (let image = first; image < end; image++) {
        pairs.push(image * cout + channel, isBias ? 0 : image * cin + ofFactor(group, c));
      }
      return pairs;
    },
    h: down,
    w: across,
  };
}

/** Returns the terms of an axis of a gradient: by tap, with indices that rise. */
function termsOf(axis: AxisPlan, of: GradientKind): AxisTerms {
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
