import { elementCount, isSameShape, type Shape } from '../../core/tensor.ts';
import { slicesFrom } from '../model/arrangements.ts';
import type { FixCode } from '../model/fixCode.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { indexAt } from '../../core/flatIndex.ts';
import { notFiniteIn } from './changedOperand.ts';
import { afterwards } from './code.ts';
import { shortNumber } from '../model/shortNumber.ts';
import { looksLike, matchTolerance } from './looksLike.ts';

// Parts of an output that were not computed, as the output itself shows.

type Edge = keyof typeof fillMarker;
type State = Edge | 'computed';

const words = { zero: 'zeros', bias: 'the bias' } as const;

/** Returns what every slice along an axis (−3 channels, −4 images) of an output consists of. */
function statesAlong({ call, geometry, actual }: DiagnosisTarget, axis: -3 | -4): readonly State[] {
  const { columns, cout, n } = geometry;
  const count = axis === -3 ? cout : n;
  const [isZero, isBias] = [new Array<boolean>(count).fill(true), new Array<boolean>(count).fill(call.bias !== null)];
  for (let plane = 0; plane < n * cout; plane++) {
    const slice = axis === -3 ? plane % cout : Math.floor(plane / cout);
    const bias = call.bias?.data[plane % cout];
    const end = (plane + 1) * columns;
    for (let at = plane * columns; at < end && (isZero[slice] === true || isBias[slice] === true); at++) {
      const value = actual.data[at];
      if (value !== 0) isZero[slice] = false;
      if (value !== bias) isBias[slice] = false;
    }
  }
  return isZero.map((zero, slice) => (zero ? 'zero' : isBias[slice] === true ? 'bias' : 'computed'));
}

function slicesMissing(
  { call, geometry }: OtherCall,
  axis: -3 | -4,
  states: readonly State[],
  edge: Edge,
): Hypothesis | null {
  const count = axis === -3 ? geometry.cout : geometry.n;
  if (count !== states.length || (edge === 'bias' && call.bias === null)) return null;
  const missing = states.flatMap((state, slice) => (state === 'computed' ? [] : [slice]));
  const name =
    axis === -3 ? (missing.length === 1 ? 'channel' : 'channels') : missing.length === 1 ? 'image' : 'images';
  const index = axis === -3 ? `:, [${missing.join(', ')}]` : `[${missing.join(', ')}]`;
  const value =
    edge === 'zero' ? '0' : axis === -3 ? `b[[${missing.join(', ')}]].reshape(-1, 1, 1)` : 'b.reshape(-1, 1, 1)';
  return {
    detail: `${name} ${missing.join(', ')}: ${words[edge]} in ${missing.length === 1 ? 'its' : 'their'} place`,
    call,
    arranged: slicesFrom(geometry.outputShape, axis, (slice) =>
      states[slice] === 'computed' ? slice : fillMarker[edge],
    ),
    words: {
      what: `computed ${axis === -3 ? 'channels' : 'images'}`,
      yours: [count - missing.length],
      required: [count],
    },
    fitted: count,
    code: afterwards(`y[${index}] = ${value}`),
    again: (other) => slicesMissing(other, axis, states, edge),
  };
}

