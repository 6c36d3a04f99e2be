import { toParams } from '../../dialects/engineCall.ts';
import type { Layer, LayerAxis, LayerPadding } from '../../dialects/layer.ts';
import type { SourceSize } from '../../dialects/value.ts';
import type { Pair, Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/**
 * Returns the engine's parameters of a layer on an input of shape (N, Cin, H, W) or (Cin, H, W) with a kernel of this size.
 * Those that the layer leaves open are as in `current`. Refused if the framework or the engine refuses them on this input.
 */
export function layerParams(layer: Layer, current: Params, input: Shape, kernel: Pair): Result<Params> {
  const axes = layer.axes.map((axis, at): LayerAxis => {
    const side = layer.axes.length === 1 || at === 1 ? 1 : 0;
    const known = (size: SourceSize, stays: number): number => (typeof size === 'number' ? size : stays);
    const end = (current.paddingEnd ?? current.padding)[side];
    return {
      kernel: known(axis.kernel, kernel[side]),
      stride: known(axis.stride, current.stride[side]),
      dilation: known(axis.dilation, current.dilation[side]),
      padding: knownPadding(axis.padding, current.padding[side], end),
      outputPadding: axis.outputPadding === null ? null : known(axis.outputPadding, current.outputPadding[side]),
      outputSize: typeof axis.outputSize === 'number' ? axis.outputSize : null,
    };
  });
  const groups = typeof layer.groups === 'number' ? layer.groups : current.groups;
  return toParams({ ...layer, axes, groups }, input.slice(-axes.length));
}

function knownPadding(padding: LayerPadding, start: number, end: number): LayerPadding {
  switch (padding.kind) {
    case 'crop':
    case 'zeros':
      if (typeof padding.start === 'number' && typeof padding.end === 'number') return padding;
      return { kind: 'crop', start, end };
    case 'named':
      return padding;
    case 'unknown':
      return { kind: 'crop', start, end };
  }
}
