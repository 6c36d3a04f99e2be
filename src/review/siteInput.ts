import type { Layer } from '../dialects/layer.ts';
import type { SourceSize } from '../dialects/value.ts';
import type { Shape } from '../engine/core/tensor.ts';
import type { SiteShape } from '../python/callSite.ts';

/** Returns the spatial sizes of an input in the layout of a layer; null if its rank is not that of an input. */
export function spatialSizes(layer: Layer, input: SiteShape | null): SiteShape | null {
  if (input === null) return null;
  const rank = layer.axes.length;
  if (input.length !== rank + 1 && input.length !== rank + 2) return null;
  return layer.channels === 'first' ? input.slice(-rank) : input.slice(-rank - 1, -1);
}

/** Returns the spatial sizes of an input in the layout of a layer; null unless all are numbers. */
export function spatialNumbers(layer: Layer, input: SiteShape | null): readonly number[] | null {
  const sizes = spatialSizes(layer, input);
  return sizes?.every((size) => typeof size === 'number') === true ? sizes : null;
}

/** Returns the number of channels of an input in the layout of a layer; null if its rank is not that of an input. */
export function inputChannels(layer: Layer, input: SiteShape | null): SourceSize | null {
  if (spatialSizes(layer, input) === null) return null;
  return (layer.channels === 'first' ? input?.at(-layer.axes.length - 1) : input?.at(-1)) ?? null;
}

/**
 * Returns the shape of an input in PyTorch's order, (N, Cin, H, W) or unbatched. A batch size that is not known is 1, and
 * channels that the input leaves open are those of the layer. Null if another size is not known.
 */
export function channelsFirstInput(layer: Layer, input: SiteShape | null): Shape | null {
  const spatial = spatialSizes(layer, input);
  const channels = [inputChannels(layer, input), layer.cin].find((size) => typeof size === 'number');
  if (input === null || spatial === null || channels === undefined) return null;
  const [first] = input;
  const batch = input.length === spatial.length + 2 ? [typeof first === 'number' ? first : 1] : [];
  const sizes = [channels, ...spatial];
  return sizes.every((size) => typeof size === 'number') ? [...batch, ...sizes] : null;
}
