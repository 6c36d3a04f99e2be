import { isSameShape } from '../../../core/tensor.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import type { Hypothesis } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { nearby, shortNumber } from '../../model/shortNumber.ts';
import { spreadIndices } from '../../model/spreadIndices.ts';
import { predict } from '../../search/evaluate.ts';
import { afterwards } from '../code.ts';
import { isRightOutput, precisionTolerance } from '../looksLike.ts';
import { type AffineBase, elementwiseBase } from './affine.ts';
import { type ElementSets, setsAlong } from './elementSets.ts';

// Factors and offsets that are broadcast over the output: one for every image and channel (squeeze-and-excite, FiLM), for
// every place (a bias map, noise, a mask), and so on. A set of axes divides the output into cells with one of each.

/** The axes along which the numbers differ, and what has numbers of its own. The same for all channels is named elsewhere. */
const cellKinds = [
  ['N', 'image'],
  ['H', 'row'],
  ['W', 'column'],
  ['NC', 'image and channel'],
  ['NH', 'image and row'],
  ['NW', 'image and column'],
  ['CH', 'channel and row'],
  ['CW', 'channel and column'],
  ['HW', 'place of the plane'],
  ['NCH', 'image, channel and row'],
  ['NCW', 'image, channel and column'],
  ['NHW', 'image and place'],
  ['CHW', 'channel and place'],
] as const;

/** The axes along which a layer after the output has both a factor and an offset of its own. */
const bothIn: readonly string[] = ['N', 'NC'];

/** What is done to the elements of a cell, from the most telling on. */
const forms = ['offset', 'factor', 'both'] as const;
type Form = (typeof forms)[number];

const formWords: Readonly<Record<Form, string>> = {
  offset: 'an offset',
  factor: 'a factor',
  both: 'a factor and an offset',
};

/** A division of an output into cells: sets of elements that share their numbers. */
interface Cells {
  readonly axes: string;
  readonly of: string;
  readonly sets: ElementSets;
  /** The shape of one number for each cell, as PyTorch broadcasts it. */
  readonly shape: readonly number[];
}

/** Lists the divisions of an output, those with few cells first; axes with one entry divide nothing. */
function divisions(geometry: Geometry): readonly Cells[] {
  const { n, cout, h, w } = geometry;
  const lengths = { N: n, C: cout, H: h.outputSize, W: w.outputSize };
  const names = ['N', 'C', 'H', 'W'] as const;
  return cellKinds
    .filter(([axes]) => names.every((name) => !axes.includes(name) || lengths[name] > 1))
    .map(([axes, of]) => {
      const across = names.filter((name) => !axes.includes(name)).join('');
      const shape = names.slice(-geometry.outputShape.length).map((name) => (axes.includes(name) ? lengths[name] : 1));
      return { axes, of, shape, sets: setsAlong(geometry, across, of) };
    })
    .filter(({ sets }) => sets.size > 1)
    .sort((a, b) => a.sets.count - b.sets.count);
}

/** The factor and the offset of every cell. */
interface CellNumbers {
  readonly factors: Float64Array;
  readonly offsets: Float64Array;
}

/** The numbers that are fitted to a cell. */
const numbersIn: Readonly<Record<Form, number>> = { offset: 1, factor: 1, both: 2 };

/** The cells that are looked at before the others. */
const looked = 8;
/** The share of cells whose right values may be all alike, so that they tell no factor: their elements stay as they are. */
const mostUntold = 1 / 4;

