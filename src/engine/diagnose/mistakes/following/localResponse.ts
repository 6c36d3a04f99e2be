import type { Geometry } from '../../../geometry/geometry.ts';
import type { Collective, Hypothesis, OtherCall } from '../../model/hypothesis.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { spreadIndices } from '../../model/spreadIndices.ts';
import { afterwards } from '../code.ts';

/** A local response normalization: y ÷ (k + share · Σ y²)^β over `size` neighbouring channels. */
interface LocalResponse {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
  /** True if α is divided by the size, as in PyTorch, Caffe and ONNX; TensorFlow does not. */
  readonly isShared: boolean;
}

const sizes = [3, 5, 7, 9, 11];
/** α, β and k: PyTorch's, those of AlexNet and VGG-S, and TensorFlow's. */
const numbers = [
  [1e-4, 0.75, 1],
  [1e-4, 0.75, 2],
  [5e-4, 0.75, 2],
  [1e-3, 0.75, 1],
  [1, 0.75, 1],
  [1, 0.5, 1],
] as const;

const responses: readonly LocalResponse[] = sizes.flatMap((size) =>
  numbers.flatMap(([alpha, beta, k]) => [true, false].map((isShared) => ({ size, alpha, beta, k, isShared }))),
);

/** The number of local response normalizations that are tried. */
export const waysToRespond = responses.length;

function collectiveOf({ outputShape, cout, columns }: Geometry, response: LocalResponse): Collective {
  const { size, alpha, beta, k, isShared } = response;
  const share = isShared ? alpha / size : alpha;
  const before = Math.floor(size / 2);
  return {
    shape: outputShape,
    at: (at, read, roundoff) => {
      const own = read(at);
      const channel = Math.floor(at / columns) % cout;
      let [squares, errors] = [0, 0];
      for (let c = Math.max(0, channel - before); c < Math.min(cout, channel - before + size); c++) {
        const { value, bound } = read(at + (c - channel) * columns);
        squares += value * value;
        errors += 2 * Math.abs(value) * bound + bound * bound;
      }
      const sum = k + share * squares;
      const value = own.value / sum ** beta;
      const relative = (beta * share * errors) / sum + (size + 8) * roundoff;
      return { value, bound: own.bound / sum ** beta + relative * Math.abs(value) };
    },
  };
}

function respondedAfter({ call, geometry }: OtherCall, response: LocalResponse): Hypothesis {
  const { size, alpha, beta, k, isShared } = response;
  const shown = isShared ? `α ${alpha}` : `α ${alpha} (not divided by the size)`;
  const detail = `local response norm over ${size} channels, ${shown}, β ${beta}, k ${k}`;
  return {
    detail,
    call,
    collective: collectiveOf(geometry, response),
    words: { what: 'after the layer', yours: detail, required: 'nothing' },
    code: afterwards(`y = F.local_response_norm(y, ${size}, ${isShared ? alpha : alpha * size}, ${beta}, ${k})`),
    again: (other) => respondedAfter(other, response),
  };
}

/** The elements that are looked at before all others, and how far off they may be. */
const looked = 16;
const looseTolerance = 1e-4;

/** Yields the local response normalizations that give some elements of an output. */
export function* localResponses(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (geometry.cout < 2) return;
  const places = spreadIndices(looked, actual.data.length);
  const read = (at: number) => ({ value: reference.data[at] as number, bound: 0 });
  const roundoff = 4 * (target.rounding?.roundoff ?? 0);
  for (const response of responses) {
    const responded = collectiveOf(geometry, response);
    const isNear = places.every((place) => {
      const { value } = responded.at(place, read, 0);
      return (
        Math.abs(value - (actual.data[place] as number)) <= Math.max(looseTolerance, roundoff) * (1 + Math.abs(value))
      );
    });
    if (isNear) yield respondedAfter(target, response);
  }
}
