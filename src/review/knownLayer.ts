import type { Layer, LayerAxis, LayerPadding } from '../dialects/layer.ts';
import type { SourceSize } from '../dialects/value.ts';
import type { SiteShape, TransposedSite } from '../python/callSite.ts';
import { inputChannels, spatialSizes } from './siteInput.ts';
import { sizeText } from './sizeText.ts';

/** What somebody answered about a call, beyond what the code says. */
export interface SiteAnswer {
  /** The spatial sizes of the input, one for each axis; null if the code says them. */
  readonly sizes: readonly number[] | null;
  /** Numbers for expressions of the code: `in_channels` is 64. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** An expression of a call that is not known, with a number that is likely. */
export interface OpenNumber {
  readonly source: string;
  readonly suggestion: number;
}

/** What has to be asked before a call can run. */
export interface OpenQuestions {
  /** Number of spatial sizes of the input that are not known: 0, or the number of axes. */
  readonly axes: number;
  readonly numbers: readonly OpenNumber[];
}

/** The name of the input's channels where the call does not say how many it takes, as a lazy layer. */
export const inputChannelsName = 'input channels';

/** Returns what the code does not say of a call's sizes; null if something is not known that is no number, such as a padding's name. */
export function openQuestions({ layer, input }: TransposedSite): OpenQuestions | null {
  if (layer.axes.some(({ padding }) => padding.kind === 'unknown')) return null;
  const open = new Map<string, number>();
  const ask = (size: SourceSize | null, suggestion: number): void => {
    if (size !== null && typeof size !== 'number' && !open.has(size.source)) open.set(size.source, suggestion);
  };
  const channels = inputChannels(layer, input);
  const known = [layer.cin, channels].some((size) => typeof size === 'number');
  if (!known) ask(layer.cin ?? { source: inputChannelsName }, 64);
  ask(layer.cout, 32);
  ask(layer.groups, 1);
  for (const { kernel, stride, dilation, padding, outputPadding, outputSize } of layer.axes) {
    ask(kernel, 4);
    ask(stride, 2);
    ask(dilation, 1);
    ask(outputPadding, 0);
    ask(outputSize, 16);
    if (padding.kind === 'crop' || padding.kind === 'zeros')
      for (const size of [padding.start, padding.end]) ask(size, 1);
  }
  const sizes = spatialSizes(layer, input);
  const isSized = sizes?.every((size) => typeof size === 'number') === true;
  return {
    axes: isSized ? 0 : layer.axes.length,
    numbers: [...open].map(([source, suggestion]) => ({ source, suggestion })),
  };
}

/** Returns a layer with numbers in place of the expressions that they were answered for. */
export function answeredLayer(layer: Layer, { numbers }: SiteAnswer): Layer {
  const known = <T extends SourceSize | null>(size: T): T | number =>
    size === null || typeof size === 'number' ? size : (numbers[sizeText(size)] ?? size);
  const padded = (padding: LayerPadding): LayerPadding =>
    padding.kind === 'crop' || padding.kind === 'zeros'
      ? { ...padding, start: known(padding.start), end: known(padding.end) }
      : padding;
  return {
    ...layer,
    axes: layer.axes.map((axis): LayerAxis => ({
      kernel: known(axis.kernel),
      stride: known(axis.stride),
      dilation: known(axis.dilation),
      padding: padded(axis.padding),
      outputPadding: known(axis.outputPadding),
      outputSize: known(axis.outputSize),
    })),
    cin: layer.cin === null ? (numbers[inputChannelsName] ?? null) : known(layer.cin),
    cout: known(layer.cout),
    groups: known(layer.groups),
  };
}

/** Returns the input of a call with the sizes that were answered, in the layout of the layer. */
export function answeredInput(site: TransposedSite, layer: Layer, { sizes, numbers }: SiteAnswer): SiteShape | null {
  const { input } = site;
  if (sizes === null)
    return input?.map((size) => (typeof size === 'number' ? size : (numbers[size.source] ?? size))) ?? null;
  const first = input !== null && input.length === layer.axes.length + 2 ? input[0] : undefined;
  const batch = typeof first === 'number' ? first : 1;
  const channels = [inputChannels(layer, input), layer.cin].find((size) => typeof size === 'number') ?? 1;
  return layer.channels === 'first' ? [batch, channels, ...sizes] : [batch, ...sizes, channels];
}