/** Returns the factor and the offset of a cell; null if its elements have none. */
function fittedCell(
  { target, right }: FittedTo,
  { elementOf, size }: ElementSets,
  form: Form,
  cell: number,
): readonly [factor: number, offset: number] | 'untold' | null {
  const { data } = target.actual;
  let [rights, yours, products, squares, own, largest] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const at = elementOf(cell, i);
    const [x, y] = [right(at), data[at] as number];
    if (!Number.isFinite(y)) return null;
    rights += x;
    yours += y;
    products += x * y;
    squares += x * x;
    own += y * y;
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
  }
  const spread = squares - (rights * rights) / size;
  let factor = 1;
  if (form === 'factor') {
    if (squares === 0) return 'untold';
    factor = products / squares;
  } else if (form === 'both') {
    if (!(spread > 1e-9 * squares)) return 'untold';
    // A cell of one value follows nothing.
    const isConstant = own - (yours * yours) / size <= 1e-9 * own;
    factor = isConstant ? 0 : (products - (rights * yours) / size) / spread;
  }
  const offset = form === 'factor' ? 0 : (yours - factor * rights) / size;
  const allowed = precisionTolerance(target) * Math.max(largest, Math.abs(offset));
  for (let i = 0; i < size; i++) {
    const at = elementOf(cell, i);
    if (!(Math.abs((data[at] as number) - factor * right(at) - offset) <= allowed)) return null;
  }
  return [factor, offset];
}

/** What the numbers of cells are fitted to. */
interface FittedTo {
  readonly target: DiagnosisTarget;
  /** Returns the value, at a flat index, to which a factor and an offset are applied. */
  readonly right: (at: number) => number;
}

/** How far factors may be apart that are one. */
const sameFactor = 1e-3;

function numbersOf(to: FittedTo, { sets }: Cells, form: Form): CellNumbers | null {
  const { count, size } = sets;
  if (size <= numbersIn[form]) return null;
  if (spreadIndices(looked, count).some((cell) => fittedCell(to, sets, form, cell) === null)) return null;
  const [factors, offsets] = [new Float64Array(count).fill(1), new Float64Array(count)];
  let untold = 0;
  for (let cell = 0; cell < count; cell++) {
    const own = fittedCell(to, sets, form, cell);
    if (own === null) return null;
    if (own === 'untold') untold += 1;
    else [factors[cell], offsets[cell]] = [nearby(own[0]), own[1]];
  }
  // Of outputs that are a constant in each cell, the right ones say nothing.
  const isTold = untold <= mostUntold * count && 2 * factors.filter((factor) => factor !== 0).length >= count;
  // With one factor for all, the offsets are those of another input, as one that was normalized.
  const [most, least] = [factors.reduce((a, b) => Math.max(a, b)), factors.reduce((a, b) => Math.min(a, b))];
  const isOne = form === 'both' && most - least <= sameFactor * Math.abs(most);
  return isTold && !isOne ? { factors, offsets } : null;
}

/** How many elements give the rounding of fitted numbers. */
const sampled = 64;
/** The most cells whose numbers are written out, and as code. */
const mostListed = 3;
const mostInCode = 64;

/** The numbers of cells, and how they were fitted. */
interface FittedCells extends CellNumbers {
  readonly cells: Cells;
  readonly form: Form;
  /** How far a number may be off. */
  readonly slack: number;
}

