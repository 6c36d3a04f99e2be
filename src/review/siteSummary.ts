import type { AxisCrop } from '../dialects/axisCrop.ts';
import { dialects, findApi } from '../dialects/dialects.ts';
import { formulaOf, formulaText, sizeOfFormula } from '../dialects/formula.ts';
import type { Layer, LayerAxis } from '../dialects/layer.ts';
import { geometryOfLayer } from '../dialects/layerGeometry.ts';
import { axisLetter, outputFormulaOf } from '../dialects/layerSizes.ts';
import type { SourceSize } from '../dialects/value.ts';
import { type Refusal, refusalOf } from '../engine/core/refusal.ts';
import { usefulMultiplyAdds } from '../engine/geometry/multiplyAdds.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import { interiorOf } from '../engine/geometry/taps.ts';
import { isOverlapEven } from '../engine/layer/overlap.ts';
import type { SiteShape, SiteUse, TransposedSite } from '../python/callSite.ts';
import { croppedGeometry } from './croppedAxis.ts';
import { channelsFirstInput, inputChannels, spatialSizes } from './siteInput.ts';
import { productOfSizes } from './siteShapeText.ts';

/** One spatial axis of a call, as far as the code determines it. */
export interface AxisSummary {
  /** "H", "W", or "L" for the only axis of a 1-D layer. */
  readonly letter: string;
  readonly kernel: SourceSize;
  readonly stride: SourceSize;
  readonly dilation: SourceSize;
  /** The size of the input: a number, an expression of the code, or the axis's letter. */
  readonly input: SourceSize;
  /** The size of the output: a number, or a formula in the size of the input; null if no formula is known. */
  readonly output: SourceSize | null;
  /** What the axis crops from the full result; null if the size of the input is not known. */
  readonly crop: AxisCrop | null;
  /** Whether the same number of taps reaches every stride phase; null if that is not known. */
  readonly isEven: boolean | null;
}

/** What a transposed convolution in source code amounts to, as far as the code determines it. */
export interface SiteSummary {
  /** The function or class as users write it: `nn.ConvTranspose2d`. */
  readonly api: string;
  readonly axes: readonly AxisSummary[];
  readonly cin: SourceSize | null;
  /** The sizes of input and output, batch axis included; null if nothing is known of them. */
  readonly input: SiteShape | null;
  readonly output: SiteShape | null;
  /** Where the sizes of the input come from; null if the code does not say them. */
  readonly inputFrom: string | null;
  /** True if a size of the call is only assumed: the input's size by the setting, or an argument by a default. */
  readonly isAssumed: boolean;
  /** Whether every axis is even; null if that is not known. */
  readonly isEven: boolean | null;
  /** The weight's shape in the order of the framework; null if a channel count is not said anywhere. */
  readonly weight: SiteShape | null;
  /** Number of weights, and of biases if the layer has one; null if a size is not known. */
  readonly parameters: number | null;
  /** Null if the code does not say. */
  readonly hasBias: boolean | null;
  /** Multiply-adds of the call without those with structural zeros; null if a size is not known. */
  readonly multiplyAdds: number | null;
  /** The engine's geometry; null if a size is not known, or the call is illegal or cannot be expressed. */
  readonly geometry: Geometry | null;
  /** Why the framework refuses the call, in its own terms; null if nothing is known to be wrong. */
  readonly illegal: Refusal | null;
  /** The arguments and sizes that are not known, as the code writes them: "in_channels". */
  readonly unknown: readonly string[];
}

/** A use of a call, or the call itself. */
type Described = Pick<SiteUse, 'input' | 'inputFrom' | 'output' | 'arguments' | 'layer'>;

/**
 * Describes a call in numbers. `use` is one of the call's uses, with its own input and arguments; the call itself if
 * omitted.
 */
export function describeSite(site: TransposedSite, use: Described = site): SiteSummary {
  const layer = withInputChannels(use.layer ?? site.layer, use.input);
  const sizes = spatialSizes(layer, use.input);
  const outputs = spatialSizes(layer, use.output);
  const axes = layer.axes.map((_, at) => describeAxis(layer, at, sizes?.[at] ?? null, outputs?.[at] ?? null));
  const shapes = shownShapes(layer, axes, use);
  const refused = axes.find(({ crop }) => crop?.kind === 'refused')?.crop;
  const illegal = layer.refused ?? (refused?.kind === 'refused' ? refused.refusal : null) ?? channelRefusal(layer, use);
  const weight = weightShape(layer);
  const input = channelsFirstInput(layer, use.input);
  const geometry = illegal === null && input !== null ? geometryOfLayer(layer, input) : null;
  return {
    api: layer.api,
    axes,
    cin: layer.cin,
    ...shapes,
    inputFrom: use.inputFrom,
    isAssumed: isAssumed(use),
    isEven: axes.some(({ isEven }) => isEven === false)
      ? false
      : axes.every(({ isEven }) => isEven === true)
        ? true
        : null,
    weight,
    parameters: parameterCount(layer, weight),
    hasBias: layer.bias,
    multiplyAdds: geometry?.ok === true ? usefulMultiplyAdds(geometry.value) : null,
    geometry: geometry?.ok === true ? geometry.value : null,
    illegal,
    unknown: unknownOf(site, use, layer, axes),
  };
}

