import { elementCount, isSameShape, type Shape } from '../../core/tensor.ts';
import { flatIndexOf } from '../../geometry/planeOffsets.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { spreadIndices } from '../model/spreadIndices.ts';
import { afterwards } from './code.ts';
import { looksLike, matchTolerance } from './looksLike.ts';
import { rowAlignments } from './rowAlignments.ts';

// Rows, columns or other elements of the planes that have the values of others: the same ones in every plane.

/** The most planes whose values tell the elements of a plane apart. */
const mostPlanes = 6;
/** The most elements of a plane whose places are looked for. */
const mostPlaces = 2 ** 16;

/** The places of the right planes, to be found by their values in some planes. */
class RightPlaces {
  readonly #planes: readonly number[];
  readonly #target: DiagnosisTarget;
  readonly #order: Int32Array;
  readonly #tolerance: number;

  constructor(target: DiagnosisTarget) {
    const { geometry, reference } = target;
    const { columns, n, cout } = geometry;
    this.#target = target;
    this.#planes = spreadIndices(mostPlanes, n * cout);
    const first = this.#valueIn(reference.data, 0);
    this.#order = Int32Array.from({ length: columns }, (_, place) => place).sort((a, b) => first(a) - first(b));
    let largest = 0;
    for (let place = 0; place < columns; place++) largest = Math.max(largest, Math.abs(first(place)));
    this.#tolerance = matchTolerance * Math.min(largest, 1e30);
  }

  #valueIn(data: ArrayLike<number>, plane: number): (place: number) => number {
    const start = (this.#planes[plane] as number) * this.#target.geometry.columns;
    return (place) => data[start + place] as number;
  }

