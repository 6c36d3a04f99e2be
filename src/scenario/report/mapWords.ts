import { assertNever } from '../../engine/core/assertNever.ts';
import type { Pair } from '../../engine/core/call.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { AxisRule } from '../../engine/probe/axisRule.ts';
import type { ChannelFormula } from '../../engine/probe/channelRule.ts';
import type { MapRule, MissingPart } from '../../engine/probe/mapRule.ts';
import type { ProbeFindings } from '../../engine/probe/probe.ts';
import type { BiasTerm, TermMap } from '../../engine/probe/termMap.ts';
import { formatInteger, formatShort } from '../text/format.ts';

/** The numbers along both axes with which an implementation computes, as far as its terms show them. */
export interface EffectiveParameters {
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Rows and columns cropped at the top and left; negative if as many are added there. */
  readonly padding: Pair;
  /** For each axis: true if the taps are used in the opposite order. */
  readonly isFlipped: readonly [boolean, boolean];
}

/** Returns the parameters that the rule of a map amounts to; null if an axis has none. */
export function parametersOfRule({ h, w }: MapRule, geometry: Geometry): EffectiveParameters | null {
  if (h === null || w === null) return null;
  const ofAxis = (rule: AxisRule, axis: 0 | 1) => {
    const own = axis === 0 ? geometry.h : geometry.w;
    const kernel = (rule.kernelAxis === 'h' ? geometry.h : geometry.w).kernelSize;
    const step = rule.step ?? own.dilation;
    const isFlipped = rule.step !== null && step < 0;
    const padding = isFlipped ? -step * (kernel - 1) - rule.offset : -rule.offset;
    return { stride: rule.stride ?? own.stride, dilation: Math.abs(step), padding, isFlipped };
  };
  const [y, x] = [ofAxis(h, 0), ofAxis(w, 1)];
  return {
    stride: [y.stride, x.stride],
    dilation: [y.dilation, x.dilation],
    padding: [y.padding, x.padding],
    isFlipped: [y.isFlipped, x.isFlipped],
  };
}

/** Says in short clauses how a map differs from the definition: "kernel not rotated along W". Empty if it does not. */
export function mapClauses(
  { rule, map, definition, bias, different }: Pick<ProbeFindings, 'rule' | 'map' | 'definition' | 'bias' | 'different'>,
  geometry: Geometry,
): readonly string[] {
  if (different.length === 0) return [];
  const parameters = parametersOfRule(rule, geometry);
  const isEmpty = map.terms.every((list) => list.length === 0);
  const terms = isEmpty
    ? ['no product of input and weight is in the output']
    : [
        ...(parameters === null ? axisClauses(rule) : parameterClauses(parameters, geometry)),
        ...exchangeClauses(rule),
        ...channelClauses(rule, geometry),
        ...imageClauses(rule),
        ...coefficientClauses(rule, map.terms, definition, geometry),
        ...missingClauses(rule),
      ];
  const clauses = [...terms, ...biasClauses(bias, definition, geometry, rule.images), ...constantClauses(map.constant)];
  if (clauses.length > 0) return clauses;
  return [`the terms of ${formatInteger(different.length)} of ${formatInteger(definition.length)} elements differ`];
}

function pairText([y, x]: Pair): string {
  return `(${formatInteger(y)}, ${formatInteger(x)})`;
}

const isSamePair = (a: Pair, b: Pair): boolean => a[0] === b[0] && a[1] === b[1];

function parameterClauses(found: EffectiveParameters, { params, h, w }: Geometry): readonly string[] {
  const { stride, padding, outputPadding, dilation } = params;
  const clauses: string[] = [];
  const isExchanged = isSamePair(found.stride, dilation) && isSamePair(found.dilation, stride);
  if (isExchanged && !isSamePair(stride, dilation)) clauses.push('stride and dilation exchanged');
  else {
    if (!isSamePair(found.stride, stride))
      clauses.push(`stride ${pairText(found.stride)} in place of ${pairText(stride)}`);
    if (!isSamePair(found.dilation, dilation))
      clauses.push(`dilation ${pairText(found.dilation)} in place of ${pairText(dilation)}`);
  }
  const [flippedH, flippedW] = found.isFlipped;
  if (flippedH && (flippedW || w.kernelSize === 1)) clauses.push('kernel not rotated by 180°');
  else if (flippedW && h.kernelSize === 1) clauses.push('kernel not rotated by 180°');
  else if (flippedH || flippedW) clauses.push(`kernel not rotated along ${flippedH ? 'H' : 'W'}`);
  if (!isSamePair(found.padding, padding)) clauses.push(paddingClause(found.padding, padding, outputPadding));
  return clauses;
}