/** The rows and columns of zeros around the rest of an output. */
interface Frame {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Returns the frame of an output that consists of zeros; null if all of it does. */
function frameOf({ geometry: { h, w, columns }, actual }: DiagnosisTarget): Frame | null {
  const [height, width] = [h.outputSize, w.outputSize];
  let [top, left, last, lastColumn] = [height, width, -1, -1];
  for (let at = 0; at < actual.data.length; at++) {
    if (actual.data[at] === 0) continue;
    const place = at % columns;
    const [y, x] = [Math.floor(place / width), place % width];
    top = Math.min(top, y);
    left = Math.min(left, x);
    last = Math.max(last, y);
    lastColumn = Math.max(lastColumn, x);
    // Most outputs have no frame, which their first elements show.
    if (top === 0 && left === 0 && last === height - 1 && lastColumn === width - 1) break;
  }
  if (last < 0) return null;
  return { top, left, bottom: height - 1 - last, right: width - 1 - lastColumn };
}

function frameMissing({ call, geometry }: OtherCall, frame: Frame): Hypothesis {
  const { outputShape, h, w } = geometry;
  const { top, bottom, left, right } = frame;
  const sides = [
    ...(top > 0 ? [`the first ${lines(top, 'row')}`] : []),
    ...(bottom > 0 ? [`the last ${lines(bottom, 'row')}`] : []),
    ...(left > 0 ? [`the first ${lines(left, 'column')}`] : []),
    ...(right > 0 ? [`the last ${lines(right, 'column')}`] : []),
  ];
  return {
    detail: `${sides.join(', ')}: zeros in their place`,
    call,
    arranged: {
      shape: outputShape,
      source: (at) => {
        const [y = 0, x = 0] = indexAt(outputShape, at).slice(-2);
        const isInside = y >= top && y < h.outputSize - bottom && x >= left && x < w.outputSize - right;
        return isInside ? at : fillMarker.zero;
      },
    },
    words: { what: 'computed output', yours: `without ${sides.join(', ')}`, required: 'all of it' },
    fitted: 4,
    code: afterwards(
      `y = F.pad(y[:, :, ${top}:Ho - ${bottom}, ${left}:Wo - ${right}], (${[left, right, top, bottom].join(', ')}))`,
    ),
    again: (other) => frameMissing(other, frame),
  };
}

function lines(count: number, name: string): string {
  return count === 1 ? name : `${count} ${name}s`;
}

function* missingParts(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  for (const axis of geometry.batched ? ([-3, -4] as const) : ([-3] as const)) {
    const states = statesAlong(target, axis);
    const [edge, ...others] = new Set(states.filter((state) => state !== 'computed'));
    if (edge === undefined || others.length > 0 || states.every((state) => state !== 'computed')) continue;
    const found = slicesMissing(target, axis, states, edge);
    if (found !== null) yield found;
  }
  const frame = frameOf(target);
  if (frame !== null && Object.values(frame).some((count) => count > 0)) yield frameMissing(target, frame);
  if (frame !== null) yield* scatteredZeros(target);
}

/** Elements of 0 wherever they are: every second row, the part of one thread, those of a race. */
function* scatteredZeros(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference, geometry } = target;
  const { data } = actual;
  const source = (at: number): number => (data[at] === 0 ? fillMarker.zero : at);
  let [filled, highest, largest] = [0, -Infinity, -Infinity];
  let [above, beyond] = [Infinity, Infinity];
  for (let at = 0; at < reference.data.length; at++) {
    const right = reference.data[at] as number;
    if (data[at] !== 0) {
      above = Math.min(above, right);
      beyond = Math.min(beyond, Math.abs(right));
    } else if (Math.abs(right) > matchTolerance) {
      filled++;
      highest = Math.max(highest, right);
      largest = Math.max(largest, Math.abs(right));
    }
  }
  // One value may be 0 for any reason. A ReLU makes zeros of all low values, a shrinkage of all small ones.
  if (filled < 2 || highest < above || largest < beyond || !looksLike({ source }, target)) return;
  yield {
    detail: `zeros in ${filled} elements`,
    call,
    arranged: { shape: geometry.outputShape, source },
    words: { what: 'computed elements', yours: [data.length - filled], required: [data.length] },
    fitted: 1,
    code: null,
  };
}

/** Returns true if two numbers are the same, NaN included. */
const isSame = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

/** Returns the value of all wrong elements of an output; null if they have several, or few. */
function valueOfWrong({ call, actual, reference }: DiagnosisTarget): number | null {
  let [value, count, first] = [0, 0, NaN];
  let isOther = false;
  for (let at = 0; at < reference.data.length; at++) {
    const right = reference.data[at] as number;
    const yours = actual.data[at] as number;
    if (isSame(yours, right) || Math.abs(yours - right) <= matchTolerance * (1 + Math.abs(right))) continue;
    if (count > 0 && !isSame(value, yours)) return null;
    if (count === 0) first = right;
    else if (right !== first) isOther = true;
    [value, count] = [yours, count + 1];
  }
  // Zeros and biases are parts that were not computed. One value may be anything.
  return isOther && value !== 0 && call.bias?.data.includes(value) !== true ? value : null;
}

/** Returns true if a constant stands for all right values beyond a limit, and for no others: a clamp or a threshold. */
function isBeyondLimit({ actual, reference }: DiagnosisTarget, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  let [leastFilled, mostFilled, least, most] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < reference.data.length; at++) {
    const right = reference.data[at] as number;
    if (isSame(actual.data[at] as number, value)) {
      [leastFilled, mostFilled] = [Math.min(leastFilled, right), Math.max(mostFilled, right)];
    } else {
      [least, most] = [Math.min(least, right), Math.max(most, right)];
    }
  }
  const slack = matchTolerance * (1 + Math.abs(least) + Math.abs(most));
  return mostFilled <= least + slack || leastFilled >= most - slack;
}

