import { defaultParams, type Pair, type Params } from '../../engine/core/call.ts';
import { ok, refuse } from '../../engine/core/refusal.ts';
import type { LayerNode } from '../common/layerNode.ts';
import { quoted } from '../common/quoted.ts';
import type { TensorEntry } from '../common/tensorFile.ts';

/** A transposed convolution that a file describes: the keys of its tensors, and its parameters or why there are none. */
export interface DescribedLayer {
  readonly name: string;
  readonly weight: string;
  readonly bias: string | null;
  /** The parameters, or a text that says why the layer cannot be run: "its padding_mode is "circular"". */
  readonly params: Params | string;
}

/** Returns a described layer with its tensors. `file` is what refusals call the file. */
export function layerOfTensors(
  layer: DescribedLayer,
  entries: ReadonlyMap<string, TensorEntry>,
  file: string,
): LayerNode {
  const { name, params } = layer;
  const weight = entries.get(layer.weight);
  const bias = layer.bias === null ? undefined : entries.get(layer.bias);
  const refused = typeof params === 'string' ? `${params}.` : rankProblem(weight);
  const missing = (what: string, key: string): string =>
    `its ${what} ${quoted(key)} is not a tensor that can be read from the file`;
  return {
    name,
    weight: weight === undefined ? null : layer.weight,
    bias: bias === undefined ? null : layer.bias,
    missing: {
      weight: weight === undefined ? missing('weight', layer.weight) : null,
      bias: layer.bias !== null && bias === undefined ? missing('bias', layer.bias) : null,
    },
    weightShape: weight?.shape ?? null,
    refused,
    summary: summaryOf(weight, params),
    params: () =>
      refused === null && typeof params !== 'string'
        ? ok(params)
        : refuse('file', `${file}: layer ${quoted(name)} cannot be run: ${refused ?? ''}`),
  };
}

function rankProblem(weight: TensorEntry | undefined): string | null {
  const axes = weight === undefined ? 2 : weight.shape.length - 2;
  if (axes === 1 || axes === 2) return null;
  return `${axes}-D: its weight has shape (${weight?.shape.join(', ') ?? ''}); only 1-D and 2-D transposed convolutions can be run.`;
}

/** Writes the parameters in one line, in the words of PyTorch: "k 4×4, stride 2, padding 1, groups 1". */
function summaryOf(weight: TensorEntry | undefined, params: Params | string): string {
  const kernel = weight === undefined ? [] : [`k ${weight.shape.slice(2).join('×')}`];
  if (typeof params === 'string') return kernel[0] ?? 'ConvTranspose2d';
  // A 1-D layer has an added height of 1, which is not shown.
  const isLine = weight?.shape.length === 3;
  const each = ([height, width]: Pair): string => (isLine || height === width ? `${width}` : `${height}×${width}`);
  const { outputPadding, dilation } = params;
  return [
    ...kernel,
    `stride ${each(params.stride)}`,
    `padding ${each(params.padding)}`,
    ...(each(outputPadding) === each(defaultParams.outputPadding) ? [] : [`output_padding ${each(outputPadding)}`]),
    ...(each(dilation) === each(defaultParams.dilation) ? [] : [`dilation ${each(dilation)}`]),
    `groups ${params.groups}`,
  ].join(', ');
}
