import type { Pair } from '../../core/call.ts';
import { greatestCommonDivisor } from '../../geometry/congruence.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import type { ChannelRelation } from './channelRelations.ts';
import type { WrongValues } from './unrelatedValues.ts';
import type { NotFiniteValues, ListedElements } from './wrongElements.ts';
import { type WrongIndices, wrongIndicesOf } from './wrongIndices.ts';

/** An axis of an output (N, Cout, Ho, Wo). */
export type OutputAxis = 'image' | 'channel' | 'row' | 'column';

/** Something that all wrong elements have in common, and not all elements. */
export type ErrorPattern =
  | { readonly kind: 'axis'; readonly axis: OutputAxis; readonly size: number; readonly wrong: WrongIndices }
  | { readonly kind: 'groups'; readonly groups: readonly number[]; readonly of: number }
  /** Within so many rows and columns of every border; `side` says if only of the top left or the bottom right. */
  | {
      readonly kind: 'border';
      readonly within: number;
      readonly side: 'any' | 'start' | 'end';
      readonly size: Pair;
    }
  /** In `rows` or in `columns`; where they repeat, the tiles of a plane meet there. */
  | { readonly kind: 'tiles'; readonly rows: WrongIndices; readonly columns: WrongIndices; readonly size: Pair }
  /** Rows and columns modulo the stride. */
  | { readonly kind: 'phases'; readonly phases: readonly Pair[]; readonly stride: Pair }
  /** Elements counted through the memory of the whole output, whatever their row or channel. */
  | { readonly kind: 'memory'; readonly size: number; readonly wrong: WrongIndices }
  /** Channels that are related to the input in a way of their own; not a matter of place. */
  | ChannelRelation
  /** Wrong values that do not follow the right ones at their places; not a matter of place. */
  | WrongValues
  | ListedElements
  | NotFiniteValues;

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
  const size: Pair = [geometry.h.outputSize, geometry.w.outputSize];
  const width = size[1];
  const [images, channels] = [new Uint8Array(n), new Uint8Array(cout)];
  const plane = new Uint32Array(columns);
  const memory = new MemoryPattern();
  const total = n * cout * columns;
  for (let at = 0; at < total; at++) {
    if (at % elementsPerStep === 0) yield { stage: 'Where', done: at, total };
    if (!isWrong(at)) continue;
    memory.add(at);
    const place = at % columns;
    const slice = Math.floor(at / columns);
    plane[place] = (plane[place] as number) + 1;
    channels[slice % cout] = 1;
    images[Math.floor(slice / cout)] = 1;
  }
  const findings: ErrorPattern[] = [];
  const add = (axis: OutputAxis, marks: Uint8Array): boolean => {
    const wrong = isByChance(marks, memory.count) ? null : wrongIndicesOf(marks);
    if (wrong !== null) findings.push({ kind: 'axis', axis, size: marks.length, wrong });
    return wrong !== null;
  };
  if (memory.count > 0) {
    add('image', images);
    const groups = wholeGroups(channels, params.groups);
    if (groups !== null) findings.push({ kind: 'groups', groups, of: params.groups });
    else add('channel', channels);
    const counts = countsOf(plane, size);
    const isAlongAxis = [add('row', marksOf(counts[0])), add('column', marksOf(counts[1]))].some(Boolean);
    const inPlane = isAlongAxis
      ? null
      : (borderOf(plane, size) ?? phasesOf(plane, width, params.stride) ?? tilesOf(plane, size, counts));
    if (inPlane !== null) findings.push(inPlane);
    const inMemory = isAlongAxis || inPlane !== null ? null : memory.finding(total, columns);
    if (inMemory !== null) findings.push(inMemory);
  }
  return { wrong: memory.count, total, findings, grid: gridOf(plane, size, n * cout) };
}

/** The most wrong elements whose places are all told, and the chance with which other places mean nothing. */
const fewWrong = 3;
const rareChance = 0.01;

/**
 * Returns true if so few elements, scattered at random, may well leave as many indices of an axis unmarked: a given set of
 * them with the share of the marked ones to the power of the number of elements.
 */
function isByChance(marks: Uint8Array, wrong: number): boolean {
  const marked = marks.reduce((sum, mark) => sum + mark, 0);
  return wrong > fewWrong && marks.length * (marked / marks.length) ** wrong > rareChance;
}

