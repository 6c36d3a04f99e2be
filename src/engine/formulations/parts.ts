import type { Call } from '../core/call.ts';
import { inputPlane, weightPlane } from '../geometry/planeOffsets.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { elementCount, type Shape, type Tensor, tensorOf, zeros } from '../core/tensor.ts';

/** A part of a call that computes consecutive (Ho, Wo) planes of the call's output; a valid call itself. */
export interface CallPart {
  readonly call: Call;
  /** The part's sizes, as `validateCall` returns them. */
  readonly geometry: Geometry;
  /** Index of the part's first output plane, n·Cout + c, in the whole output. */
  readonly firstPlane: number;
}

/**
 * Divides a call into about `count` calls of nearly equal work. Concatenating their outputs gives the output of the
 * call, bit for bit, because every element is computed from the same numbers in the same order. A batch is divided by
 * images; a single image is divided by output channels. If the call cannot be divided, returns one part, the call
 * itself. The parts copy the data that they need.
 */
export function partsOf(call: Call, geometry: Geometry, count: number): readonly CallPart[] {
  const { n, cout, params, coutPerGroup } = geometry;
  if (n > 1) {
    const [, ...image] = call.input.shape;
    return ranges(n, count).map(([from, to]) => {
      const input = slices(call.input, inputPlane(geometry, from, 0), [to - from, ...image]);
      const part = withPlanes(geometry, { n: to - from });
      return { call: { ...call, input }, geometry: part, firstPlane: from * cout };
    });
  }
  const byGroup = params.groups > 1;
  return ranges(byGroup ? params.groups : cout, count).map(([from, to]) => ({
    call: byGroup
      ? withGroups(call, geometry, from, to)
      : { ...withBiasOf(call, from, to), weight: weightOfOutputs(call.weight, geometry, from, to) },
    geometry: withPlanes(
      geometry,
      byGroup
        ? { groups: to - from, cin: (to - from) * geometry.cinPerGroup, cout: (to - from) * coutPerGroup }
        : { cout: to - from, coutPerGroup: to - from },
    ),
    firstPlane: byGroup ? from * coutPerGroup : from,
  }));
}

/** Returns the sizes of the same call with other numbers of images, channels or groups. Heights and widths stay. */
function withPlanes(
  geometry: Geometry,
  {
    groups = geometry.params.groups,
    ...sizes
  }: Partial<Pick<Geometry, 'n' | 'cin' | 'cout' | 'coutPerGroup'>> & { readonly groups?: number },
): Geometry {
  const part = { ...geometry, ...sizes };
  const plane = [part.cout, part.h.outputSize, part.w.outputSize];
  return {
    ...part,
    params: { ...geometry.params, groups },
    outputShape: part.batched ? [part.n, ...plane] : plane,
  };
}

/** Divides 0 … size into at most `count` ranges of nearly the same length. */
function ranges(size: number, count: number): readonly (readonly [from: number, to: number])[] {
  const parts = Math.max(1, Math.min(size, count));
  const edge = (i: number): number => Math.round((i * size) / parts);
  return Array.from({ length: parts }, (_, i) => [edge(i), edge(i + 1)] as const);
}

/** Copies the elements of a tensor from flat index `from` on into a tensor of this shape. */
function slices({ dtype, data }: Tensor, from: number, shape: Shape): Tensor {
  return tensorOf(dtype, shape, data.subarray(from, from + elementCount(shape)));
}

/** Returns the call that computes groups `from` … `to` − 1 alone, with their input channels, weights and bias. */
function withGroups(call: Call, geometry: Geometry, from: number, to: number): Call {
  const { cinPerGroup, coutPerGroup, taps } = geometry;
  const channels = (to - from) * cinPerGroup;
  const first = from * cinPerGroup;
  const [height, width] = call.input.shape.slice(-2) as [number, number];
  const shape = [...(geometry.batched ? [1] : []), channels, height, width];
  const { weight, input, params } = call;
  return {
    ...withBiasOf(call, from * coutPerGroup, to * coutPerGroup),
    input: slices(input, inputPlane(geometry, 0, first), shape),
    weight: slices(weight, first * coutPerGroup * taps, [channels, ...weight.shape.slice(1)]),
    params: { ...params, groups: to - from },
  };
}

function withBiasOf(call: Call, from: number, to: number): Call {
  const { bias } = call;
  return { ...call, bias: bias === null ? null : slices(bias, from, [to - from]) };
}

/** Copies the weights of output channels `from` … `to` − 1 of a call without groups. */
function weightOfOutputs(weight: Tensor, geometry: Geometry, from: number, to: number): Tensor {
  const { cin, taps, h, w } = geometry;
  const size = (to - from) * taps;
  const part = zeros(weight.dtype, [cin, to - from, h.kernelSize, w.kernelSize]);
  for (let ci = 0; ci < cin; ci++) {
    const at = weightPlane(geometry, ci, from);
    part.data.set(weight.data.subarray(at, at + size), ci * size);
  }
  return part;
}
