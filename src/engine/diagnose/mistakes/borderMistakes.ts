import type { Call, Pair } from '../../core/call.ts';
import { isSameShape, type Tensor, zeros } from '../../core/tensor.ts';
import { flatIndexOf } from '../../geometry/planeOffsets.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { placesOf, rearranged, withParams } from '../model/edits.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { nearby, shortNumber } from '../model/shortNumber.ts';
import { predict } from '../search/evaluate.ts';
import { probePlaces } from '../search/probePlaces.ts';
import { beforehand } from './code.ts';
import { isRightOutput, matchTolerance } from './looksLike.ts';

// Mistakes that put other values than zeros around the input.

/** What is around the input, by the name that PyTorch's `pad` has for it. */
interface Border {
  readonly mode: 'circular' | 'replicate' | 'reflect';
  readonly detail: string;
  /** Returns the index in the input that stands at an index outside of it; null if there is none. */
  readonly source: (index: number, size: number) => number | null;
}

const borders: readonly Border[] = [
  {
    mode: 'circular',
    detail: 'wrapped around',
    source: (index, size) => (index < -size || index >= 2 * size ? null : (index + size) % size),
  },
  {
    mode: 'replicate',
    detail: 'the edge repeated',
    source: (index, size) => Math.min(size - 1, Math.max(0, index)),
  },
  {
    mode: 'reflect',
    detail: 'reflected',
    source: (index, size) => {
      const reflected = index < 0 ? -index : index >= size ? 2 * (size - 1) - index : index;
      return reflected >= 0 && reflected < size ? reflected : null;
    },
  },
];

/** Returns how many input elements on each side of the input reach its output. */
const reachOf = ({ kernelSize, dilation, stride }: AxisGeometry): number =>
  Math.ceil((dilation * (kernelSize - 1)) / stride);

/** Returns the call with an input that is larger by its reach on each side, cropped to the same output. */
function widened({ call, geometry }: OtherCall, input: Tensor): Call {
  const { h, w } = geometry;
  const { padding, paddingEnd } = call.params;
  const more = ([first, second]: Pair): Pair => [first + reachOf(h) * h.stride, second + reachOf(w) * w.stride];
  return {
    ...withParams(call, {
      padding: more(padding),
      ...(paddingEnd === undefined ? {} : { paddingEnd: more(paddingEnd) }),
    }),
    input,
  };
}

/** Returns the call with a border in place of the zeros around its input, cropped to the same output. */
function bordered(other: OtherCall, { source }: Border): Call | null {
  const { h, w } = other.geometry;
  const { input } = other.call;
  const reach: Pair = [reachOf(h), reachOf(w)];
  const [height, width] = [h.inputSize + 2 * reach[0], w.inputSize + 2 * reach[1]];
  const rows = Array.from({ length: height }, (_, y) => source(y - reach[0], h.inputSize));
  const columns = Array.from({ length: width }, (_, x) => source(x - reach[1], w.inputSize));
  if ([...rows, ...columns].includes(null)) return null;
  const places = placesOf(height, width, (y, x) => (rows[y] ?? 0) * w.inputSize + (columns[x] ?? 0));
  const shape = [...input.shape.slice(0, -2), height, width];
  return widened(
    other,
    rearranged(input, shape, (plane) => plane, places),
  );
}

/** Where a constant stands in place of zeros: around the input, between its elements, or both. */
const fillings = ['around', 'between', 'between and around'] as const;
type Filling = (typeof fillings)[number];

/**
 * Returns the call with a constant in place of zeros, and the elements of the input multiplied by a factor. Between the
 * elements, it is the call with stride 1 of the enlarged input.
 */
function filled(other: OtherCall, filling: Filling, constant: number, factor = 1): Call {
  const { h, w } = other.geometry;
  const isDense = filling !== 'around';
  const { input } = other.call;
  const steps: Pair = isDense ? [h.stride, w.stride] : [1, 1];
  // Rows and columns of output_padding lie beyond what the kernel reaches.
  const dense = (axis: AxisGeometry): number => axis.dilation * (axis.kernelSize - 1) + axis.outputPadding;
  const [top, left] = isDense ? [dense(h), dense(w)] : [reachOf(h), reachOf(w)];
  const inner: Pair = [(h.inputSize - 1) * steps[0] + 1, (w.inputSize - 1) * steps[1] + 1];
  const [height, width] = [inner[0] + 2 * top, inner[1] + 2 * left];
  const made = zeros(input.dtype, [...input.shape.slice(0, -2), height, width]);
  for (let at = 0; at < made.data.length; at++) {
    const [y, x] = [(Math.floor(at / width) % height) - top, (at % width) - left];
    const isInside = y >= 0 && y < inner[0] && x >= 0 && x < inner[1];
    if (!isInside) {
      made.data[at] = filling === 'between' ? 0 : constant;
    } else if (y % steps[0] !== 0 || x % steps[1] !== 0) {
      made.data[at] = constant;
    } else {
      const plane = Math.floor(at / (height * width)) * h.inputSize * w.inputSize;
      const from = plane + flatIndexOf(w.inputSize, y / steps[0], x / steps[1]);
      made.data[at] = factor * (input.data[from] as number);
    }
  }
  if (!isDense) return widened(other, made);
  const end = (axis: AxisGeometry, wide: number, inside: number): number =>
    inside + wide + axis.dilation * (axis.kernelSize - 1) - axis.padding - axis.outputSize;
  const params = {
    stride: [1, 1],
    padding: [h.padding + top, w.padding + left],
    paddingEnd: [end(h, top, inner[0]), end(w, left, inner[1])],
    outputPadding: [0, 0],
  } as const;
  return { ...withParams(other.call, params), input: made };
}