  /** Returns the place whose right values an element of the output has: its own if it may be; a marker for zeros. */
  of(place: number): number | null {
    const { actual, reference } = this.#target;
    const own = this.#planes.map((_, plane) => this.#valueIn(actual.data, plane)(place));
    const isLike = (other: number): boolean =>
      own.every((value, plane) => Math.abs(this.#valueIn(reference.data, plane)(other) - value) <= this.#tolerance);
    if (isLike(place)) return place;
    if (own.every((value) => value === 0)) return fillMarker.zero;
    const first = this.#valueIn(reference.data, 0);
    const wanted = own[0] as number;
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first(this.#order[middle] as number) < wanted - this.#tolerance) low = middle + 1;
      else high = middle;
    }
    for (; low < this.#order.length; low++) {
      const other = this.#order[low] as number;
      if (first(other) > wanted + this.#tolerance) return null;
      if (isLike(other)) return other;
    }
    return null;
  }
}

/** Where the rows or the columns of an output come from; null for those that are zeros. */
interface LineMap {
  readonly name: 'row' | 'column';
  readonly from: readonly number[];
}

/** The most lines that are named. */
const mostNamed = 6;

/** Says where lines come from: "every row is row 0", "row r is row 2·⌊r/2⌋", "row 10 is row 9". */
function lineWords({ name, from }: LineMap): string | null {
  const moved = from.flatMap((source, line) => (source === line ? [] : [line]));
  if (moved.length === 0) return null;
  const letter = name === 'row' ? 'r' : 'c';
  const [first = 0] = from;
  if (from.every((source) => source === first)) return `every ${name} is ${name} ${first}`;
  const isAll = (rule: (line: number) => number): boolean => from.every((source, line) => source === rule(line));
  for (let block = 2; 2 * block <= from.length + 1; block++) {
    if (isAll((line) => block * Math.floor(line / block)))
      return `${name} ${letter} is ${name} ${block}·⌊${letter}/${block}⌋`;
    if (isAll((line) => Math.floor(line / block))) return `${name} ${letter} is ${name} ⌊${letter}/${block}⌋`;
    if (isAll((line) => line % block)) return `${name} ${letter} is ${name} ${letter} mod ${block}`;
    if (isAll((line) => (block * line) % from.length)) return `${name} ${letter} is ${name} ${block}·${letter}`;
  }
  for (let by = 1; by < from.length; by++)
    if (isAll((line) => (line + by) % from.length))
      return `${name} ${letter} is ${name} (${letter} + ${by}) mod ${from.length}`;
  const texts = moved
    .slice(0, mostNamed)
    .map((line) => `${name} ${line} is ${(from[line] as number) < 0 ? 'zeros' : `${name} ${from[line]}`}`);
  return texts.join(', ') + (moved.length > mostNamed ? ', …' : '');
}

/** Returns the lines that every element of a map comes from, if whole rows or columns were moved; otherwise null. */
function linesOf(from: Int32Array, [height, width]: readonly [number, number]): readonly LineMap[] | null {
  const rows = new Array<number>(height).fill(fillMarker.zero);
  const columns = new Array<number>(width).fill(fillMarker.zero);
  for (const [place, source] of from.entries()) {
    if (source < 0) continue;
    rows[Math.floor(place / width)] = Math.floor(source / width);
    columns[place % width] = source % width;
  }
  const isWhole = from.every((source, place) => {
    const [row, column] = [rows[Math.floor(place / width)] as number, columns[place % width] as number];
    return source === (row < 0 || column < 0 ? fillMarker.zero : flatIndexOf(width, row, column));
  });
  return isWhole
    ? [
        { name: 'row', from: rows },
        { name: 'column', from: columns },
      ]
    : null;
}

/** Says where the elements of a plane come from that are not lines. */
function placeWords(from: Int32Array, width: number): string {
  const moved = [...from.keys()].filter((place) => from[place] !== place);
  const name = (place: number): string => (place < 0 ? 'zero' : `(${Math.floor(place / width)}, ${place % width})`);
  const texts = moved.slice(0, 3).map((place) => `${name(place)} is ${name(from[place] as number)}`);
  return `${moved.length} of ${from.length} elements of every plane: ${texts.join(', ')}${moved.length > 3 ? ', …' : ''}`;
}

/** The fewest planes by which the elements of a plane are recognised one by one. */
const fewestPlanes = 3;

function movedTo(other: OtherCall, from: Int32Array): Hypothesis | null {
  const { call, geometry } = other;
  const { outputShape, columns, h, w } = geometry;
  if (columns !== from.length) return null;
  const lines = linesOf(from, [h.outputSize, w.outputSize]);
  // Of a few planes, each element may have the values of another by chance.
  if (lines === null && geometry.n * geometry.cout < fewestPlanes) return null;
  const texts = lines?.map(lineWords).filter((text) => text !== null);
  const detail = texts?.join(', ') ?? placeWords(from, w.outputSize);
  const changed = lines?.filter((line) => lineWords(line) !== null) ?? [];
  const isCode =
    changed.length > 0 && changed.every(({ from: own }) => own.length <= 32 && own.every((line) => line >= 0));
  const code = changed.map(({ name, from: own }) => `y = y[:, :, ${name === 'row' ? '' : ':, '}[${own.join(', ')}]]`);
  return {
    detail,
    call,
    arranged: { shape: outputShape, source: (at) => movedSource(from, at) },
    words: { what: 'places in a plane', yours: detail, required: 'its own each' },
    fitted:
      lines === null
        ? from.filter((source, place) => source !== place).length
        : changed.reduce((sum, { from: own }) => sum + own.filter((source, line) => source !== line).length, 0),
    code: isCode ? afterwards(code.join('\n-')) : null,
    again: (another) => {
      const { h: rows, w: across } = another.geometry;
      if (rows.outputSize === h.outputSize && across.outputSize === w.outputSize) return movedTo(another, from);
      const resized = lines === null ? null : resizedLines(lines, [rows.outputSize, across.outputSize]);
      return resized && movedTo(another, resized);
    },
  };
}

/** Returns the places for planes of another size whose lines come from the same ones; null if none moves, or one is missing. */
function resizedLines(lines: readonly LineMap[], [height, width]: readonly [number, number]): Int32Array | null {
  const [rows = [], columns = []] = lines.map(({ from }, axis) =>
    Array.from({ length: axis === 0 ? height : width }, (_, line) => from[line] ?? line),
  );
  if (rows.some((row) => row >= height) || columns.some((column) => column >= width)) return null;
  const from = Int32Array.from({ length: height * width }, (_, place) => {
    const [row, column] = [rows[Math.floor(place / width)] as number, columns[place % width] as number];
    return row < 0 || column < 0 ? fillMarker.zero : flatIndexOf(width, row, column);
  });
  return from.every((source, place) => source === place) ? null : from;
}

function movedSource(from: Int32Array, at: number): number {
  const place = at % from.length;
  const source = from[place] as number;
  return source < 0 ? source : at - place + source;
}

function* moved(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  const { columns } = geometry;
  if (!isSameShape(actual.shape, reference.shape) || columns > mostPlaces || columns < 2) return;
  const places = new RightPlaces(target);
  const from = new Int32Array(columns);
  // Most outputs are no such rearrangement, which a few elements show.
  for (let i = 0; i < looked; i++) if (places.of(Math.floor((i * columns) / looked)) === null) return;
  let isMoved = false;
  for (let place = 0; place < columns; place++) {
    const found = places.of(place);
    if (found === null) return;
    from[place] = found;
    isMoved ||= found >= 0 && found !== place;
  }
  const found = isMoved && looksLike({ source: (at) => movedSource(from, at) }, target) ? movedTo(target, from) : null;
  if (found !== null) yield found;
}

/** The elements that are looked for before the others. */
const looked = 12;

/** Returns the row length with which rows were written one after the other into memory, and how. */
interface Pitch {
  readonly pitch: number;
  readonly per: 'plane' | 'output';
}

/** Returns where the elements come from if rows are written at a distance of `pitch`, later ones over earlier ones. */
function pitchSource(shape: Shape, { pitch, per }: Pitch): (at: number) => number {
  const [height = 1, width = 1] = shape.slice(-2);
  const total = elementCount(shape);
  const size = per === 'plane' ? height * width : total;
  const rows = size / width;
  return (at) => {
    const start = at - (at % size);
    const row = Math.min(rows - 1, Math.floor((at - start) / pitch));
    const column = at - start - row * pitch;
    return column < width ? start + row * width + column : fillMarker.zero;
  };
}

function pitchesOf({ geometry: { h, w, cin, cout } }: OtherCall): readonly Pitch[] {
  const width = w.outputSize;
  const near = Array.from({ length: 9 }, (_, i) => width - 4 + i);
  const aligned = rowAlignments.map((to) => Math.ceil(width / to) * to);
  const found = new Set([...near, ...aligned, h.outputSize, w.inputSize, h.inputSize, cin, cout, 2 * width]);
  found.delete(width);
  return [...found]
    .filter((pitch) => pitch > 0)
    .flatMap((pitch) => (['plane', 'output'] as const).map((per) => ({ pitch, per })));
}

function writtenWith({ call, geometry }: OtherCall, by: number, per: Pitch['per']): Hypothesis {
  const { outputShape, w } = geometry;
  const pitch = w.outputSize + by;
  return {
    detail: `rows of the output were written ${pitch} elements apart${per === 'plane' ? ', in each plane' : ''}`,
    call,
    arranged: { shape: outputShape, source: pitchSource(outputShape, { pitch, per }) },
    words: { what: 'elements from row to row', yours: [pitch], required: [w.outputSize] },
    fitted: 1,
    code: null,
    again: (other) => (other.geometry.w.outputSize + by > 0 ? writtenWith(other, by, per) : null),
  };
}

/** Steps through memory by which all of an output may be off. */
function offsetsOf({ geometry: { w, columns, cout, n } }: OtherCall): readonly (readonly [number, string])[] {
  const steps: readonly (readonly [number, string])[] = [
    [1, 'element'],
    [2, 'elements'],
    [w.outputSize, 'row'],
    ...(n * cout > 1 ? [[columns, 'plane'] as const] : []),
    ...(n > 1 ? [[columns * cout, 'image'] as const] : []),
  ];
  return steps;
}

function offBy({ call, geometry }: OtherCall, name: string, sign: 1 | -1, isWrapped: boolean): Hypothesis | null {
  const { outputShape } = geometry;
  const [step] = offsetsOf({ call, geometry }).find(([, other]) => other === name) ?? [];
  if (step === undefined) return null;
  const total = elementCount(outputShape);
  const count = name === 'elements' ? 2 : 1;
  const direction = sign > 0 ? 'later' : 'earlier';
  return {
    detail: `the output is ${count} ${name} ${direction} in memory${isWrapped ? ', continued at the other end' : ''}`,
    call,
    arranged: {
      shape: outputShape,
      source: (at) => {
        const from = at - sign * step;
        if (from >= 0 && from < total) return from;
        return isWrapped ? (from + total) % total : fillMarker.zero;
      },
    },
    words: { what: 'first element in memory', yours: [sign * step], required: [0] },
    fitted: 1,
    code: afterwards(
      isWrapped
        ? `y = y.flatten().roll(${sign * step}).reshape(y.shape)`
        : sign > 0
          ? `y = F.pad(y.flatten(), (${step}, 0))[: y.numel()].reshape(y.shape)`
          : `y = F.pad(y.flatten(), (0, ${step}))[${step}:].reshape(y.shape)`,
    ),
    again: (other) => offBy(other, name, sign, isWrapped),
  };
}

function* inOtherMemory(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  for (const { pitch, per } of pitchesOf(target)) {
    const found = writtenWith(target, pitch - geometry.w.outputSize, per);
    if (found.arranged !== undefined && looksLike(found.arranged, target)) yield found;
  }
  for (const [, name] of offsetsOf(target)) {
    for (const sign of [1, -1] as const) {
      for (const isWrapped of [false, true]) {
        const found = offBy(target, name, sign, isWrapped);
        if (found?.arranged !== undefined && looksLike(found.arranged, target)) yield found;
      }
    }
  }
}

export const movedMistakes: readonly Mistake[] = [
  {
    id: 'written-elsewhere',
    title: 'The output was written to other places in memory',
    means: 'wrong distance from row to row, or wrong start',
    place: 'output',
    known: [],
    fix: 'Element (n, c, y, x) is at ((n·Cout + c)·Ho + y)·Wo + x. If rows are filled up to a multiple, copy only Wo elements of each.',
    code: null,
    fromOutput: true,
    alone: true,
    general: true,
    alternatives: (target) => 2 * (pitchesOf(target).length + 2 * offsetsOf(target).length),
    hypotheses: inOtherMemory,
  },
  {
    id: 'lines-moved',
    title: 'Rows, columns or other elements of the output are those of others',
    means: 'y[r] = y[f(r)]',
    place: 'output',
    known: [],
    fix: 'Write each element to its own row and column, and clamp or round no output index.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: moved,
  },
];
