import { dialects } from '../dialects/dialects.ts';
import type { Layer } from '../dialects/layer.ts';
import type { SourceSize } from '../dialects/value.ts';
import type { CallShape, Pair, Params } from '../engine/core/call.ts';
import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import { validateCall } from '../engine/validation/validateCall.ts';
import type { SiteShape } from '../python/callSite.ts';

/** Returns the sizes of a layer on an input as the engine has them. Refused if a size is not known, or as the call is. */
export function siteGeometry(layer: Layer, input: SiteShape | null): Result<Geometry> {
  const shape = siteCallShape(layer, input);
  return shape.ok ? validateCall(shape.value) : shape;
}

/**
 * Returns the shapes and parameters of the `conv_transpose2d` call that computes a layer on an input: channels first,
 * PyTorch's weight order; a 1-D layer has height 1. Refused if a size is not known, or if the layer adds lines of zeros at
 * the start, which no padding of the engine does.
 */
export function siteCallShape(layer: Layer, input: SiteShape | null): Result<CallShape> {
  const { axes, groups } = layer;
  if (layer.refused !== null) return { ok: false, refusal: layer.refused };
  const rank = axes.length;
  if (input === null || (input.length !== rank + 1 && input.length !== rank + 2))
    return notKnown('the size of the input');
  const batch = input.length === rank + 2 ? [input[0] ?? 1] : [];
  const rest = input.slice(batch.length);
  const [channels, spatial] = layer.channels === 'first' ? [rest[0], rest.slice(1)] : [rest.at(-1), rest.slice(0, -1)];
  const known = (size: SourceSize | null | undefined, fallback?: number): number | null =>
    typeof size === 'number' ? size : (fallback ?? null);
  const cin = known(layer.cin) ?? known(channels);
  const cout = known(layer.cout);
  const numbers = [cin, cout, known(groups), ...spatial.map((size) => known(size))];
  if (!areNumbers(numbers)) return notKnown(firstUnknown(layer, spatial));
  const [cinNumber = 1, coutNumber = 1, groupsNumber = 1, ...sizes] = numbers;
  const read: {
    kernel: number;
    stride: number;
    dilation: number;
    start: number;
    end: number;
    outputPadding: number;
  }[] = [];
  for (const [at, axis] of axes.entries()) {
    const crop = dialects[layer.dialect].axisCrop(layer, at, sizes[at] ?? 1);
    if (crop.kind === 'refused') return { ok: false, refusal: crop.refusal };
    if (crop.kind === 'unknown') return refuse('scenario', crop.because);
    const [kernel, stride, dilation] = [known(axis.kernel, 1), known(axis.stride, 1), known(axis.dilation, 1)] as [
      number,
      number,
      number,
    ];
    if (crop.start < 0)
      return refuse(
        'padding',
        `${layer.api} adds ${-crop.start} lines of zeros at the start, which no padding of the debugger's call does.`,
      );
    const padded = paddedAs(crop.start, crop.end, typeof axis.outputPadding === 'number' ? axis.outputPadding : 0);
    read.push({ kernel, stride, dilation, start: crop.start, ...padded });
  }
  if (rank === 1) read.unshift({ kernel: 1, stride: 1, dilation: 1, start: 0, end: 0, outputPadding: 0 });
  const pair = (of: (axis: (typeof read)[number]) => number): Pair => [of(read[0] as never), of(read[1] as never)];
  const [padding, paddingEnd] = [pair(({ start }) => start), pair(({ end }) => end)];
  const params: Params = {
    stride: pair(({ stride }) => stride),
    padding,
    ...(isSamePair(padding, paddingEnd) ? {} : { paddingEnd }),
    outputPadding: pair((axis) => axis.outputPadding),
    dilation: pair(({ dilation }) => dilation),
    groups: groupsNumber,
  };
  return ok({
    input: [...batch.map((size) => known(size, 1) ?? 1), cinNumber, ...(rank === 1 ? [1] : []), ...sizes],
    weight: [cinNumber, coutNumber / groupsNumber, ...read.map(({ kernel }) => kernel)],
    bias: layer.bias === false ? null : [coutNumber],
    params,
  });
}

/**
 * Splits what is cropped at the end into a padding and an output padding: PyTorch's, if the padding at the end is that at
 * the start with the layer's own output padding; otherwise an output padding only for lines that are added.
 */
function paddedAs(start: number, end: number, own: number): { readonly end: number; readonly outputPadding: number } {
  if (end === start - own) return { end: start, outputPadding: own };
  return end >= 0 ? { end, outputPadding: 0 } : { end: 0, outputPadding: -end };
}

function isSamePair([a, b]: Pair, [c, d]: Pair): boolean {
  return a === c && b === d;
}

function areNumbers(sizes: readonly (number | null)[]): sizes is readonly number[] {
  return sizes.every((size) => size !== null);
}

function firstUnknown({ cin, cout, groups }: Layer, spatial: SiteShape): string {
  const open = [cin, cout, groups, ...spatial].find((size) => size !== null && typeof size !== 'number');
  return typeof open === 'object' && open !== null ? open.source : 'in_channels';
}

function notKnown(what: string): ReturnType<typeof refuse> {
  return refuse('scenario', `${what} is not known from the code.`);
}
