import { elementCount, type Shape } from '../../src/engine/core/tensor.ts';
import { areAxesOf, imageAxes, matrixAxes, type PictureAxes } from '../../src/engine/views/pictureAxes.ts';
import { elementBytes, elementFormats } from '../../src/formats/common/element.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { clampIndices } from '../viewer/tensor/clampIndices.ts';

/** The colour maps that the user can choose; `auto` chooses by the values. */
export const mapChoices = ['auto', 'signed', 'count', 'error', 'grey'] as const;
export type MapChoice = (typeof mapChoices)[number];

/** The choices of how a tensor is coloured. */
export interface Colouring {
  readonly map: MapChoice;
  readonly isLog: boolean;
  /** The values of the first and the last colour; null for those that the values suggest. */
  readonly limits: { readonly low: number; readonly high: number } | null;
}

/** The choices of how a tensor is drawn, kept for each tensor of a file. */
export interface Picture {
  /** Null until the user chooses axes, or a tensor has been read whose values decide whether it is an image. */
  readonly axes: PictureAxes | null;
  /** An index for each axis of the tensor; those of rows and columns are the cursor's when the axes were chosen. */
  readonly indices: readonly number[];
  readonly colouring: Colouring;
}

export const plainColouring: Colouring = { map: 'auto', isLog: false, limits: null };

export const freshPicture: Picture = { axes: null, indices: [], colouring: plainColouring };

/** Axes to show, and whether the tensor must have values from 0 to 1 to be shown by them. */
export interface AxesGuess {
  readonly axes: PictureAxes;
  readonly ifUnit: boolean;
}

/**
 * Guesses the axes of a tensor that the user has not chosen. Bytes with an axis of 3 or 4 colours are an image, and so are
 * numbers from 0 to 1 whose last axis has colours.
 */
export function guessAxes({ element, shape }: TensorEntry): AxesGuess {
  const last = imageAxes(shape, 'last');
  if (element === 'uint8') {
    return { axes: last ?? imageAxes(shape, 'first') ?? matrixAxes(shape), ifUnit: false };
  }
  const isReal = elementFormats[element].stored !== 'integer';
  return isReal && last !== null ? { axes: last, ifUnit: true } : { axes: matrixAxes(shape), ifUnit: false };
}

/** Returns true if all numbers are from 0 to 1. */
export function isUnit(values: ArrayLike<number>): boolean {
  for (let i = 0, end = values.length; i < end; i++) {
    const value = values[i] as number;
    if (!(value >= 0 && value <= 1)) return false;
  }
  return true;
}

/** Returns the indices clamped to the axes of a tensor, 0 for an axis without one. */
export function indicesOf({ indices }: Picture, shape: Shape): readonly number[] {
  return clampIndices(indices, shape);
}

/** Returns the chosen axes if a tensor of this shape has them. */
export function axesOf({ axes }: Picture, shape: Shape): PictureAxes | null {
  return axes !== null && areAxesOf(axes, shape) ? axes : null;
}

export function sizeOfEntry({ element, shape }: TensorEntry): number {
  return elementCount(shape) * elementBytes(element);
}

/** Returns the pictures in a page's saved state; whatever is invalid is left out. */
export function picturesIn(saved: unknown): Readonly<Record<string, Picture>> {
  if (typeof saved !== 'object' || saved === null) return {};
  const pictures: Record<string, Picture> = {};
  for (const [key, value] of Object.entries(saved)) {
    const picture = pictureIn(value);
    if (picture !== null) pictures[key] = picture;
  }
  return pictures;
}

function pictureIn(value: unknown): Picture | null {
  if (!isRecord(value)) return null;
  const { axes, indices, colouring } = value;
  return {
    axes: isRecord(axes)
      ? { rows: axisIn(axes.rows), columns: axisIn(axes.columns), colours: axisIn(axes.colours) }
      : null,
    indices: Array.isArray(indices) ? indices.map((index) => (Number.isSafeInteger(index) ? Number(index) : 0)) : [],
    colouring: isRecord(colouring) ? colouringIn(colouring) : plainColouring,
  };
}

function colouringIn({ map, isLog, limits }: Readonly<Record<string, unknown>>): Colouring {
  const { low, high } = isRecord(limits) ? limits : {};
  const valid = typeof low === 'number' && typeof high === 'number' && Number.isFinite(high - low) && low < high;
  return {
    map: mapChoices.find((choice) => choice === map) ?? 'auto',
    isLog: isLog === true,
    limits: valid ? { low, high } : null,
  };
}

function axisIn(axis: unknown): number | null {
  return typeof axis === 'number' && Number.isSafeInteger(axis) ? axis : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
