import { sizeText } from '../dialects/pythonText.ts';
import type { Layer, LayerAxis, LayerPadding } from '../dialects/layer.ts';
import { outputShapeOf } from '../dialects/layerGeometry.ts';
import type { SourceSize } from '../dialects/value.ts';
import type { Shape } from '../engine/core/tensor.ts';
import type { SiteShape, TransposedSite } from '../python/callSite.ts';
import { channelsFirstInput, inputChannels, spatialNumbers, spatialSizes } from './siteInput.ts';

/** What somebody answered about a call, beyond what the code says. */
export interface SiteAnswer {
  /** The sizes of the input in the layout of the layer; null if the code says them. */
  readonly input: readonly number[] | null;
  /** Numbers for expressions of the code: `in_channels` is 64. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The answer of somebody who was not asked, because the code says everything. */
export const nothingAnswered: SiteAnswer = { input: null, numbers: {} };

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

/** Stands for the input's channels in a question about a call that does not name them, such as a lazy layer. */
const inputChannelsName = 'input channels';

/** Lists the numbers that the code leaves open; null if an unknown argument is not a number, such as a padding's name. */
export function questionsAbout({ layer, input }: TransposedSite): OpenQuestions | null {
  if (layer.axes.some(({ padding }) => padding.kind === 'unknown')) return null;
  const open = new Map<string, number>();
  for (const { size, suggestion } of layerNumbers(layer, input)) {
    if (size !== null && typeof size !== 'number' && !open.has(size.source)) open.set(size.source, suggestion);
  }
  return {
    axes: spatialNumbers(layer, input) === null ? layer.axes.length : 0,
    numbers: [...open].map(([source, suggestion]) => ({ source, suggestion })),
  };
}

/** A number of a layer as far as it is known, with one that is likely. */
interface LayerNumber {
  readonly size: SourceSize | null;
  readonly suggestion: number;
}

/** Lists the numbers of a layer, always in the same order. Channels that the input's shape tells are not asked for. */
function layerNumbers(layer: Layer, input: SiteShape | null): readonly LayerNumber[] {
  const channels = [layer.cin, inputChannels(layer, input)].find((size) => typeof size === 'number');
  return [
    { size: channels ?? layer.cin ?? { source: inputChannelsName }, suggestion: 64 },
    { size: layer.cout, suggestion: 32 },
    { size: layer.groups, suggestion: 1 },
    ...layer.axes.flatMap(
      ({ kernel, stride, dilation, padding, outputPadding, outputSize }): readonly LayerNumber[] => [
        { size: kernel, suggestion: 4 },
        { size: stride, suggestion: 2 },
        { size: dilation, suggestion: 1 },
        { size: outputPadding, suggestion: 0 },
        { size: outputSize, suggestion: 16 },
        ...(padding.kind === 'crop' || padding.kind === 'zeros'
          ? [padding.start, padding.end].map((size) => ({ size, suggestion: 1 }))
          : []),
      ],
    ),
  ];
}

/**
 * Returns what each use of a call answers to the open questions, without repetitions. A use whose input the code does not
 * determine has the size that is suggested first; one that leaves a number open answers nothing.
 */
export function answersOfUses(site: TransposedSite, questions: OpenQuestions): readonly SiteAnswer[] {
  const asked = layerNumbers(site.layer, site.input);
  const answers = site.uses.flatMap((use): readonly SiteAnswer[] => {
    const layer = use.layer ?? site.layer;
    const said = layerNumbers(layer, use.input);
    if (said.length !== asked.length) return [];
    const numbers: Record<string, number> = {};
    for (const [at, { size }] of asked.entries()) {
      const answer = said[at]?.size;
      if (size !== null && typeof size === 'object' && typeof answer === 'number') numbers[size.source] = answer;
    }
    if (questions.numbers.some(({ source }) => !(source in numbers))) return [];
    if (questions.axes === 0) return [{ input: null, numbers }];
    const spatial = spatialNumbers(layer, use.input) ?? suggestedSizes(questions.axes);
    return [{ input: inputOfSize({ ...site, input: use.input }, layer, spatial), numbers }];
  });
  return [...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values()];
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

/** Returns the input of a call with what was answered about it. */
export function answeredInput(site: TransposedSite, { input, numbers }: SiteAnswer): SiteShape | null {
  return input ?? site.input?.map((size) => (typeof size === 'number' ? size : (numbers[size.source] ?? size))) ?? null;
}

/**
 * Returns the input with these spatial sizes in the layout of a layer, one image unless the code says another batch size.
 */
export function inputOfSize(site: TransposedSite, layer: Layer, spatial: readonly number[]): readonly number[] {
  const { input } = site;
  const first = input !== null && input.length === layer.axes.length + 2 ? input[0] : undefined;
  const batch = typeof first === 'number' ? first : 1;
  const channels = [inputChannels(layer, input), layer.cin].find((size) => typeof size === 'number') ?? 1;
  return layer.channels === 'first' ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}

/**
 * Reads what somebody typed about the open questions of a call: sizes of the input ("8x8", or the whole shape), and numbers
 * for expressions ("in_channels=64"). Questions that the text leaves open get their suggestion. Null if the text is
 * neither.
 */
export function readAnswer(text: string, site: TransposedSite, questions: OpenQuestions): SiteAnswer | null {
  const numbers: Record<string, number> = {};
  for (const { source, suggestion } of questions.numbers) numbers[source] = suggestion;
  const strangers: string[] = [];
  const typed = text
    .replace(/([^,;=]+?)\s*=\s*(\d{1,9})(?!\d)/g, (_, name: string, number: string) => {
      const source = name.trim();
      if (!(source in numbers)) strangers.push(source);
      numbers[source] = Number(number);
      return '';
    })
    .replace(/^[\s,;]+|[\s,;]+$/g, '');
  if (strangers.length > 0) return null;
  const layer = answeredLayer(site.layer, { input: null, numbers });
  if (questions.axes === 0) return typed === '' ? { input: null, numbers } : null;
  const read = typed === '' ? suggestedSizes(questions.axes) : sizesOf(typed);
  if (read?.every((size) => Number.isSafeInteger(size) && size >= 1) !== true) return null;
  const rank = questions.axes;
  if (read.length === 1 && rank === 2)
    return { input: inputOfSize(site, layer, [read[0] ?? 1, read[0] ?? 1]), numbers };
  if (read.length === rank) return { input: inputOfSize(site, layer, read), numbers };
  return read.length === rank + 1 || read.length === rank + 2 ? { input: read, numbers } : null;
}

function sizesOf(text: string): readonly number[] | null {
  const parts = text.replace(/^[([]|[)\]]$/g, '').split(/\s*[,x×X*]\s*|\s+/);
  return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number) : null;
}

/** The sizes that are suggested first for an input that nothing says. */
function suggestedSizes(axes: number): readonly number[] {
  return axes === 1 ? [32] : [8, 8];
}

/**
 * Returns a call with the size of the input that was answered, if the code around the call says none: the call may stand
 * where nothing applies it.
 */
export function withAnsweredInput(site: TransposedSite, { input }: SiteAnswer): TransposedSite {
  const spatial = spatialNumbers(site.layer, input);
  if (input === null || spatial === null || isSaid(site.layer, site.input)) return site;
  const from = 'your answer';
  return {
    ...site,
    input,
    inputFrom: from,
    output: outputFor(site.layer, input) ?? site.output,
    // Each use has channels of its own.
    uses: site.uses.map((use) => {
      const layer = use.layer ?? site.layer;
      if (isSaid(layer, use.input)) return use;
      const own = site.uses.length > 1 ? inputOfSize({ ...site, input: use.input }, layer, spatial) : input;
      return { ...use, input: own, inputFrom: from, output: outputFor(layer, own) ?? use.output };
    }),
  };
}

function isSaid(layer: Layer, input: SiteShape | null): boolean {
  return spatialSizes(layer, input)?.some((size) => typeof size === 'number') === true;
}

/** Returns the output's sizes in the layout of the layer; null if they are not known. */
function outputFor(layer: Layer, input: readonly number[]): SiteShape | null {
  const shape = channelsFirstInput(layer, input);
  const output = shape === null ? null : outputShapeOf(layer, shape);
  return output?.ok === true ? inLayout(layer, output.value) : null;
}

/** Moves the channels of a shape in PyTorch's order to where the layer has them. */
function inLayout({ channels, axes }: Layer, shape: Shape): Shape {
  if (channels === 'first') return shape;
  const at = shape.length - axes.length - 1;
  return [...shape.slice(0, at), ...shape.slice(at + 1), ...shape.slice(at, at + 1)];
}