/** Returns why the framework refuses a call or one of its uses; null if nothing is known to be wrong. */
export function refusalIn(site: TransposedSite, summary: SiteSummary = describeSite(site)): Refusal | null {
  if (summary.illegal !== null || site.uses.length < 2) return summary.illegal;
  return site.uses.map((use) => describeSite(site, use).illegal).find((illegal) => illegal !== null) ?? null;
}

/** Gives a layer that does not say how many channels it takes, as those of Keras, those that arrive. */
function withInputChannels(layer: Layer, input: SiteShape | null): Layer {
  const channels = layer.cin === null ? inputChannels(layer, input) : null;
  return typeof channels === 'number' ? { ...layer, cin: channels } : layer;
}

/**
 * Returns whether the overlap of an axis is uneven where it can be seen: an output so small that every element is near a
 * border shows no pattern.
 */
export function showsUneven({ isEven, kernel, stride, dilation, input, crop }: AxisSummary): boolean {
  if (isEven !== false || typeof kernel !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number')
    return false;
  if (typeof input !== 'number' || crop?.kind !== 'crop') return true;
  const { start, end } = crop;
  return interiorOf(croppedGeometry(input, { kernelSize: kernel, stride, dilation, start, end })) !== null;
}

/** `known` is the size of the output that the code around the call determines, which may be a shorter formula. */
function describeAxis(layer: Layer, at: number, size: SourceSize | null, known: SourceSize | null): AxisSummary {
  const axis = layer.axes[at] as LayerAxis;
  const letter = formulaText(axisLetter(layer, at));
  const { kernel, stride, dilation, outputSize } = axis;
  if (size !== null && isLetter(size) && (outputSize === null || typeof outputSize === 'number'))
    return describeAxis(layer, at, null, null);
  const input = size ?? { source: letter };
  const crop = typeof input === 'number' && input >= 1 ? dialects[layer.dialect].axisCrop(layer, at, input) : null;
  // A letter for the output says less than the call's own formula.
  const isUnsaid = known !== null && typeof known !== 'number' && /^[NCHWLD][₀-₉]*$/.test(known.source);
  const output =
    size === null || typeof size === 'number' || isUnsaid
      ? outputOf(layer, at, input, crop)
      : (known ?? outputOf(layer, at, input, crop));
  return { letter, kernel, stride, dilation, input, output, crop, isEven: evennessOf(axis) };
}

/** A letter that stands for a size of which nothing is known, such as W or the next one, W₂; or a size without a name. */
const letterOfNothing = /[₀-₉?]|(?<![\p{L}\p{N}_.])\d*[a-z]?[NCHWL](?![\p{L}\p{N}_.([])/u;

/**
 * Returns whether a size is a formula of letters that no reader of the code knows, or of what other layers round: each call
 * has its own H and W.
 */
function isLetter(size: SourceSize): boolean {
  return typeof size !== 'number' && (letterOfNothing.test(size.source) || size.source.includes('⌊'));
}

/** Returns the shapes of input and output with the letters of the call for what nothing is known of. */
function shownShapes(
  layer: Layer,
  axes: readonly AxisSummary[],
  { input, output }: Pick<SiteUse, 'input' | 'output'>,
): Pick<SiteSummary, 'input' | 'output'> {
  const shown = (shape: SiteShape | null, channels: SourceSize | null, spatial: readonly (SourceSize | null)[]) => {
    const sizes = spatialSizes(layer, shape);
    if (shape === null || sizes === null) return shape;
    const first = shape.length - sizes.length - (layer.channels === 'first' ? 0 : 1);
    const channelsAt = layer.channels === 'first' ? first - 1 : shape.length - 1;
    return shape.map((size, at) => {
      if (at === channelsAt) return isLetter(size) ? (channels ?? { source: 'C' }) : size;
      if (at >= first && at < first + sizes.length) return spatial[at - first] ?? size;
      return isLetter(size) ? { source: 'N' } : size;
    });
  };
  return {
    input: shown(
      input,
      layer.cin,
      axes.map((axis) => axis.input),
    ),
    output: shown(
      output,
      layer.cout,
      axes.map((axis) => axis.output),
    ),
  };
}

function outputOf(layer: Layer, at: number, input: SourceSize, crop: AxisCrop | null): SourceSize | null {
  if (crop?.kind === 'crop') return crop.outputSize;
  if (crop?.kind === 'refused') return null;
  if (crop?.kind === 'unknown' && crop.outputSize !== null) return crop.outputSize;
  const formula = outputFormulaOf(layer, at, formulaOf(input));
  return formula === null ? null : sizeOfFormula(formula);
}

/** Returns whether an axis's overlap is even. With stride 1 it is, whatever the kernel. */
function evennessOf({ kernel, stride, dilation }: LayerAxis): boolean | null {
  if (stride === 1) return true;
  if (typeof kernel !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number') return null;
  return isOverlapEven({ kernelSize: kernel, stride, dilation });
}

/** Returns the shape of a layer's weight in its framework's order; null if a channel count is not said. */
function weightShape({ axes, cin, cout, groups, weight }: Layer): SiteShape | null {
  if (cin === null || cout === null) return null;
  const kernel = axes.map((axis) => axis.kernel);
  const perGroup = dividedBy(cout, groups);
  const order: readonly (readonly [letter: string, sizes: readonly SourceSize[]])[] = [
    ['I', [cin]],
    ['O', [perGroup]],
    ['H', kernel],
  ];
  return [...order].sort(([a], [b]) => weight.order.indexOf(a) - weight.order.indexOf(b)).flatMap(([, sizes]) => sizes);
}

function dividedBy(size: SourceSize, groups: SourceSize): SourceSize {
  if (groups === 1) return size;
  if (typeof size === 'number' && typeof groups === 'number') return size / groups;
  const text = (each: SourceSize): string => (typeof each === 'number' ? String(each) : each.source);
  return { source: `${text(size)}/${text(groups)}` };
}

function parameterCount({ bias, cout }: Layer, weight: SiteShape | null): number | null {
  const weights = weight === null ? null : productOfSizes(weight);
  if (weights === null || bias === null) return null;
  return weights + (bias && typeof cout === 'number' ? cout : 0);
}

/** Refuses an input whose channels are not those that the layer takes. */
function channelRefusal(layer: Layer, { input }: Pick<SiteUse, 'input'>): Refusal | null {
  const channels = inputChannels(layer, input);
  if (typeof channels !== 'number' || typeof layer.cin !== 'number' || channels === layer.cin) return null;
  return refusalOf('input', `the input has ${channels} channels, but the layer takes ${layer.cin}.`);
}

/** How `inputFrom` names the setting for the size of a network's input. */
const fromSetting = 'the setting';

/** The arguments that no size depends on, or only the number of channels. */
const sizeless =
  /^(?:(?:in|out)_(?:channels|features)|filters|features|groups|padding_mode|device|dtype|param_dtype|precision|preferred_element_type|promote_dtype|transpose_kernel|mask|name|parent|rngs|activation|(?:use_)?bias.*|activity_regularizer|kernel_(?:init|initializer|regularizer|constraint))$/;

function isAssumed({ arguments: given, inputFrom }: Described): boolean {
  return (
    inputFrom === fromSetting || [...given].some(([name, { assumed }]) => assumed !== null && !sizeless.test(name))
  );
}

/** The arguments that neither a size nor a cost depends on. */
const weightless = /^(?!(?:in|out)_(?:channels|features)$|filters$|features$|groups$|bias$|use_bias$)/;

function unknownOf(
  site: TransposedSite,
  { arguments: given, input }: Described,
  layer: Layer,
  axes: readonly AxisSummary[],
): readonly string[] {
  const api = findApi(site.resolvedName)?.api;
  const unknown = [...given].flatMap(([name, { value }]) => {
    if (value.kind !== 'unknown' || name === api?.input) return [];
    if (sizeless.test(name) && weightless.test(name)) return [];
    // A function's bias is a tensor of a known size.
    if (name === 'bias' && api?.kind === 'function') return [];
    return [name === api?.weight ? `the shape of ${value.source}` : value.source];
  });
  const isSized = spatialSizes(layer, input) !== null;
  const open = isSized
    ? axes.flatMap(({ input: size, letter }) =>
        typeof size === 'number' || size.source === letter ? [] : [size.source],
      )
    : [];
  const isOpen = axes.every(({ input: size, letter }) => typeof size !== 'number' && size.source === letter);
  const whole = isOpen ? [`the ${layer.axes.length === 1 ? 'length' : 'height and width'} of the input`] : [];
  return [...new Set([...unknown, ...open, ...whole])];
}
