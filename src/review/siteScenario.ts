import { toCallShape } from '../dialects/engineCall.ts';
import type { Layer } from '../dialects/layer.ts';
import type { CallShape, Pair } from '../engine/core/call.ts';
import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import { isSameShape, type Shape } from '../engine/core/tensor.ts';
import type { TransposedSite } from '../python/callSite.ts';
import { defaultFormulation, type Scenario, type TensorSource } from '../scenario/document/scenario.ts';
import { pytorchAxes } from './evenFixes.ts';
import { answeredInput, answeredLayer, type SiteAnswer } from './knownLayer.ts';
import type { AxisParameters } from './reshapedKernel.ts';
import { channelsFirstInput } from './siteInput.ts';

/** U with more elements than this is not unfolded: another formulation computes the call. */
const mostUnfolded = 2 ** 24;

/**
 * Returns the shapes and parameters of a call with what was answered. Refused if something is not known still, or if the
 * debugger cannot express the call.
 */
export function siteCallShape(site: TransposedSite, answer: SiteAnswer): Result<CallShape> {
  const answered = answeredLayer(site.layer, answer);
  const input = channelsFirstInput(answered, answeredInput(site, answer));
  if (input === null) return refuse('input', `The size of the input of ${answered.api} is not known.`);
  // Channels that the call names by an expression are those that it receives.
  const layer = {
    ...answered,
    cin: typeof answered.cin === 'number' ? answered.cin : (input.at(-answered.axes.length - 1) ?? null),
  };
  const axes = pytorchAxes(layer);
  return axes === null ? toCallShape(layer, input) : pytorchCallShape(layer, axes, input);
}

/** Returns the call of a layer of PyTorch with its own parameters, legal or not. */
function pytorchCallShape(
  { cin, cout, groups, bias }: Layer,
  axes: readonly AxisParameters[],
  input: Shape,
): Result<CallShape> {
  if (typeof cout !== 'number' || typeof groups !== 'number' || typeof cin !== 'number')
    return refuse('weight', 'The channels of the layer are not known.');
  const is1d = axes.length === 1;
  const pair = (key: keyof AxisParameters, ofHeight: number): Pair => {
    const values = axes.map((axis) => axis[key]);
    const [h = ofHeight, w = h] = is1d ? [ofHeight, ...values] : values;
    return [h, w];
  };
  return ok({
    input: is1d ? [...input.slice(0, -1), 1, ...input.slice(-1)] : input,
    weight: [cin, cout / groups, ...pair('kernelSize', 1)],
    bias: bias === false ? null : [cout],
    params: {
      stride: pair('stride', 1),
      padding: pair('padding', 0),
      outputPadding: pair('outputPadding', 0),
      dilation: pair('dilation', 1),
      groups,
    },
  });
}

/**
 * Returns the scenario of a call: its shapes and parameters, with random numbers. A call of PyTorch that is illegal has a
 * scenario as well, so that the debugger explains it. Refused as {@link siteCallShape} is.
 */
export function siteScenario(site: TransposedSite, answer: SiteAnswer): Result<Scenario> {
  const shape = siteCallShape(site, answer);
  if (!shape.ok) return shape;
  const { input, weight, bias, params } = shape.value;
  const [height = 1, width = 1] = input.slice(-2);
  const [, , kernelHeight = 1, kernelWidth = 1] = weight;
  const [strideHeight, strideWidth] = params.stride;
  const unfolded = (weight[0] ?? 1) * kernelHeight * kernelWidth * height * strideHeight * width * strideWidth;
  const random = (of: Shape): TensorSource => ({ fill: 'randn', shape: of });
  return ok({
    version: 1,
    name: site.path,
    dtype: 'float32',
    input: random(input),
    weight: random(weight),
    bias: bias === null ? null : random(bias),
    params,
    seed: 0,
    formulation: unfolded > mostUnfolded ? 'auto' : defaultFormulation,
    tolerance: {},
  });
}

/**
 * Takes over what changed in the code, from the call's shapes `before` to those `after`. What did not change in the code
 * stays as it is in the scenario, and so do files and the values of a tensor whose shape stays.
 */
export function withSiteChange(scenario: Scenario, before: CallShape, after: CallShape): Scenario {
  const params = { ...scenario.params };
  for (const key of ['stride', 'padding', 'paddingEnd', 'outputPadding', 'dilation'] as const) {
    if (!isSamePair(before.params[key], after.params[key])) Object.assign(params, { [key]: after.params[key] });
  }
  if (before.params.groups !== after.params.groups) params.groups = after.params.groups;
  const biasBefore = before.bias;
  const bias =
    after.bias === null
      ? biasBefore === null
        ? scenario.bias
        : null
      : scenario.bias === null && biasBefore !== null
        ? null
        : resized(scenario.bias ?? { fill: 'randn', shape: after.bias }, biasBefore ?? after.bias, after.bias);
  return {
    ...scenario,
    input: resized(scenario.input, before.input, after.input),
    weight: resized(scenario.weight, before.weight, after.weight),
    bias,
    params,
  };
}

/** Changes the sizes of a tensor that changed in the code. A file stays, and values that no longer fit become random. */
function resized(source: TensorSource, before: Shape, after: Shape): TensorSource {
  if ('file' in source || isSameShape(before, after)) return source;
  const isComparable = source.shape.length === before.length && before.length === after.length;
  const shape = isComparable
    ? source.shape.map((size, at) => (before[at] === after[at] ? size : (after[at] ?? size)))
    : after;
  if (isSameShape(shape, source.shape)) return source;
  return { fill: 'fill' in source ? source.fill : 'randn', shape };
}

function isSamePair(a: Pair | undefined, b: Pair | undefined): boolean {
  return a?.[0] === b?.[0] && a?.[1] === b?.[1];
}
