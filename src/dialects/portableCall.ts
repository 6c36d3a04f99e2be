import type { CallShape } from '../engine/core/call.ts';
import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import { anySize } from './axisCrop.ts';
import { dialects } from './dialects.ts';
import type { Layer } from './layer.ts';
import type { PortableAxis, PortableCall } from './writing.ts';

/**
 * Describes a call of the engine for writing it in other frameworks. Its tensors are in PyTorch's order. A call whose
 * height is one line everywhere stays a 2-D call.
 */
export function portableOfCall({ input, weight, bias, params }: CallShape): PortableCall {
  const { stride, dilation, padding, paddingEnd, outputPadding, groups } = params;
  return {
    batch: input.length === 4 ? (input[0] ?? null) : null,
    isBatched: input.length === 4,
    cin: weight[0] ?? 1,
    cout: (weight[1] ?? 1) * groups,
    groups,
    bias: bias !== null,
    axes: ([0, 1] as const).map((axis): PortableAxis => ({
      kernel: weight.at(axis - 2) ?? 1,
      stride: stride[axis],
      dilation: dilation[axis],
      start: padding[axis],
      end: (paddingEnd ?? padding)[axis] - outputPadding[axis],
      input: input.at(axis - 2) ?? null,
    })),
    given: { order: 'IOHW', isRotated: false, channels: 'first' },
  };
}

/**
 * Describes a layer from source code for writing it in other frameworks. Its tensors are in the order of its own
 * framework. `inputSizes` has the size of each axis, null where it is not known. Refused if the layer is, and if its crop
 * is not known.
 */
export function portableOfLayer(layer: Layer, inputSizes: readonly (number | null)[]): Result<PortableCall> {
  const { refused, groups, cin, cout, bias, weight, channels } = layer;
  if (refused !== null) return { ok: false, refusal: refused };
  if (typeof groups !== 'number') return refuse('groups', `groups = ${groups.source} cannot be read from the code.`);
  const axes: PortableAxis[] = [];
  for (const at of layer.axes.keys()) {
    const axis = portableAxis(layer, at, inputSizes[at] ?? null);
    if (!axis.ok) return axis;
    axes.push(axis.value);
  }
  return ok({
    batch: null,
    isBatched: true,
    cin: cin ?? { source: 'in_channels' },
    cout: cout ?? { source: 'out_channels' },
    groups,
    bias: bias ?? true,
    axes,
    given: { order: weight.order, isRotated: weight.isRotated, channels },
  });
}

function portableAxis(layer: Layer, at: number, inputSize: number | null): Result<PortableAxis> {
  const dialect = dialects[layer.dialect];
  const axis = layer.axes[at];
  if (axis === undefined) throw new Error(`The layer has no axis ${at}.`);
  if (inputSize === null && dialect.cropDependsOnInput(axis))
    return refuse('input', `What ${layer.api} crops depends on the size of its input, which is not known.`);
  const crop = dialect.axisCrop(layer, at, inputSize ?? anySize);
  if (crop.kind === 'refused') return { ok: false, refusal: crop.refusal };
  if (crop.kind === 'unknown') return refuse('scenario', crop.because);
  const { kernel, stride, dilation } = axis;
  if (typeof kernel !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number')
    throw new Error('A crop is known, but not its kernel.');
  return ok({ kernel, stride, dilation, start: crop.start, end: crop.end, input: inputSize });
}
