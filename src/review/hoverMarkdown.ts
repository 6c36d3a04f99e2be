import { sizeText } from '../dialects/pythonText.ts';
import { dialects } from '../dialects/dialects.ts';
import type { SourceSize } from '../dialects/value.ts';
import { type AxisGeometry, axisGeometryOf, type Geometry } from '../engine/geometry/geometry.ts';
import { denseMultiplyAdds, usefulMultiplyAdds } from '../engine/geometry/multiplyAdds.ts';
import { interiorOf } from '../engine/geometry/taps.ts';
import { overlapAlong, overlapCounts } from '../engine/layer/overlap.ts';
import { wordList } from '../engine/core/wordList.ts';
import type { CallSite, FoldSite, TransposedSite } from '../python/callSite.ts';
import { formatBytes, formatInteger, formatPercent } from '../scenario/text/format.ts';
import { foldShapes, spatialText } from './lensText.ts';
import { imageAddress, type OverlapAxis, overlapPicture } from './overlapPicture.ts';
import { type AxisSummary, describeSite, type SiteSummary } from './siteSummary.ts';
import { productOfSizes, siteShapeText } from './siteShapeText.ts';

/** Addresses of commands for the links of a hover; null leaves a link out. */
export interface HoverLinks {
  readonly debug: string | null;
  readonly frameworks: string | null;
  readonly setInputSize: string | null;
  readonly setting: string | null;
}

const bytesPerFloat = 4;

/** Returns what a hover over a call says, as Markdown: the sizes with their formula, costs, overlap, and what is not known. */
export function hoverMarkdown(site: CallSite, links: HoverLinks): string {
  const blocks = site.kind === 'transposed' ? transposedBlocks(site, links) : foldBlocks(site);
  return blocks.filter((block) => block !== '').join('\n\n');
}

function transposedBlocks(whole: TransposedSite, links: HoverLinks): readonly string[] {
  const lines = useLines(whole);
  const [first] = whole.uses;
  // Numbers of one use say more than symbols of all.
  const site =
    lines.length > 0 && first !== undefined ? { ...whole, ...first, layer: first.layer ?? whole.layer } : whole;
  const summary = describeSite(site);
  const title = `**${escaped(summary.api)}** · ${codeText(site.path)}`;
  // Nothing that a refused call would cost or give is true.
  if (summary.illegal !== null)
    return [
      title,
      headline(summary, 1),
      listOf([...assumedLines(site), ...noteLines(site, summary)]),
      site.isComplete ? linkLine(links) : typingText,
    ];
  return [
    title,
    headline(summary, lines.length > 0 ? whole.uses.length : 1),
    formulaBlock(site, summary),
    listOf([...costLines(summary), ...overlapLines(summary), ...lines]),
    pictureBlock(summary),
    listOf([...assumedLines(site), ...noteLines(site, summary)]),
    unknownBlock(site, summary, links),
    site.isComplete ? linkLine(links) : '',
  ];
}

function linkLine({ debug, frameworks }: HoverLinks): string {
  const links = [
    ...(debug === null ? [] : [`[Debug this call](${debug})`]),
    ...(frameworks === null ? [] : [`[Other frameworks](${frameworks})`]),
  ];
  return links.join(' · ');
}

function headline(summary: SiteSummary, uses: number): string {
  const { illegal, input, output, inputFrom } = summary;
  if (illegal !== null) return `**Illegal:** ${escaped(illegal.message)}`;
  const shapes =
    input !== null && output !== null ? `${siteShapeText(input)} → ${siteShapeText(output)}` : spatialText(summary);
  if (shapes === null) return '';
  const first = uses > 1 ? `, first of ${uses} uses` : '';
  return `${codeText(shapes)}${first}${inputFrom === null ? '' : `, with the input from ${escaped(inputFrom)}`}`;
}

/** Returns the formula of the output size with the call's numbers, a line for each axis that differs. */
function formulaBlock({ layer }: TransposedSite, { axes }: SiteSummary): string {
  const lines = axes.map((axis, at) => {
    const { padding, outputPadding, outputSize } = layer.axes[at] ?? {};
    if (outputSize !== null || padding === undefined) return null;
    const { kernel, stride, dilation, input, output, crop } = axis;
    const inserted = `(${term(input)} − 1)·${term(stride)}`;
    const window = `${term(dilation)}·(${term(kernel)} − 1)`;
    const result = output === null ? '' : ` = ${sizeText(output)}`;
    if (padding.kind === 'crop' && padding.start === padding.end)
      return `${inserted} − 2·${term(padding.start)} + ${window} + ${term(outputPadding ?? 0)} + 1${result}`;
    if (crop?.kind !== 'crop') return output === null ? null : sizeText(output);
    return `${inserted} + ${window} + 1 ${signed(-crop.start)} ${signed(-crop.end)}${result}`;
  });
  if (lines.some((line) => line === null)) return '';
  const isSame = lines.every((line) => line === lines[0]);
  const named = axes.map(({ letter }, at) => `${letter}o = ${lines[at] ?? ''}`);
  return fenced(isSame && axes.length > 1 ? [`Ho = Wo = ${lines[0] ?? ''}`] : named);
}