function paddingClause(found: Pair, padding: Pair, outputPadding: Pair): string {
  const leading: Pair = [padding[0] - outputPadding[0], padding[1] - outputPadding[1]];
  if (isSamePair(found, leading) && isSamePair(found, [0, 0]))
    return 'padding not cropped at the top and left, or output_padding added there (with these numbers, both are the same)';
  if (isSamePair(found, leading))
    return 'output_padding added at the top and left, where it belongs at the bottom and right';
  if (isSamePair(found, [0, 0])) return `padding ${pairText(padding)} not cropped at the top and left`;
  if (isSamePair(found, [padding[1], padding[0]]))
    return `padding ${pairText(found)} in place of ${pairText(padding)}, its axes exchanged`;
  const by: Pair = [padding[0] - found[0], padding[1] - found[1]];
  return `padding ${pairText(found)} in place of ${pairText(padding)} at the top and left: shifted by ${pairText(by)}`;
}

function axisClauses({ h, w }: MapRule): readonly string[] {
  const open = [...(h === null ? ['H'] : []), ...(w === null ? ['W'] : [])];
  return [`no single rule o = s·i + d·k − p along ${open.join(' and ')}`];
}

function exchangeClauses({ h, w }: MapRule): readonly string[] {
  if (h === null || w === null) return [];
  const [inputs, kernels] = [h.inputAxis === 'w' && w.inputAxis === 'h', h.kernelAxis === 'w' && w.kernelAxis === 'h'];
  if (inputs && kernels) return ['height and width of the output exchanged'];
  return [
    ...(inputs ? ['height and width of the input exchanged'] : []),
    ...(kernels ? ['kH and kW of the kernel exchanged'] : []),
  ];
}

/** Writes a formula of the channel c: "(c mod 2)·3 + ⌊c/2⌋". */
export function channelFormulaText({ kind, numbers, values }: ChannelFormula): string {
  const [a = 0, b = 0] = numbers;
  switch (kind) {
    case 'same':
      return 'c';
    case 'constant':
      return String(a);
    case 'reversed':
      return `${a} − c`;
    case 'interleaved':
      return `(c mod ${a})·${b} + ⌊c/${a}⌋`;
    case 'shifted':
      return `(c + ${a}) mod ${b}`;
    case 'modulo':
      return `c mod ${a}`;
    case 'divided':
      return `⌊c/${a}⌋`;
    case 'table': {
      const shown = values.slice(0, 8).map((value) => (value < 0 ? '–' : String(value)));
      return `${shown.join(', ')}${values.length > 8 ? ', …' : ''} for c = 0, 1, 2, …`;
    }
    default:
      return assertNever(kind, 'formula');
  }
}

function channelClauses({ channels, groupOfInput }: MapRule, { cinPerGroup }: Geometry): readonly string[] {
  if (groupOfInput !== null) {
    return [`input channel c belongs to group ${channelFormulaText(groupOfInput)}, not to group ⌊c/${cinPerGroup}⌋`];
  }
  if (channels === null) return ['input and output channels meet by no single rule'];
  const { output, input } = channels;
  return [
    ...(output.kind === 'same' ? [] : [`output channel c takes weights of channel ${channelFormulaText(output)}`]),
    ...(input.kind === 'same' ? [] : [`weights of input channel c meet input channel ${channelFormulaText(input)}`]),
  ];
}

function imageClauses({ images }: MapRule): readonly string[] {
  if (images === null) return ['images are mixed'];
  if (images.every((from, n) => from === n)) return [];
  const computed = images.filter((from) => from >= 0);
  const [first = 0] = computed;
  const none = images.flatMap((from, n) => (from < 0 ? [n] : []));
  const isOwn = images.every((from, n) => from < 0 || from === n);
  if (isOwn) return [`image${none.length === 1 ? '' : 's'} ${none.join(', ')} not computed`];
  if (none.length === 0 && computed.every((from) => from === first))
    return [`every image computed from image ${first}`];
  return [`images 0, 1, … computed from images ${images.map((from) => (from < 0 ? '–' : String(from))).join(', ')}`];
}

function coefficientClauses(
  { coefficient, weighted }: MapRule,
  terms: TermMap,
  definition: TermMap,
  { cinPerGroup }: Geometry,
): readonly string[] {
  if (coefficient === 1) return [];
  if (coefficient !== null) return [`every product multiplied by ${formatShort(coefficient, 4)}`];
  const isAverage = (count: (required: number) => number): boolean =>
    terms.every((list, at) =>
      list.every((term) => Math.abs(term.coefficient * count(definition[at]?.length ?? 0) - 1) < 1e-6),
    );
  if (isAverage((required) => required / cinPerGroup)) return ['overlapping products averaged, not added'];
  if (isAverage((required) => required)) return ['products averaged, not added'];
  if (weighted !== null && weighted.length > 0 && weighted.length <= 2) {
    return weighted.map(
      ({ coefficient: factor, ...part }) => `products of ${indicesText(part)} multiplied by ${formatShort(factor, 4)}`,
    );
  }
  const found = [...new Set(terms.flatMap((list) => list.map((term) => term.coefficient)))].sort((a, b) => a - b);
  const listed = found.slice(0, 4).map((value) => formatShort(value, 3));
  return [`products multiplied by ${listed.join(', ')}${found.length > 4 ? ', …' : ''} in place of 1`];
}

