import type { AxisCrop } from '../dialects/axisCrop.ts';
import { dialects } from '../dialects/dialects.ts';
import { formulaOf, formulaText, sizeOfFormula } from '../dialects/formula.ts';
import type { Layer, LayerAxis } from '../dialects/layer.ts';
import { geometryOfLayer } from '../dialects/layerCost.ts';
import { axisLetter, outputFormulaOf } from '../dialects/layerSizes.ts';
import type { SourceSize } from '../dialects/value.ts';
import { type Refusal, refusalOf } from '../engine/core/refusal.ts';
import { usefulMultiplyAdds } from '../engine/geometry/multiplyAdds.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import { isOverlapEven } from '../engine/layer/overlap.ts';
import type { SiteShape, SiteUse, TransposedSite } from '../python/callSite.ts';
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
  readonly kind: 'transposed';
  /** The function or class as users write it: `nn.ConvTranspose2d`. */
  readonly api: string;
  readonly axes: readonly AxisSummary[];
  readonly cin: SourceSize | null;
  readonly cout: SourceSize | null;
  readonly groups: SourceSize;
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

/** Describes a call in numbers. `use` is one of the call's uses, with its own input; the call itself if omitted. */
export function describeSite(
  site: TransposedSite,
  use: Pick<SiteUse, 'input' | 'inputFrom' | 'output'> = site,
): SiteSummary {
  const { layer } = site;
  const sizes = spatialSizes(layer, use.input);
  const outputs = spatialSizes(layer, use.output);
  const axes = layer.axes.map((_, at) => describeAxis(layer, at, sizes?.[at] ?? null, outputs?.[at] ?? null));
  const refused = axes.find(({ crop }) => crop?.kind === 'refused')?.crop;
  const illegal = layer.refused ?? (refused?.kind === 'refused' ? refused.refusal : null) ?? channelRefusal(site, use);
  const weight = weightShape(layer);
  const input = channelsFirstInput(layer, use.input);
  const geometry = illegal === null && input !== null ? geometryOfLayer(layer, input) : null;
  return {
    kind: 'transposed',
    api: layer.api,
    axes,
    cin: layer.cin,
    cout: layer.cout,
    groups: layer.groups,
    input: use.input,
    output: use.output,
    inputFrom: use.inputFrom,
    isAssumed: isAssumed(site, use),
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
    unknown: unknownOf(site, use.input, sizes),
  };
}

/** `known` is the size of the output that the code around the call determines, which may be a shorter formula. */
function describeAxis(layer: Layer, at: number, size: SourceSize | null, known: SourceSize | null): AxisSummary {
  const axis = layer.axes[at] as LayerAxis;
  const letter = formulaText(axisLetter(layer, at));
  const { kernel, stride, dilation } = axis;
  const input = size ?? { source: letter };
  const crop = typeof input === 'number' && input >= 1 ? dialects[layer.dialect].axisCrop(layer, at, input) : null;
  const output =
    size === null || typeof size === 'number'
      ? outputOf(layer, at, input, crop)
      : (known ?? outputOf(layer, at, input, crop));
  return { letter, kernel, stride, dilation, input, output, crop, isEven: evennessOf(axis) };
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
function channelRefusal({ layer }: TransposedSite, { input }: Pick<SiteUse, 'input'>): Refusal | null {
  const channels = inputChannels(layer, input);
  if (typeof channels !== 'number' || typeof layer.cin !== 'number' || channels === layer.cin) return null;
  return refusalOf('input', `the input has ${channels} channels, but the layer takes ${layer.cin}.`);
}

/** How `inputFrom` names the setting for the size of a network's input. */
const fromSetting = 'the setting';

function isAssumed({ arguments: given }: TransposedSite, { inputFrom }: Pick<SiteUse, 'inputFrom'>): boolean {
  return inputFrom === fromSetting || [...given.values()].some(({ assumed }) => assumed !== null);
}

function unknownOf(
  { layer, arguments: given }: TransposedSite,
  input: SiteShape | null,
  sizes: SiteShape | null,
): readonly string[] {
  const unknown = [...given.values()].flatMap(({ value }) => (value.kind === 'unknown' ? [value.source] : []));
  const open = (sizes ?? []).flatMap((size) => (typeof size === 'number' ? [] : [size.source]));
  const hasInput = input !== null && sizes !== null;
  return [
    ...new Set([
      ...unknown,
      ...open,
      ...(hasInput ? [] : [`the ${layer.axes.length === 1 ? 'length' : 'height and width'} of the input`]),
    ]),
  ];
}
