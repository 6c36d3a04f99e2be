import type { WeightOrder } from './layer.ts';
import type { PortableCall, TensorLayout } from './writing.ts';
import { isGroupedByOutput, type StoredWeight } from './engineWeight.ts';
import { partText, sizeText } from './pythonText.ts';
import { orderLetters } from './weightLetters.ts';

/** A tensor as an expression, and the lines that compute it first. */
export interface TensorCode {
  readonly lines: readonly string[];
  /** The name of the tensor in the framework's layout. */
  readonly name: string;
}

/**
 * Writes how the given weight becomes a weight of another layout: rotated by 180° if exactly one of the two is, then
 * permuted. In groups, each group is permuted on its own, because frameworks put the groups on different axes.
 */
export function weightCode(call: PortableCall, wanted: StoredWeight['weight']): TensorCode {
  const { given, groups, axes } = call;
  const expression = weightExpression(
    given,
    wanted,
    groups,
    axes.length,
    (place) => sizesOf(call, given.order)[place] ?? '1',
  );
  if (expression === null) return { lines: [], name: 'w' };
  const isFlipped = given.isRotated !== wanted.isRotated;
  const shapes = `${shapeComment(call, given.order)} → ${shapeComment(call, wanted.order)}`;
  return {
    lines: [`# ${shapes}${isFlipped ? ', rotated by 180°' : ''}`, `kernel = ${expression}`],
    name: 'kernel',
  };
}

/**
 * Writes a weight `w` of one layout in another, as an expression in NumPy; null if it is the same. `size` writes the
 * weight's size along an axis.
 */
export function weightExpression(
  given: StoredWeight['weight'],
  wanted: StoredWeight['weight'],
  groups: number,
  rank: number,
  size: (axis: number) => string = (axis) => `w.shape[${axis}]`,
): string | null {
  const from = orderLetters(given.order, rank);
  const to = orderLetters(wanted.order, rank);
  const isFlipped = given.isRotated !== wanted.isRotated;
  const isMoved = from.join('') !== to.join('');
  if (!isFlipped && !isMoved) return null;
  const spatial = from.flatMap((letter, place) => (isSpatial(letter) ? [place] : []));
  const flipped = isFlipped ? `np.flip(w, axis=(${spatial.join(', ')}${rank === 1 ? ',' : ''}))` : 'w';
  const groupAxes = [groupAxis(given.order), groupAxis(wanted.order)] as const;
  return !isMoved
    ? flipped
    : groups > 1 && groupAxes[0] !== groupAxes[1]
      ? regrouped(groups, flipped, from, to, groupAxes, size)
      : `${flipped}.transpose(${to.map((letter) => from.indexOf(letter)).join(', ')})`;
}

function isSpatial(letter: string): boolean {
  return letter === 'H' || letter === 'W';
}

/** The axis that has the channels of all groups. */
function groupAxis(order: WeightOrder): 'I' | 'O' {
  return isGroupedByOutput(order) ? 'O' : 'I';
}

/**
 * Writes the permutation of a weight in groups: the axis with the groups (of `fromGroups` letter) is split, and the groups
 * joined with the other one.
 */
function regrouped(
  groups: number,
  weight: string,
  from: readonly string[],
  to: readonly string[],
  [fromGroups, toGroups]: readonly [string, string],
  size: (axis: number) => string,
): string {
  const split = from.flatMap((letter) => (letter === fromGroups ? ['G', letter] : [letter]));
  const joined = to.flatMap((letter) => (letter === toGroups ? ['G', letter] : [letter]));
  const each = (place: number): string => partText(size(place), groups);
  const sizes = from.flatMap((letter, place) =>
    letter === fromGroups ? [String(groups), each(place)] : [size(place)],
  );
  const permutation = joined.map((letter) => split.indexOf(letter)).join(', ');
  const result = to.map((letter) => {
    const place = from.indexOf(letter);
    if (letter === toGroups) return product(size(place), groups);
    return letter === fromGroups ? each(place) : size(place);
  });
  return `${weight}.reshape(${sizes.join(', ')}).transpose(${permutation}).reshape(${result.join(', ')})`;
}

function product(size: string, factor: number): string {
  return /^\d+$/.test(size) ? String(Number(size) * factor) : `${factor} * ${size}`;
}

/** Writes the shape of a weight: "(64, 32, 3, 3)". */
function shapeComment(call: PortableCall, order: WeightOrder): string {
  return `(${sizesOf(call, order).join(', ')})`;
}

/** Writes the sizes of a weight's axes. */
function sizesOf({ axes, cin, cout, groups }: PortableCall, order: WeightOrder): readonly string[] {
  const grouped = groupAxis(order);
  return orderLetters(order, axes.length).map((letter) => {
    if (letter !== 'I' && letter !== 'O') return String(axes[letter === 'H' ? 0 : 1]?.kernel ?? 1);
    const size = sizeText(letter === 'I' ? cin : cout);
    return letter === grouped ? size : partText(size, groups);
  });
}

/** Writes the input in a framework's layout: `x`, or `x.transpose(0, 2, 3, 1)`. `hasBatch`: the framework needs a batch. */
export function inputCode(
  { given, axes, isBatched }: PortableCall,
  channels: TensorLayout['channels'],
  hasBatch = true,
): string {
  const source = isBatched || !hasBatch ? 'x' : 'x[None]';
  if (given.channels === channels) return source;
  const batch = isBatched || hasBatch ? [0] : [];
  const first = batch.length;
  const spatial = axes.map((_, axis) => axis);
  const places =
    channels === 'last'
      ? [...batch, ...spatial.map((axis) => first + 1 + axis), first]
      : [...batch, first + axes.length, ...spatial.map((axis) => first + axis)];
  return `${source}.transpose(${places.join(', ')})`;
}
