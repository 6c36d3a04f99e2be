import type { Pair } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';

/** An axis of an output (N, Cout, Ho, Wo). */
export type OutputAxis = 'image' | 'channel' | 'row' | 'column';

/**
 * The indices along an axis where something is wrong. `range`: from one index to another, both included. `periodic`: all
 * indices that leave `offset` when divided by `period`. `list`: a few others.
 */
export type WrongIndices =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'periodic'; readonly period: number; readonly offset: number }
  | { readonly kind: 'list'; readonly indices: readonly number[] };

/** Something that all wrong elements have in common, and not all elements. */
export type ErrorPattern =
  | { readonly kind: 'axis'; readonly axis: OutputAxis; readonly size: number; readonly wrong: WrongIndices }
  | { readonly kind: 'groups'; readonly groups: readonly number[]; readonly of: number }
  /** Within so many rows and columns of every border; `side` says if only of the top left or the bottom right. */
  | { readonly kind: 'border'; readonly within: number; readonly side: 'any' | 'start' | 'end' }
  /** Rows and columns modulo the stride. */
  | { readonly kind: 'phases'; readonly phases: readonly Pair[]; readonly stride: Pair };

/** Where the wrong elements of an output are. */
export interface ErrorPlaces {
  readonly wrong: number;
  readonly total: number;
  readonly findings: readonly ErrorPattern[];
  /**
   * The share of wrong elements in each cell of a grid laid over the plane, row by row, of all images and channels: at
   * most 16 × 16 cells.
   */
  readonly grid: readonly (readonly number[])[];
}

/** The most rows and columns of the grid. */
const gridSize = 16;
/** The most indices that are listed. */
const mostListed = 6;
/** Elements between two progress steps. */
const elementsPerStep = 2 ** 16;

/** The sizes of an output, or of a gradient, whose planes are (rows, columns). */
export interface WrongPlanes extends Pick<Geometry, 'n' | 'cout' | 'columns'> {
  readonly h: Pick<Geometry['h'], 'outputSize'>;
  readonly w: Pick<Geometry['w'], 'outputSize'>;
  readonly params: Pick<Geometry['params'], 'groups' | 'stride'>;
}