/** Elements that have one value, whatever is right, as memory that was filled in advance has. */
function* filledParts(target: DiagnosisTarget): Iterable<Hypothesis> {
  if (!isSameShape(target.actual.shape, target.reference.shape)) return;
  const value = valueOfWrong(target);
  if (value === null || isBeyondLimit(target, value)) return;
  // A NaN or an infinity that came in with an operand fills what the element reaches.
  if (
    !Number.isFinite(value) &&
    (['weight', 'input'] as const).some((operand) => notFiniteIn(target, operand) !== null)
  )
    return;
  const isFilled = Uint8Array.from(target.actual.data, (yours) => Number(isSame(yours, value)));
  yield filledWith(target, value, isFilled);
}

/** The first and the last index along each axis of a box of elements. */
type Box = readonly (readonly [first: number, last: number])[];

/** Returns the box that marked elements fill; null if they fill none. */
function boxOf(shape: Shape, isFilled: Uint8Array): Box | null {
  const [least, most] = [shape.map(() => Infinity), shape.map(() => -1)];
  let count = 0;
  for (const [at, mark] of isFilled.entries()) {
    if (mark === 0) continue;
    count++;
    for (const [axis, index] of indexAt(shape, at).entries()) {
      least[axis] = Math.min(least[axis] as number, index);
      most[axis] = Math.max(most[axis] as number, index);
    }
  }
  const box = least.map((first, axis) => [first, most[axis] as number] as const);
  return count === box.reduce((product, [first, last]) => product * (last + 1 - first), 1) ? box : null;
}

/** Returns the code that fills a box of an output of four axes. */
function boxCode(shape: Shape, box: Box, value: number): FixCode {
  const ranges = box.map(([first, last], axis) =>
    first === 0 && last + 1 === shape[axis] ? ':' : `${first}:${last + 1}`,
  );
  const infinite = Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  return afterwards(`y[${ranges.join(', ')}] = ${Number.isFinite(value) ? value : `float('${infinite}')`}`);
}

function filledWith({ call, geometry }: OtherCall, value: number, isFilled: Uint8Array): Hypothesis {
  const { outputShape } = geometry;
  const count = isFilled.reduce((sum, mark) => sum + mark, 0);
  const shown = (Number.isFinite(value) ? shortNumber(value) : String(value)).replace('-', '−');
  const box = boxOf(outputShape, isFilled);
  return {
    detail: `${shown} in ${count} elements`,
    call,
    following: (before, _, __, at) => (isFilled[at] === 1 ? { value, bound: 0 } : before),
    words: { what: 'computed elements', yours: [isFilled.length - count], required: [isFilled.length] },
    fitted: 1,
    code: box === null || outputShape.length !== 4 ? null : boxCode(outputShape, box, value),
    again: (other) => {
      const { outputShape: shape } = other.geometry;
      if (isSameShape(shape, outputShape)) return filledWith(other, value, isFilled);
      return box?.length === shape.length ? filledBox(other, value, box, outputShape) : null;
    },
  };
}

/** Returns the hypothesis of a box in an output of another shape: ends of axes that it reached, it reaches there. */
function filledBox(other: OtherCall, value: number, box: Box, from: Shape): Hypothesis | null {
  const { outputShape: shape } = other.geometry;
  const ranges = box.map(([first, last], axis) => {
    const size = shape[axis] as number;
    return [first, last + 1 === from[axis] ? size - 1 : Math.min(last, size - 1)] as const;
  });
  if (ranges.some(([first, last]) => first > last)) return null;
  const isFilled = Uint8Array.from({ length: elementCount(shape) }, (_, at) =>
    Number(indexAt(shape, at).every((index, axis) => isWithin(index, ranges[axis] as Box[number]))),
  );
  return isFilled.every((mark) => mark === 1) ? null : filledWith(other, value, isFilled);
}

const isWithin = (index: number, [first, last]: Box[number]): boolean => index >= first && index <= last;

export const partMistakes: readonly Mistake[] = [
  {
    id: 'parts-not-computed',
    title: 'Parts of the output were not computed',
    means: 'channels, images or edges left as they were',
    place: 'output',
    known: [],
    fix: 'Let the loops run over all images, channels, rows and columns of the output, and write every element.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: missingParts,
  },
  {
    id: 'parts-filled',
    title: 'Parts of the output have one value throughout',
    means: 'NaN, −1 or another constant',
    place: 'output',
    known: [],
    fix: 'Write every element of the output: where the constant stands, it was never written, or was overwritten later.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: filledParts,
  },
];
