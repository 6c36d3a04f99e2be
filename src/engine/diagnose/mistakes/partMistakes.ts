import { isSameShape } from '../../core/tensor.ts';
import { slicesFrom } from '../model/arrangements.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { indexAt } from '../../core/flatIndex.ts';
import { afterwards } from './code.ts';
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
  for (const [at, value] of actual.data.entries()) {
    const plane = Math.floor(at / columns);
    const slice = axis === -3 ? plane % cout : Math.floor(plane / cout);
    if (value !== 0) isZero[slice] = false;
    if (value !== call.bias?.data[plane % cout]) isBias[slice] = false;
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
  let [top, left, last, lastColumn] = [Infinity, Infinity, -1, -1];
  for (const [at, value] of actual.data.entries()) {
    if (value === 0) continue;
    const place = at % columns;
    const [y, x] = [Math.floor(place / w.outputSize), place % w.outputSize];
    [top, left, last, lastColumn] = [Math.min(top, y), Math.min(left, x), Math.max(last, y), Math.max(lastColumn, x)];
  }
  if (last < 0) return null;
  return { top, left, bottom: h.outputSize - 1 - last, right: w.outputSize - 1 - lastColumn };
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
  let [filled, negative] = [0, 0];
  for (const [at, right] of reference.data.entries()) {
    if (data[at] !== 0 || Math.abs(right) <= matchTolerance) continue;
    filled++;
    if (right < 0) negative++;
  }
  // One value may be 0 for any reason, and a ReLU makes zeros of negative values.
  if (filled < 2 || negative === filled || !looksLike({ source }, target)) return;
  yield {
    detail: `zeros in ${filled} elements`,
    call,
    arranged: { shape: geometry.outputShape, source },
    words: { what: 'computed elements', yours: [data.length - filled], required: [data.length] },
    fitted: 1,
    code: null,
  };
}

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
];