/** Says where the elements of an output are wrong. `isWrong` is given a flat index of the call's output. */
export function* whereWrong(geometry: WrongPlanes, isWrong: (at: number) => boolean): Steps<ErrorPlaces> {
  const { n, cout, columns, params } = geometry;
  const [height, width] = [geometry.h.outputSize, geometry.w.outputSize];
  const [images, channels, rows, cols] = [n, cout, height, width].map((size) => new Uint8Array(size)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const plane = new Uint32Array(columns);
  const total = n * cout * columns;
  let wrong = 0;
  for (let at = 0; at < total; at++) {
    if (at % elementsPerStep === 0) yield { stage: 'Where', done: at, total };
    if (!isWrong(at)) continue;
    wrong += 1;
    const place = at % columns;
    const slice = Math.floor(at / columns);
    plane[place] = (plane[place] as number) + 1;
    channels[slice % cout] = 1;
    images[Math.floor(slice / cout)] = 1;
    rows[Math.floor(place / width)] = 1;
    cols[place % width] = 1;
  }
  const findings: ErrorPattern[] = [];
  const add = (axis: OutputAxis, marks: Uint8Array): boolean => {
    const indices = wrongIndices(marks);
    if (indices !== null) findings.push({ kind: 'axis', axis, size: marks.length, wrong: indices });
    return indices !== null;
  };
  if (wrong > 0) {
    add('image', images);
    const groups = wholeGroups(channels, params.groups);
    if (groups !== null) findings.push({ kind: 'groups', groups, of: params.groups });
    else add('channel', channels);
    const isAlongAxis = [add('row', rows), add('column', cols)].some(Boolean);
    const border = isAlongAxis ? null : borderOf(plane, [height, width]);
    if (border !== null) findings.push(border);
    const phases = isAlongAxis || border !== null ? null : phasesOf(plane, width, params.stride);
    if (phases !== null) findings.push(phases);
  }
  return { wrong, total, findings, grid: gridOf(plane, [height, width], n * cout) };
}

/** Describes the marked indices of an axis; null if all or none are marked, or if they have nothing in common. */
function wrongIndices(marks: Uint8Array): WrongIndices | null {
  const indices = Array.from(marks.keys()).filter((index) => marks[index] === 1);
  const [from, to] = [indices[0], indices.at(-1)];
  if (from === undefined || to === undefined || indices.length === marks.length) return null;
  if (to - from + 1 === indices.length) return { kind: 'range', from, to };
  const period = (indices[1] as number) - from;
  const isPeriodic =
    from < period && to + period >= marks.length && indices.every((index, i) => index === from + i * period);
  if (isPeriodic) return { kind: 'periodic', period, offset: from };
  return indices.length <= mostListed ? { kind: 'list', indices } : null;
}

/** Returns the groups in which every channel is marked if no other channel is; null if all are, or there is one group. */
function wholeGroups(channels: Uint8Array, groups: number): readonly number[] | null {
  if (groups === 1) return null;
  const perGroup = channels.length / groups;
  const marked: number[] = [];
  for (let group = 0; group < groups; group++) {
    const own = channels.subarray(group * perGroup, (group + 1) * perGroup);
    if (own.every((mark) => mark === 1)) marked.push(group);
    else if (own.some((mark) => mark === 1)) return null;
  }
  return marked.length === groups ? null : marked;
}

/** Returns the border along which all wrong elements lie; null if some lie inside, or if the plane is all border. */
function borderOf(plane: Uint32Array, [height, width]: Pair): ErrorPattern | null {
  const most = { any: 0, start: 0, end: 0 };
  for (const [place, count] of plane.entries()) {
    if (count === 0) continue;
    const [y, x] = [Math.floor(place / width), place % width];
    const [start, end] = [Math.min(y, x), Math.min(height - 1 - y, width - 1 - x)];
    most.start = Math.max(most.start, start);
    most.end = Math.max(most.end, end);
    most.any = Math.max(most.any, Math.min(start, end));
  }
  // At least half of the plane's smaller side is not border.
  const isNarrow = (within: number): boolean => 4 * within <= Math.min(height, width);
  for (const side of ['end', 'start', 'any'] as const) {
    const within = most[side] + 1;
    if (isNarrow(within)) return { kind: 'border', within, side };
  }
  return null;
}

/** Returns the stride phases in which all wrong elements lie; null if they lie in all. */
function phasesOf(plane: Uint32Array, width: number, stride: Pair): ErrorPattern | null {
  const [sH, sW] = stride;
  const marked = new Set<number>();
  for (const [place, count] of plane.entries()) {
    if (count > 0) marked.add((Math.floor(place / width) % sH) * sW + ((place % width) % sW));
  }
  if (marked.size === sH * sW) return null;
  const phases = [...marked].sort((a, b) => a - b).map((phase): Pair => [Math.floor(phase / sW), phase % sW]);
  return { kind: 'phases', phases, stride };
}

/** Returns the share of wrong elements in each cell of a grid. `planes` is the number of planes that were counted. */
function gridOf(plane: Uint32Array, [height, width]: Pair, planes: number): readonly (readonly number[])[] {
  const [rows, columns] = [Math.min(gridSize, height), Math.min(gridSize, width)];
  const edge = (i: number, cells: number, size: number): number => Math.floor((i * size) / cells);
  return Array.from({ length: rows }, (_, row) => {
    const [top, bottom] = [edge(row, rows, height), edge(row + 1, rows, height)];
    return Array.from({ length: columns }, (__, column) => {
      const [left, right] = [edge(column, columns, width), edge(column + 1, columns, width)];
      let count = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) count += plane[y * width + x] as number;
      return count / ((bottom - top) * (right - left) * planes);
    });
  });
}