function costLines({ weight, parameters, hasBias, geometry }: SiteSummary): readonly string[] {
  const lines: string[] = [];
  if (weight !== null) {
    const count =
      parameters === null
        ? ''
        : `: ${formatInteger(parameters)} parameters${hasBias === true ? ', bias included' : ''}`;
    lines.push(`Weight ${codeText(siteShapeText(weight))}${count}`);
  }
  if (geometry === null) return lines;
  const { rows, columns, params, n } = geometry;
  const dense = denseMultiplyAdds(geometry);
  const bytes = rows * columns * params.groups * bytesPerFloat;
  const groups = params.groups > 1 ? `, once for each of ${params.groups} groups` : '';
  return [
    ...lines,
    `${formatInteger(dense)} multiply-adds by unfold and matmul, of which ${zeroShare(geometry, dense)} are with zeros`,
    `Unfolded matrix U ${codeText(`${rows}×${columns}`)}${groups}: ${formatBytes(bytes)} in float32${n > 1 ? ' for each image' : ''}`,
  ];
}

/** Returns the share of multiply-adds of unfold and matmul whose factor is a zero that was inserted or padded. */
function zeroShare(geometry: Geometry, dense: number): string {
  return formatPercent(dense === 0 ? 0 : 1 - usefulMultiplyAdds(geometry) / dense);
}

function overlapLines({ axes, isEven, geometry }: SiteSummary): readonly string[] {
  if (isEven === null) return [];
  const counts = axes.map(tapCounts);
  if (counts.some((each) => each === null)) return [];
  const sorted = productsOf(counts as readonly (readonly number[])[]);
  const most = sorted.at(-1) ?? 0;
  const word = isEven ? 'even' : 'uneven';
  if (geometry !== null && [geometry.h, geometry.w].some((axis) => interiorOf(axis) === null)) {
    const reached = [geometry.h, geometry.w].map((axis) => rangeOf(axis));
    const [least, largest] = (['min', 'max'] as const).map((key) => reached.reduce((all, each) => all * each[key], 1));
    const range = least === largest ? tapsReach(largest ?? 0) : `${least ?? 0} to ${tapsReach(largest ?? 0)}`;
    return [
      `Overlap ${word}, but all of this output is near a border: ${range} ${least === largest ? 'every' : 'an'} output element per input channel`,
    ];
  }
  if (!isEven)
    return [
      `Overlap uneven: ${wordList(sorted)} taps reach the output elements in turn, which can show as a checkerboard`,
    ];
  const border = most > 1 ? ', fewer near the border' : '';
  return [`Overlap even: ${tapsReach(most)} every output element per input channel${border}`];
}

function tapsReach(count: number): string {
  return count === 1 ? '1 tap reaches' : `${count} taps reach`;
}

