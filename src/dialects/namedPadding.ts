import { wordList } from '../engine/core/wordList.ts';
import type { Api } from './api.ts';
import type { ArgumentReader } from './argumentReader.ts';
import { type AxisCrop, cropped, extentOf, type KnownAxis } from './axisCrop.ts';
import type { LayerPadding, PaddingName } from './layer.ts';
import { pythonText } from './pythonText.ts';
import type { PortableAxis } from './writing.ts';

/** Returns a padding by its name. */
export function named(name: PaddingName): LayerPadding {
  return { kind: 'named', name };
}

/** Repeats a padding for each axis. */
export function forEachAxis(padding: LayerPadding, rank: number): readonly LayerPadding[] {
  return Array.from({ length: rank }, () => padding);
}

/**
 * Reads a padding that must be one of these names, in any case if `anyCase` is true. The first name stands in for a
 * padding that is refused.
 */
export function readPaddingName(
  reader: ArgumentReader,
  api: Api,
  names: readonly [PaddingName, ...PaddingName[]],
  anyCase: boolean,
): LayerPadding {
  const value = reader.value('padding');
  if (value.kind === 'unknown') return { kind: 'unknown', source: value.source };
  const text = value.kind === 'text' ? (anyCase ? value.text.toUpperCase() : value.text) : null;
  const name = names.find((each) => each === text);
  if (name !== undefined) return named(name);
  const shown = wordList(
    names.map((each) => `'${anyCase ? each.toLowerCase() : each}'`),
    'or',
  );
  reader.refuse('padding', `padding = ${pythonText(value)} must be ${shown} in ${api.shown}.`);
  return named(names[0]);
}

/**
 * Crops what SAME crops in JAX, Flax and Keras, whose output has stride times the size of the input: the larger part at
 * the end. If the kernel is smaller than the stride, lines are added at the end.
 */
export function sameCrop(known: KnownAxis, inputSize: number): AxisCrop {
  const { start, end } = sameLines(known.extent, known.stride);
  return cropped(known, inputSize, start, end);
}

/** Returns true if an axis crops what SAME crops in JAX, Flax and Keras. */
export function cropsAsSame(axis: PortableAxis): boolean {
  const { start, end } = sameLines(extentOf(axis), axis.stride);
  return axis.start === start && axis.end === end;
}

/** Returns true if an axis crops nothing and adds what VALID adds in JAX, Flax and Keras: lines up to the stride at the end. */
export function cropsAsValid(axis: PortableAxis): boolean {
  return axis.start === 0 && axis.end === Math.min(0, extentOf(axis) - axis.stride);
}

function sameLines(extent: number, stride: number): { readonly start: number; readonly end: number } {
  const start = Math.max(0, Math.floor((extent - stride) / 2));
  return { start, end: extent - stride - start };
}
