import { defaultParams, type Pair, type Params } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { isSameShape, type Shape } from '../../engine/core/tensor.ts';
import { layerInput } from '../document/layerScenario.ts';
import { defaultFormulation, type Scenario, type TensorSource } from '../document/scenario.ts';
import { precisionName } from '../text/precisionText.ts';
import { formatShape } from '../text/format.ts';
import { precisionWith } from './dtypeText.ts';
import { layerParams } from './layerParams.ts';
import type { LayerText } from './layerText.ts';
import type { KnownShapes, PastedScenario } from './withPastedTensor.ts';

/** The channels of a layer that says none, in a page without a call. */
const fewChannels = 3;

/**
 * Returns the scenario with a layer's channels, kernel and parameters. Values that no longer fit become random; a file
 * stays. Without a scenario, the layer is put on a small input. A 1-D layer gets an input with a height of 1. Whether the
 * call is valid is decided by `validateCall`.
 */
export function withLayer(
  scenario: Scenario | null,
  layer: LayerText,
  shapes: KnownShapes | null,
): Result<PastedScenario> {
  const before = scenario ?? scenarioOf(layer);
  const input = (scenario === null ? null : shapes?.input) ?? declared(before.input);
  const weight = (scenario === null ? null : shapes?.weight) ?? declared(before.weight);
  if (input === null || weight === null)
    return refuse('scenario', 'The files of this call have not been read yet. Paste again once they are.');
  const cin = layer.cin ?? input.at(-3) ?? 1;
  const cout = layer.cout ?? Math.round((weight[1] ?? 1) * before.params.groups);
  const is1d = isOneDimensional(layer);
  const kernel: Pair = layer.kernel ?? [is1d ? 1 : (weight[2] ?? 1), weight[3] ?? 1];
  const params = layerParams(layer.layer, before.params, input, kernel);
  if (!params.ok) return params;
  const { groups } = params.value;
  const notes = [...(is1d ? [heightNote(before.input, input)] : []), ...layer.notes];
  const sized = (source: TensorSource, from: Shape, to: Shape, name: string): TensorSource => {
    if (isSameShape(from, to)) return source;
    if ('file' in source) {
      notes.push(`${name} stays the file ${source.file} of ${formatShape(from)}.`);
      return source;
    }
    if ('values' in source) notes.push(`The values of ${name} did not fit and are random now.`);
    return { fill: 'fill' in source ? source.fill : 'randn', shape: to };
  };
  // The form shows a Cout that groups do not divide, and its refusal.
  const weightShape = [cin, groups > 0 ? cout / groups : cout, ...kernel];
  const next: Scenario = {
    ...before,
    dtype: precisionWith(layer.dtype, before.dtype),
    input: sized(
      before.input,
      input,
      [...input.slice(0, -3), cin, is1d ? 1 : (input.at(-2) ?? 1), input.at(-1) ?? 1],
      'x',
    ),
    weight: sized(before.weight, weight, weightShape, 'w'),
    bias: biasOf(before.bias, layer.bias, cout, sized),
    params: params.value,
  };
  if (next.dtype !== before.dtype) notes.push(`The precision is now ${precisionName[next.dtype]}.`);
  const summary = `Read ${layer.source}: ${layerWords(cin, cout, kernel, params.value, next.bias !== null)}.`;
  return ok({ scenario: next, summary: [summary, ...notes].join(' ') });
}

/** Returns whether a layer has a length in place of height and width. */
function isOneDimensional({ layer }: LayerText): boolean {
  return layer.axes.length === 1;
}

/** Says how a 1-D layer is drawn. An input from a file keeps its height. */
function heightNote(source: TensorSource, input: Shape): string {
  return 'file' in source && input.at(-2) !== 1
    ? 'The layer is 1-D and is applied to each row of x.'
    : 'The layer is 1-D, drawn as height 1.';
}

/** Returns the bias of the layer: as it is if the layer does not say, else with a new fill or none. */
function biasOf(
  current: TensorSource | null,
  wanted: boolean | null,
  cout: number,
  sized: (source: TensorSource, from: Shape, to: Shape, name: string) => TensorSource,
): TensorSource | null {
  if (wanted === false || (wanted === null && current === null)) return null;
  if (current === null) return { fill: 'randn', shape: [cout] };
  const from = declared(current);
  return from === null ? current : sized(current, from, [cout], 'b');
}

function declared(source: TensorSource): Shape | null {
  return 'file' in source ? null : source.shape;
}

/** A scenario with a small input, on which the layer is put. */
function scenarioOf({ cin, cout, kernel }: LayerText): Scenario {
  const weight = [cin ?? fewChannels, cout ?? fewChannels, ...(kernel ?? [3, 3])];
  return {
    version: 1,
    name: 'Pasted call',
    dtype: 'float32',
    input: { fill: 'smooth', shape: layerInput(weight) },
    weight: { fill: 'randn', shape: weight },
    bias: null,
    params: defaultParams,
    seed: 0,
    formulation: defaultFormulation,
    tolerance: {},
  };
}

/** Describes a layer: "64→32 channels, 4×4, stride 2, padding 1". Parameters with PyTorch's defaults are left out. */
function layerWords(cin: number, cout: number, kernel: Pair, params: Params, hasBias: boolean): string {
  const pair = ([h, w]: Pair): string => (h === w ? String(h) : `${h}×${w}`);
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = params;
  return [
    `${cin}→${cout} channels, ${kernel.join('×')}, stride ${pair(stride)}`,
    paddingEnd === undefined
      ? `padding ${pair(padding)}`
      : `padding ${pair(padding)} at the top and left, ${pair(paddingEnd)} at the bottom and right (PyTorch has one padding for both)`,
    ...(outputPadding.every((size) => size === 0) ? [] : [`output_padding ${pair(outputPadding)}`]),
    ...(dilation.every((size) => size === 1) ? [] : [`dilation ${pair(dilation)}`]),
    ...(groups === 1 ? [] : [`${groups} groups`]),
    ...(hasBias ? [] : ['no bias']),
  ].join(', ');
}