/** Returns how many columns of every row, and how many rows of every column, have wrong elements. */
function countsOf(plane: Uint32Array, [height, width]: Pair): readonly [Uint32Array, Uint32Array] {
  const [rows, columns] = [new Uint32Array(height), new Uint32Array(width)];
  for (const [place, count] of plane.entries()) {
    if (count === 0) continue;
    const [y, x] = [Math.floor(place / width), place % width];
    rows[y] = (rows[y] as number) + 1;
    columns[x] = (columns[x] as number) + 1;
  }
  return [rows, columns];
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
function borderOf(plane: Uint32Array, size: Pair): ErrorPattern | null {
  const [height, width] = size;
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
    if (isNarrow(within)) return { kind: 'border', within, side, size };
  }
  return null;
}

/** The largest share of a plane that rows and columns may take together, to say something of it. */
const seamShare = 0.6;

/**
 * Returns the rows and columns where tiles meet, if all wrong elements lie in one of them. A row on a seam is wrong in most
 * of its columns, any other row only where it crosses the seams of the columns.
 */
function tilesOf(plane: Uint32Array, size: Pair, counts: readonly [Uint32Array, Uint32Array]): ErrorPattern | null {
  const marks = counts.map((own) => {
    const middle = (Math.min(...own) + Math.max(...own)) / 2;
    return Uint8Array.from(own, (count) => Number(count > middle));
  });
  const [rowMarks, columnMarks] = marks as [Uint8Array, Uint8Array];
  const [rows, columns] = [wrongIndicesOf(rowMarks), wrongIndicesOf(columnMarks)];
  if (rows === null || columns === null) return null;
  const shareOf = (own: Uint8Array): number => own.reduce((sum, mark) => sum + mark, 0) / own.length;
  if (1 - (1 - shareOf(rowMarks)) * (1 - shareOf(columnMarks)) > seamShare) return null;
  const width = size[1];
  const isOnSeam = (place: number): boolean =>
    rowMarks[Math.floor(place / width)] === 1 || columnMarks[place % width] === 1;
  return plane.every((count, place) => count === 0 || isOnSeam(place)) ? { kind: 'tiles', rows, columns, size } : null;
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

/** What flat indices that are added in rising order have in common. */
class MemoryPattern {
  count = 0;
  #first = 0;
  #last = 0;
  /** The greatest common divisor of the distances from the first index. */
  #period = 0;

  add(at: number): void {
    if (this.count === 0) this.#first = at;
    else this.#period = greatestCommonDivisor(at - this.#first, this.#period);
    this.#last = at;
    this.count += 1;
  }

  /** Returns the pattern in an output of `size` elements; null if there is none, or if it is one of whole planes. */
  finding(size: number, columns: number): ErrorPattern | null {
    const [from, to, period] = [this.#first, this.#last, this.#period];
    const isWhole = from % columns === 0 && (to + 1) % columns === 0;
    const span = to - from + 1;
    // All but a few of a range: some wrong values are right by chance.
    if (!isWhole && size - span >= fewest && this.count >= Math.max(fewest, denseShare * span))
      return { kind: 'memory', size, wrong: { kind: 'range', from, to } };
    if (period < 2 || period > columns || this.count < fewest || this.count * period < denseShare * size) return null;
    return { kind: 'memory', size, wrong: { kind: 'periodic', period, offset: from % period, width: 1 } };
  }
}

/** The fewest elements that make a pattern in memory, and the least share of them that is wrong. */
const fewest = 8;
const denseShare = 0.9;

const marksOf = (counts: Uint32Array): Uint8Array => Uint8Array.from(counts, (count) => Number(count > 0));

/** Returns the share of wrong elements in each cell of a grid. `planes` is the number of planes that were counted. */
function gridOf(plane: Uint32Array, [height, width]: Pair, planes: number): readonly (readonly number[])[] {
  const [rows, columns] = [Math.min(gridSize, height), Math.min(gridSize, width)];
  return Array.from({ length: rows }, (_, row) => {
    const [top, bottom] = gridRange(row, rows, height);
    return Array.from({ length: columns }, (__, column) => {
      const [left, right] = gridRange(column, columns, width);
      let count = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) count += plane[y * width + x] as number;
      return count / ((bottom - top) * (right - left) * planes);
    });
  });
}

/** Returns the first index of a cell of the grid along an axis of `size`, and the first index after the cell. */
export function gridRange(cell: number, cells: number, size: number): Pair {
  const edge = (i: number): number => Math.floor((i * size) / cells);
  return [edge(cell), edge(cell + 1)];
}