function missingClauses({ missing, keepsOne }: MapRule): readonly string[] {
  if (missing === null || missing.count === 0) return [];
  if (keepsOne) return ['overlaps overwritten: each output element keeps the products of one tap'];
  // A part that another one follows from, such as the rows that only unused inputs reach, is not named.
  const parts = missing.parts.filter(({ axis }) => !axis.startsWith('output'));
  const named = parts.length > 0 ? parts : missing.parts;
  if (named.length > 0) {
    const others = missing.others === 0 ? [] : [`${formatInteger(missing.others)} other products left out`];
    return [...named.filter(({ axis }) => axis !== 'image').map(partText), ...others];
  }
  return [`${formatInteger(missing.count)} products left out`];
}

/** Names indices along an axis: "input rows 3–4 (the last 2)". */
function indicesText({ axis, indices, size }: MissingPart): string {
  const isLast = indices.at(-1) === size - 1 && indices[0] === size - indices.length;
  const [first = 0] = indices;
  return indices.length === 1
    ? `${axis} ${first}${isLast ? ' (the last)' : ''}`
    : isLast || first + indices.length - 1 === indices.at(-1)
      ? `${axis}s ${first}–${indices.at(-1) ?? first}${isLast ? ` (the last ${indices.length})` : ''}`
      : `${axis}s ${indices.slice(0, 8).join(', ')}`;
}

function partText(part: MissingPart): string {
  const [{ axis }, which] = [part, indicesText(part)];
  return axis.startsWith('output') ? `no product in ${which}` : `${which} not used`;
}

function biasClauses(
  bias: readonly BiasTerm[] | null,
  definition: TermMap,
  { cout, columns, cinPerGroup, w }: Geometry,
  images: readonly number[] | null,
): readonly string[] {
  if (bias === null) return [];
  // An image that is not computed has no bias, either.
  const isSkipped = (at: number): boolean => images?.[Math.floor(at / (columns * cout))] === -1;
  if (bias.every(({ coefficient }, at) => isSkipped(at) && coefficient === 0)) return [];
  const channelOf = (at: number): number => Math.floor(at / columns) % cout;
  const is = (test: (term: BiasTerm, at: number) => boolean): boolean =>
    bias.every((term, at) => (isSkipped(at) && term.coefficient === 0) || test(term, at));
  const own = (term: BiasTerm, at: number): boolean => term.channel === channelOf(at);
  if (is((term, at) => term.coefficient === 1 && own(term, at))) return [];
  if (is(({ coefficient }) => coefficient === 0)) return ['bias left out'];
  const required = (at: number): number => definition[at]?.length ?? 0;
  if (is(({ coefficient }, at) => coefficient === required(at))) return ['bias added with every product'];
  if (is(({ coefficient }, at) => coefficient === required(at) / cinPerGroup))
    return ['bias added with every contribution of a tap'];
  const [first] = bias;
  if (first !== undefined && is(({ coefficient }) => coefficient === first.coefficient) && first.coefficient !== 1) {
    if (first.coefficient === -1 && is(own)) return ['bias subtracted'];
    return [`bias multiplied by ${formatShort(first.coefficient, 4)}`];
  }
  const groups = bias.map(({ channel }, at) => ({ from: channel, to: channelOf(at) }));
  const source = new Map(groups.map(({ from, to }) => [to, from]));
  if (groups.every(({ from, to }) => from !== null && source.get(to) === from)) {
    const listed = Array.from({ length: Math.min(8, cout) }, (_, c) => String(source.get(c) ?? '–'));
    return [`output channels 0, 1, … get the bias of channels ${listed.join(', ')}${cout > 8 ? ', …' : ''}`];
  }
  const along = [
    ['column', (at: number) => at % w.outputSize],
    ['row', (at: number) => Math.floor((at % columns) / w.outputSize)],
    ['image', (at: number) => Math.floor(at / (columns * cout))],
  ] as const;
  for (const [axis, of] of along) {
    // The bias is as long as the channels, so that it is read over and over again.
    if (is((term, at) => term.coefficient === 1 && term.channel === of(at) % cout))
      return [`each ${axis} has a bias of its own, in place of each channel`];
  }
  const wrong = bias.filter((term, at) => term.coefficient !== 1 || !own(term, at)).length;
  return [`another bias in ${formatInteger(wrong)} of ${formatInteger(bias.length)} elements`];
}

function constantClauses(constant: Float64Array): readonly string[] {
  const values = constant.filter((value) => Math.abs(value) > 0.05);
  const [first] = values;
  if (first === undefined) return [];
  const isSame = values.length === constant.length && values.every((value) => value === first);
  return [
    isSame ? `${formatShort(first, 4)} added to every element` : 'a number that is neither product nor bias added',
  ];
}