function broadcastAfter(base: Omit<AffineBase, 'right'>, fitted: FittedCells): Hypothesis {
  const { cells, form, factors, offsets, slack } = fitted;
  const { sets, of, shape, axes } = cells;
  const { hypothesis, words, lines } = base;
  const textOf = (cell: number): string => {
    const [factor, offset] = [factors[cell] as number, offsets[cell] as number];
    const times = form === 'offset' ? '' : ` · ${shortNumber(factor).replace('-', '−')}`;
    const plus = form === 'factor' ? '' : ` ${offset < 0 ? '−' : '+'} ${shortNumber(Math.abs(offset))}`;
    return `y${times}${plus}`;
  };
  const shown = Array.from({ length: Math.min(mostListed, sets.count) }, (_, cell) => textOf(cell)).join(', ');
  const tensor = (values: Float64Array): string => `torch.tensor([${values.join(', ')}]).reshape(${shape.join(', ')})`;
  const line = `y = y${form === 'offset' ? '' : ` * ${tensor(factors)}`}${form === 'factor' ? '' : ` + ${tensor(offsets)}`}`;
  const what = `${formWords[form]} for every ${of}`;
  return {
    ...hypothesis,
    detail: [words, `${what}: ${shown}${sets.count > mostListed ? ', …' : ''}`]
      .filter((text) => text !== '')
      .join('; then '),
    following: (element, channel, roundoff, at) => {
      const { value, bound } = hypothesis.following?.(element, channel, roundoff, at) ?? element;
      const factor = factors[sets.setOf(at)] as number;
      const made = value * factor + (offsets[sets.setOf(at)] as number);
      const size = Math.abs(factor);
      return {
        value: made,
        bound: bound * size + slack * (1 + size) + 4 * roundoff * (Math.abs(value * factor) + Math.abs(made)),
      };
    },
    fitted: numbersIn[form] * sets.count,
    words: { what: 'after the layer', yours: what, required: 'nothing' },
    code: sets.count > mostInCode ? null : afterwards([lines, line].filter((text) => text !== '').join('\n-')),
    again: (other) => {
      const own = divisions(other.geometry).find((each) => each.axes === axes);
      const alike = own !== undefined && isSameShape(own.shape, shape) ? base.again(other) : null;
      return own === undefined || alike === null ? null : broadcastAfter(alike, { ...fitted, cells: own });
    },
  };
}

/** Returns true if an output has more different elements than `count` numbers that are fitted to it. */
function hasMoreElements({ target, right }: FittedTo, count: number): boolean {
  const { data } = target.actual;
  const seen = new Set<string>();
  for (let at = 0; at < data.length && seen.size <= count; at++) seen.add(`${right(at)} ${data[at] as number}`);
  return seen.size > count;
}

/** Yields a base with factors, offsets or both that are its own for each cell of the first division that explains it. */
export function* broadcastHypotheses(target: DiagnosisTarget, base: AffineBase, axes?: string): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const to = { target, right: (at: number) => base.right(at) };
  for (const cells of divisions(geometry).filter((each) => axes === undefined || each.axes === axes)) {
    for (const form of forms) {
      // Of the output itself, FiLM alone has both.
      if (form === 'both' && axes === undefined && !bothIn.includes(cells.axes)) continue;
      const numbers = numbersOf(to, cells, form);
      const own = numbers && predict(base.hypothesis, target.rounding);
      if (numbers === null || own === null || !hasMoreElements(to, numbersIn[form] * cells.sets.count)) continue;
      const bounds = spreadIndices(sampled, actual.data.length).map((at) => own.at(at).bound);
      yield broadcastAfter(base, { ...numbers, cells, form, slack: Math.max(...bounds) });
      return;
    }
  }
}

function* broadcast(target: DiagnosisTarget): Iterable<Hypothesis> {
  const base = elementwiseBase(target, null);
  if (!isRightOutput(target)) {
    yield* broadcastHypotheses(target, base);
    return;
  }
  const all = divisions(target.geometry);
  const cells = all.find(({ axes }) => axes === 'HW') ?? all[0];
  if (cells === undefined) return;
  const { count } = cells.sets;
  const offsets = Float64Array.from({ length: count }, (_, cell) => (cell + 1) / count);
  const factors = new Float64Array(count).fill(1);
  yield broadcastAfter(base, { factors, offsets, cells, form: 'offset', slack: 0 });
}

export const cellMistakes: readonly Mistake[] = [
  {
    id: 'broadcast-after',
    title: 'The output was scaled or shifted by numbers of its own for every image, row or place',
    means: 'a gate, FiLM, a bias map, noise or a mask after the layer',
    place: 'output',
    known: [],
    fix: 'Compare the output before what follows it: take it from the layer itself, or do the same to the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    alternatives: ({ geometry }) => forms.length * divisions(geometry).length,
    hypotheses: broadcast,
  },
];
