import type { Layer, LayerPadding } from '../../dialects/layer.ts';
import type { SourceSize } from '../../dialects/value.ts';
import { assertNever } from '../../engine/core/assertNever.ts';
import type { CallSite, FoldSite, TransposedSite } from '../../python/callSite.ts';
import { foldShapes } from '../lensText.ts';
import { describeSite, refusalIn } from '../siteSummary.ts';
import { sizeText } from '../../dialects/pythonText.ts';
import { axesText } from '../siteShapeText.ts';
import { costEffects, weightEffects } from './costEffects.ts';
import { becameEven, becameIllegal, becameLegal, type Effect, effectKinds, neutralEffect } from './effect.ts';
import { shiftEffect, sizeEffects } from './sizeEffects.ts';

/**
 * Compares two versions of a call in effect, most important first: none if only the writing changed. Says nothing of what
 * the code does not determine, except that an unknown argument is another one.
 */
export function callEffects(before: CallSite, after: CallSite): readonly Effect[] {
  const effects =
    before.kind === 'transposed' && after.kind === 'transposed'
      ? transposedEffects(before, after)
      : before.kind !== 'transposed' && after.kind !== 'transposed'
        ? foldEffects(before, after)
        : [neutralEffect('api', before.resolvedName, after.resolvedName)];
  return [...effects].sort((a, b) => effectKinds.indexOf(a.kind) - effectKinds.indexOf(b.kind));
}

function transposedEffects(before: TransposedSite, after: TransposedSite): readonly Effect[] {
  const [old, now] = [before.layer, after.layer];
  const api = old.api === now.api ? [] : [neutralEffect('api', old.api, now.api)];
  const isSameRank = old.axes.length === now.axes.length;
  // The sizes of a refused call mean nothing.
  const [refusedBefore, refusedNow] = [reasonOf(before), reasonOf(after)];
  const isRefused = refusedBefore !== null || refusedNow !== null;
  const sizes = isRefused || !isSameRank ? [] : sizeEffects(before, after);
  const shift = sizes.some(({ kind }) => kind === 'size') || isRefused ? null : shiftEffect(before, after);
  const weights = weightEffects(before, after);
  const bias = biasEffect(before, after);
  const found = [
    legalityEffect(refusedBefore, refusedNow),
    ...api,
    ...sizes,
    overlapEffect(before, after),
    shift,
    ...weights,
    bias,
    ...(weights.length > 0 ? [] : [channelEffect(before, after)]),
    parameterEffect('groups', [old.groups], [now.groups]),
    parameterEffect(
      'dilation',
      old.axes.map(({ dilation }) => dilation),
      now.axes.map(({ dilation }) => dilation),
    ),
    layoutEffect(before, after),
    rotationEffect(before, after),
    ...(isSameRank ? unknownArguments(before, after) : []),
  ].filter((effect) => effect !== null);
  return [...found, ...(isRefused ? [] : costEffects(before, after))];
}

/** Returns why a call, or one of its uses, is illegal; null if nothing is known to be wrong. */
function reasonOf(site: TransposedSite): string | null {
  return refusalIn(site)?.message.replace(/\.$/, '') ?? null;
}

/** Compares the reasons why two versions of a call are illegal; null for a version that is not. */
function legalityEffect(old: string | null, now: string | null): Effect | null {
  if (now === null) return old === null ? null : becameLegal(old);
  if (old === null) return becameIllegal(now);
  return old === now ? null : neutralEffect('legality', old, now, { text: `still illegal: ${now}` });
}

function overlapEffect(before: TransposedSite, after: TransposedSite): Effect | null {
  const [old, now] = [before, after].map((site) => describeSite(site).isEven);
  return typeof old !== 'boolean' || typeof now !== 'boolean' || old === now ? null : becameEven(now);
}

function biasEffect({ layer: old }: TransposedSite, { layer: now }: TransposedSite): Effect | null {
  if (old.bias === null || now.bias === null || old.bias === now.bias) return null;
  const word = (hasBias: boolean): string => (hasBias ? 'bias' : 'no bias');
  const means = now.bias
    ? 'Weights that were saved before lack the bias.'
    : 'Weights that were saved before have a bias that this call does not take.';
  return neutralEffect('bias', word(old.bias), word(now.bias), {
    text: now.bias ? 'bias added' : 'bias removed',
    means,
  });
}

/** Compares the channels where the weight's shape is not known. */
function channelEffect({ layer: old }: TransposedSite, { layer: now }: TransposedSite): Effect | null {
  const text = (layer: TransposedSite['layer']): string =>
    `${sizeOr(layer.cin, 'Cin')} → ${sizeOr(layer.cout, 'Cout')} channels`;
  const isChanged = changedNumber(old.cin, now.cin) || changedNumber(old.cout, now.cout);
  return isChanged
    ? neutralEffect('channels', text(old), text(now), { text: `${text(old)} became ${text(now)}` })
    : null;
}

function sizeOr(size: SourceSize | null, name: string): string {
  return size === null ? name : sizeText(size);
}

function changedNumber(a: SourceSize | null, b: SourceSize | null): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}