/** Returns the constant that, in place of zeros, would explain the largest errors of an output; null if none does. */
function constantIn(target: DiagnosisTarget, filling: Filling): number | null {
  const { actual, reference, call } = target;
  if (!isSameShape(actual.shape, reference.shape)) return null;
  const alone = predict({ detail: '', call: { ...filled(target, filling, 1, 0), bias: null } });
  if (alone === null) return null;
  let [best, share] = [-1, 0];
  const shares = new Map(probePlaces(target).map((at) => [at, alone.at(at).value]));
  for (const [at, own] of shares) if (Math.abs(own) > Math.abs(share)) [best, share] = [at, own];
  if (best < 0 || share === 0) return null;
  const apart = (at: number): number => (actual.data[at] as number) - (reference.data[at] as number);
  const constant = nearby(apart(best) / share, 1e-4);
  const isNear = [...shares].every(([at, own]) => {
    const size = Math.abs(reference.data[at] as number) + Math.abs(apart(at));
    return Math.abs(apart(at) - constant * own) <= matchTolerance * (1 + size);
  });
  return isNear && constant !== 0 && call.input.data.length > 0 ? constant : null;
}

/** Returns true if there are zeros that a constant may replace. */
function hasRoom({ geometry: { h, w } }: OtherCall, filling: Filling): boolean {
  return filling === 'around'
    ? reachOf(h) + reachOf(w) > 0
    : [h, w].some(({ stride, inputSize }) => stride > 1 && inputSize > 1);
}

/** Returns the hypothesis of a constant in place of zeros. */
function constantFilling(other: OtherCall, filling: Filling, constant: number): Hypothesis | null {
  if (!hasRoom(other, filling)) return null;
  const [rows, columns] = [reachOf(other.geometry.h), reachOf(other.geometry.w)];
  const shown = shortNumber(constant).replace('-', '−');
  const where = filling === 'around' ? '' : `, ${filling} the elements`;
  return {
    detail: `${shown} in place of zeros${where}`,
    call: filled(other, filling, constant),
    ...(filling === 'around' ? {} : { arranged: { shape: other.geometry.outputShape, source: (at: number) => at } }),
    fitted: 1,
    words: {
      what: filling === 'around' ? 'around the input' : `${filling} the elements`,
      yours: shown,
      required: 'zeros',
    },
    code:
      filling === 'around'
        ? beforehand(
            `x = F.pad(x, (${columns}, ${columns}, ${rows}, ${rows}), value=${constant})\n-pH, pW = pH + ${rows} * sH, pW + ${columns} * sW`,
          )
        : null,
    again: (another) => constantFilling(another, filling, constant),
  };
}

function* otherBorders(target: OtherCall): Iterable<Hypothesis> {
  const { h, w } = target.geometry;
  // Without overlap nothing of the border reaches the output.
  if (reachOf(h) + reachOf(w) === 0) return;
  for (const border of borders) {
    const call = bordered(target, border);
    if (call === null) continue;
    const [rows, columns] = [reachOf(h), reachOf(w)];
    yield {
      detail: border.detail,
      call,
      words: { what: 'around the input', yours: border.detail, required: 'zeros' },
      code: beforehand(
        `x = F.pad(x, (${columns}, ${columns}, ${rows}, ${rows}), mode='${border.mode}')\n-pH, pW = pH + ${rows} * sH, pW + ${columns} * sW`,
      ),
    };
  }
}

function* constantFillings(target: DiagnosisTarget): Iterable<Hypothesis> {
  for (const filling of fillings) {
    if (!hasRoom(target, filling)) continue;
    const constant = isRightOutput(target) ? exampleConstant : constantIn(target, filling);
    const found = constant === null ? null : constantFilling(target, filling, constant);
    if (found !== null) yield found;
  }
}

/** The constant that is put around an input on purpose. */
const exampleConstant = -1;

export const borderMistakes: readonly Mistake[] = [
  {
    id: 'border-not-zero',
    title: 'The input was continued beyond its border',
    means: 'x outside of H×W is not 0',
    place: 'padded',
    known: [],
    fix: 'Put zeros around the input. A product of Fourier transforms needs room for the whole result, or it wraps around.',
    code: null,
    alone: true,
    hypotheses: otherBorders,
  },
  {
    id: 'border-constant',
    title: 'A constant other than 0 was put around the input or between its elements',
    means: 'padded or inserted elements are not 0',
    place: 'padded',
    known: [],
    fix: 'Put zeros around the input and between its elements; for numbers with a zero point, that zero point.',
    code: null,
    fromOutput: true,
    alone: true,
    general: true,
    hypotheses: constantFillings,
  },
];
