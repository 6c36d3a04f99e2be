import type { Tensor } from '../../core/tensor.ts';
import { isSameShape } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import { mappedLater } from '../model/edits.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { shortNumber } from '../model/shortNumber.ts';
import { operandChanges, notFiniteIn, type OperandName } from './changedOperand.ts';
import { beforehand } from './code.ts';
import { isRightOutput } from './looksLike.ts';

// Values of the weight or the input that are not the call's: a flipped bit, a pruned weight, an element that was
// overwritten.

/** An element with another value, by its index along each axis. */
interface ChangedElement {
  readonly index: readonly number[];
  readonly value: number;
  /** The bit of its float32 that is flipped, counted from the lowest; null if it is not one. */
  readonly bit: number | null;
  /** False if its input channel is not known; the value stands for one of any. */
  readonly isChannelKnown: boolean;
}

/** The most elements of an operand that may have other values, as a share; more may be 0, as pruned weights are. */
const mostChanged = 1 / 4;
const mostZeros = 7 / 8;
/** How exactly a value is known, as a share of the largest one. */
const knownShare = 2e-7;
/** How many times that an element that is 0 may be off where many are fitted together. */
const mostZero = 16;

/** Returns the bit whose flip makes one float32 of another, and what it makes; null if it is no single bit. */
function flippedBit(from: number, to: number, tolerance: number): Pick<ChangedElement, 'bit' | 'value'> | null {
  const view = new DataView(new ArrayBuffer(4));
  if (Math.abs(to - from) < 64 * tolerance) return null;
  for (let bit = 0; bit < 32; bit++) {
    view.setFloat32(0, from);
    view.setUint32(0, (view.getUint32(0) ^ (1 << bit)) >>> 0);
    const value = view.getFloat32(0);
    if (Math.abs(value - to) <= Math.max(tolerance, knownShare * Math.abs(to))) return { bit, value };
  }
  return null;
}

/** Returns an element with its change. `isOneOfMany`: its change was fitted together with those of many others. */
function changedElement(tensor: Tensor, element: number, change: number, isOneOfMany: boolean): ChangedElement {
  const from = tensor.data[element] as number;
  const to = from + change;
  const tolerance = knownShare * Math.max(largestFinite(tensor, 0, tensor.data.length), Math.abs(change));
  // Many flips make a number that is as good as 0.
  const made =
    Math.abs(to) <= (isOneOfMany ? mostZero : 1) * tolerance
      ? { value: 0, bit: null }
      : (flippedBit(from, to, tolerance) ?? { value: Math.fround(to), bit: null });
  return { index: indexAt(tensor.shape, element), isChannelKnown: true, ...made };
}

const letterOf = { weight: 'w', input: 'x' } as const;
const nounOf = { weight: 'weights', input: 'input values' } as const;

/** The most elements that are named one by one. */
const mostNamed = 3;

/** Says which elements have which values: "w[1, 0, 2, 2] is −0.41 in place of 0.41 (bit 31 flipped)". */
function changeWords(operand: OperandName, tensor: Tensor, changed: readonly ChangedElement[]): string {
  const [first] = changed;
  const isOne = (axis: number): boolean => changed.every(({ index }) => index[axis] === first?.index[axis]);
  const channelAxis = operand === 'weight' ? 0 : tensor.shape.length - 3;
  const nameOf = (index: readonly number[], isKnown = true): string =>
    `${letterOf[operand]}[${index.map((i, axis) => (isKnown || axis !== channelAxis ? i : '?')).join(', ')}]`;
  const shown = (value: number): string => shortNumber(value).replace('-', '−');
  if (changed.length <= mostNamed) {
    return changed
      .map(({ index, value, bit, isChannelKnown }) => {
        const own = isChannelKnown ? ` in place of ${shown(tensor.data[flatAt(tensor.shape, index)] as number)}` : '';
        const flip = bit === null ? '' : ` (bit ${bit} of its float32 flipped)`;
        const any = isChannelKnown ? '' : '; its input channel cannot be told';
        return `${nameOf(index, isChannelKnown)} is ${shown(value)}${own}${flip}${any}`;
      })
      .join(', ');
  }
  const what = changed.every(({ value }) => value === 0) ? 'are 0' : 'have other values';
  const named = changed.slice(0, mostNamed).map(({ index }) => nameOf(index));
  const common = tensor.shape.map((_, axis) => isOne(axis));
  const within = `${letterOf[operand]}[${common.map((is, axis) => (is ? first?.index[axis] : ':')).join(', ')}]`;
  const where = common.some(Boolean) ? `, all in ${within}` : '';
  return `${changed.length} of ${tensor.data.length} ${nounOf[operand]} ${what}${where}: ${named.join(', ')}, …`;
}