function parameterEffect(
  kind: 'groups' | 'dilation',
  before: readonly SourceSize[],
  after: readonly SourceSize[],
): Effect | null {
  if (!before.some((size, at) => changedNumber(size, after[at] ?? null))) return null;
  const [from, to] = [axesText(before), axesText(after)];
  return neutralEffect(kind, from, to, { text: `${kind} ${from} → ${to}` });
}

function layoutEffect({ layer: old }: TransposedSite, { layer: now }: TransposedSite): Effect | null {
  if (old.channels === now.channels) return null;
  const text = `channels ${old.channels} → ${now.channels}`;
  const means = `The input and the output have their channels ${now.channels}: ${now.channels === 'last' ? 'N×H×W×C' : 'N×C×H×W'}.`;
  return neutralEffect('layout', `channels ${old.channels}`, `channels ${now.channels}`, { text, means });
}

function rotationEffect({ layer: old }: TransposedSite, { layer: now }: TransposedSite): Effect | null {
  const [from, to] = [old.weight.isRotated, now.weight.isRotated];
  if (from === to) return null;
  const word = (isRotated: boolean): string => (isRotated ? 'rotated' : 'not rotated');
  return neutralEffect('rotation', word(from), word(to), {
    text: `kernel rotated by 180°: ${from ? 'yes' : 'no'} → ${to ? 'yes' : 'no'}`,
    means: 'The same weights give another output: the kernel must be flipped along both axes.',
  });
}

/** A parameter of a layer: its text, and whether its value is known. */
interface ParameterText {
  readonly text: string;
  readonly isKnown: boolean;
}

/** Names the arguments that are another expression whose value the code does not determine. */
function unknownArguments(before: TransposedSite, after: TransposedSite): readonly Effect[] {
  const [old, now] = [parameterTexts(before.layer), parameterTexts(after.layer)];
  return [...now].flatMap(([name, to]) => {
    const from = old.get(name);
    if (from === undefined || from.text === to.text || (from.isKnown && to.isKnown)) return [];
    const text = `${name} ${from.text} → ${to.text}`;
    return [neutralEffect('argument', `${name} ${from.text}`, `${name} ${to.text}`, { text, isMinor: true })];
  });
}

function parameterTexts({ axes, cin, cout, groups }: Layer): ReadonlyMap<string, ParameterText> {
  const sizes = (...given: readonly (SourceSize | null)[]): ParameterText => ({
    text: axesText(given.map((size) => size ?? { source: 'not given' })),
    isKnown: given.every((size) => size === null || typeof size === 'number'),
  });
  const paddings = axes.map(({ padding }) => paddingText(padding));
  const isSame = paddings.every(({ text }) => text === paddings[0]?.text);
  return new Map([
    ['in channels', sizes(cin)],
    ['out channels', sizes(cout)],
    ['kernel size', sizes(...axes.map(({ kernel }) => kernel))],
    ['stride', sizes(...axes.map(({ stride }) => stride))],
    [
      'padding',
      {
        text: isSame ? (paddings[0]?.text ?? '') : `(${paddings.map(({ text }) => text).join(', ')})`,
        isKnown: paddings.every(({ isKnown }) => isKnown),
      },
    ],
    ['output padding', sizes(...axes.map(({ outputPadding }) => outputPadding))],
    ['output size', sizes(...axes.map(({ outputSize }) => outputSize))],
    ['dilation', sizes(...axes.map(({ dilation }) => dilation))],
    ['groups', sizes(groups)],
  ]);
}

function paddingText(padding: LayerPadding): ParameterText {
  switch (padding.kind) {
    case 'crop':
    case 'zeros': {
      const { start, end } = padding;
      return {
        text: axesText([start, end]),
        isKnown: typeof start === 'number' && typeof end === 'number',
      };
    }
    case 'named':
      return { text: padding.name, isKnown: true };
    case 'unknown':
      return { text: padding.source, isKnown: false };
    default:
      return assertNever(padding, 'padding');
  }
}

/** Compares an unfold or a fold with another: what it is, and the sizes of U and of the image. */
function foldEffects(before: FoldSite, after: FoldSite): readonly Effect[] {
  const api =
    before.resolvedName === after.resolvedName ? [] : [neutralEffect('api', before.resolvedName, after.resolvedName)];
  const [from, to] = [before, after].map((site) => foldShapes(site).join(' → '));
  if (from !== to)
    return [...api, neutralEffect('unfold-shape', from ?? '', to ?? '', { text: `${from ?? ''} became ${to ?? ''}` })];
  const [left, right] = [windowText(before), windowText(after)];
  return left === right ? api : [...api, neutralEffect('unfold-shape', left, right)];
}

function windowText({ axes }: FoldSite): string {
  const of = (name: string, sizes: readonly SourceSize[], usual: number): readonly string[] =>
    sizes.every((size) => size === usual) ? [] : [`${name} ${axesText(sizes)}`];
  return [
    `windows of ${axes.map(({ kernel }) => sizeText(kernel)).join('×')}`,
    ...of(
      'stride',
      axes.map(({ stride }) => stride),
      1,
    ),
    ...of(
      'padding',
      axes.map(({ padding }) => padding),
      0,
    ),
    ...of(
      'dilation',
      axes.map(({ dilation }) => dilation),
      1,
    ),
  ].join(', ');
}