/** Returns the different products of one number of each list, ascending. */
function productsOf(lists: readonly (readonly number[])[]): readonly number[] {
  const all = lists.reduce<readonly number[]>((products, each) => products.flatMap((a) => each.map((b) => a * b)), [1]);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** An axis without an interior is short; longer ones are not counted through. */
const mostCounted = 4096;

function rangeOf(axis: AxisGeometry): { readonly min: number; readonly max: number } {
  const counts = overlapCounts(axis, mostCounted);
  return counts.reduce(({ min, max }, count) => ({ min: Math.min(min, count), max: Math.max(max, count) }), {
    min: Infinity,
    max: 0,
  });
}

/** Returns the numbers of taps that reach the stride phases of an axis; null if a size is not known. */
function tapCounts(axis: AxisSummary): readonly number[] | null {
  const numbers = overlapAxisOf(axis);
  if (numbers === null) return null;
  // The counts of the stride phases depend on no size.
  return overlapAlong(axisGeometryOf(1, numbers.kernelSize, numbers.stride, 0, 0, numbers.dilation)).counts;
}

/** A hover names at most so many uses. */
const mostUses = 4;

/** Says what the call gives for each of its uses, if they differ. */
function useLines(site: TransposedSite): readonly string[] {
  if (site.uses.length < 2) return [];
  const texts = site.uses.map((use) => {
    const summary = describeSite(site, use);
    return summary.input !== null && summary.output !== null
      ? `${siteShapeText(summary.input)} → ${siteShapeText(summary.output)}`
      : null;
  });
  const known = [...new Set(texts.filter((text) => text !== null))];
  if (known.length < 2) return [];
  const rest = known.length > mostUses ? `, and ${known.length - mostUses} more` : '';
  return [`Used ${site.uses.length} times: ${known.slice(0, mostUses).map(codeText).join(', ')}${rest}`];
}

function pictureBlock({ axes, illegal }: SiteSummary): string {
  if (illegal !== null) return '';
  const drawn = axes.map((axis): OverlapAxis | null => {
    const numbers = overlapAxisOf(axis);
    if (numbers === null || numbers.kernelSize > largestDrawn || numbers.stride > largestDrawn) return null;
    const crop = axis.crop?.kind === 'crop' ? axis.crop : { start: 0, end: 0 };
    return {
      ...numbers,
      inputSize: typeof axis.input === 'number' ? axis.input : null,
      start: crop.start,
      end: crop.end,
    };
  });
  if (!drawn.every((axis) => axis !== null)) return '';
  return `![How many taps reach each output element](${imageAddress(overlapPicture(drawn))})`;
}

/** The largest kernel and stride of a picture. */
const largestDrawn = 64;

function assumedLines(site: TransposedSite): readonly string[] {
  const assumed = [...site.arguments.values()].flatMap((argument) => argument.assumed ?? []);
  return [...new Set(assumed)].map((reason) => `Assumed: ${escaped(reason)}`);
}

function noteLines({ layer }: TransposedSite, { axes }: SiteSummary): readonly string[] {
  const sizes = axes.map(({ input }) => (typeof input === 'number' ? input : null));
  return dialects[layer.dialect].notes(layer, sizes).map(escaped);
}

const typingText = 'The call is not finished: its closing parenthesis or an argument is missing.';

function unknownBlock(site: TransposedSite, { unknown, axes, cin }: SiteSummary, links: HoverLinks): string {
  if (!site.isComplete) return typingText;
  if (unknown.length === 0) return '';
  const said = `Not known from the code: ${wordList(unknown.map((each) => (each.startsWith('the ') ? shapeWords(each) : codeText(each))))}.`;
  if (axes.every((axis) => typeof axis.input === 'number')) return said;
  const channels = typeof cin === 'number' || /^\w+$/.test(cin?.source ?? '') ? sizeText(cin ?? { source: 'C' }) : 'C';
  const spatial = axes.map(({ letter }) => letter);
  const shape = (site.layer.channels === 'first' ? ['N', channels, ...spatial] : ['N', ...spatial, channels]).join('x');
  const ways = [
    `a comment such as ${codeText(`# x: ${shape}`)} beside the code that calls the layer`,
    ...(links.setting === null ? [] : [`the [setting](${links.setting})`]),
    ...(links.setInputSize === null ? [] : [`[an answer](${links.setInputSize})`]),
  ];
  return `${said} The size of the input can be told by ${wordList(ways, 'or')}.`;
}

/** Writes "the shape of w" with the name as code. */
function shapeWords(words: string): string {
  const name = /^the shape of (.*)$/s.exec(words)?.[1];
  return name === undefined ? words : `the shape of ${codeText(name)}`;
}

function foldBlocks(site: FoldSite): readonly string[] {
  const [from, to] = foldShapes(site);
  const { unfolded, axes } = site;
  const elements = unfolded === null ? null : productOfSizes(unfolded);
  const memory = elements === null ? [] : [`U takes ${formatBytes(elements * bytesPerFloat)} in float32`];
  const places = axes.map(({ kernel, stride, padding, dilation, image, places: count }, at) => {
    const size = image ?? { source: at === 0 ? 'H' : 'W' };
    const formula = `⌊(${term(size)} + 2·${term(padding)} − ${term(dilation)}·(${term(kernel)} − 1) − 1) / ${term(stride)}⌋ + 1`;
    return `${at === 0 ? 'rows' : 'columns'} = ${formula}${count === null ? '' : ` = ${sizeText(count)}`}`;
  });
  return [
    `**${escaped(site.resolvedName.replace(/^torch\.nn\.functional\./, 'F.').replace(/^torch\./, ''))}** · ${codeText(site.path)}`,
    `${codeText(`${from} → ${to}`)}${site.inputFrom === null ? '' : `, with the input from ${escaped(site.inputFrom)}`}`,
    fenced(places),
    listOf(['A column of U is one place of the window; L = rows · columns', ...memory]),
  ];
}

interface OverlapNumbers {
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
}

function overlapAxisOf({
  kernel,
  stride,
  dilation,
}: Pick<AxisSummary, 'kernel' | 'stride' | 'dilation'>): OverlapNumbers | null {
  if (typeof kernel !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number') return null;
  return { kernelSize: kernel, stride, dilation };
}

/** Writes a size as a part of a formula; an expression of several terms is enclosed. */
function term(size: SourceSize): string {
  const text = sizeText(size);
  return /^[\w.₀-₉[\]()]+$|^⌊[^⌊⌋]*⌋$/.test(text) ? text : `(${text})`;
}

function signed(value: number): string {
  return value < 0 ? `− ${-value}` : `+ ${value}`;
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function fenced(lines: readonly string[]): string {
  return ['```text', ...lines, '```'].join('\n');
}

/** Writes a text of the source as inline code, whatever it contains. */
function codeText(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replace(/\s+/g, ' ')}${pad}${fence}`;
}

/** Escapes what Markdown would read as markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
}