/** The most elements that are written as code. */
const mostInCode = 32;

function withChanged(other: OtherCall, operand: OperandName, changed: readonly ChangedElement[]): Hypothesis | null {
  const tensor = other.call[operand];
  const isWithin = ({ index }: ChangedElement): boolean =>
    index.length === tensor.shape.length && index.every((i, axis) => i < (tensor.shape[axis] as number));
  const own = changed.filter(isWithin);
  const values = new Map(own.map(({ index, value }) => [flatAt(tensor.shape, index), value]));
  if (values.size === 0) return null;
  const letter = letterOf[operand];
  const code = [
    `${letter} = ${letter}.clone()`,
    ...own.map(({ index, value }) => `${letter}[${index.join(', ')}] = ${codeNumber(value)}`),
  ];
  const detail = changeWords(operand, tensor, own);
  return {
    detail,
    call: { ...other.call, [operand]: mappedLater(tensor, (value, at) => values.get(at) ?? value) },
    fitted: own.length,
    words: { what: nounOf[operand], yours: detail, required: 'those of the call' },
    code: own.length > mostInCode ? null : beforehand(code.join('\n-')),
    again: (another) => withChanged(another, operand, own),
  };
}

/** Writes a number for Python. */
function codeNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return `float('${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}')`;
}

function* changedIn(target: DiagnosisTarget, operand: OperandName): Iterable<Hypothesis> {
  const { actual, reference, call } = target;
  const tensor = call[operand];
  if (!isSameShape(actual.shape, reference.shape) || tensor.data.length === 0) return;
  if (isRightOutput(target)) {
    const index = tensor.shape.map(() => 0);
    const value = -(tensor.data[0] as number);
    const example = withChanged(target, operand, [{ index, value, bit: 31, isChannelKnown: true }]);
    if (example !== null && value !== 0) yield example;
    return;
  }
  const off = notFiniteIn(target, operand);
  const changes = off === null ? operandChanges(target, operand) : null;
  const changed =
    off?.map(({ element, value, isChannelKnown }) => ({
      index: indexAt(tensor.shape, element),
      value,
      bit: null,
      isChannelKnown,
    })) ??
    [...(changes ?? [])].map(([element, change]) =>
      changedElement(tensor, element, change, (changes?.size ?? 0) > mostNamed),
    );
  const most = changed.every(({ value }) => value === 0) ? mostZeros : mostChanged;
  // Of a tensor with most other values, it says nothing that some of them are others.
  if (changed.length === 0 || changed.length > Math.max(1, most * tensor.data.length)) return;
  const found = withChanged(target, operand, changed);
  if (found !== null) yield found;
}

const shared = {
  code: null,
  known: [],
  fromOutput: true,
  measures: true,
  alone: true,
  general: true,
} as const;

export const changedMistakes: readonly Mistake[] = [
  {
    ...shared,
    id: 'weights-changed',
    title: 'Some weights have other values',
    means: 'a flipped bit, pruned weights, NaN in w',
    place: 'weight',
    fix: 'Compare the weight in the memory of the implementation with that of the call: a few of its elements were pruned, overwritten, or changed by a damaged file or memory.',
    hypotheses: (target) => changedIn(target, 'weight'),
  },
  {
    ...shared,
    id: 'input-changed',
    title: 'Some input values are others',
    means: 'a flipped bit, an overwritten element, NaN in x',
    place: 'input',
    fix: 'Compare the input in the memory of the implementation with that of the call: a few of its elements were overwritten before they were read, or changed by a damaged file or memory.',
    hypotheses: (target) => changedIn(target, 'input'),
  },
];
