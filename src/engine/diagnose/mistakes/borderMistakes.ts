import type { Call, Pair } from '../../core/call.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { placesOf, rearranged, withParams } from '../model/edits.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { Mistake } from '../model/mistake.ts';
import { beforehand } from './code.ts';

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

/** Returns the call with a border in place of the zeros around its input, cropped to the same output. */
function bordered({ call, geometry }: OtherCall, { source }: Border): Call | null {
  const { h, w } = geometry;
  const { input, params } = call;
  const reach: Pair = [reachOf(h), reachOf(w)];
  const [height, width] = [h.inputSize + 2 * reach[0], w.inputSize + 2 * reach[1]];
  const rows = Array.from({ length: height }, (_, y) => source(y - reach[0], h.inputSize));
  const columns = Array.from({ length: width }, (_, x) => source(x - reach[1], w.inputSize));
  if ([...rows, ...columns].includes(null)) return null;
  const places = placesOf(height, width, (y, x) => (rows[y] ?? 0) * w.inputSize + (columns[x] ?? 0));
  const shape = [...input.shape.slice(0, -2), height, width];
  const more = ([first, second]: Pair): Pair => [first + reach[0] * h.stride, second + reach[1] * w.stride];
  const { padding, paddingEnd } = params;
  return {
    ...withParams(call, {
      padding: more(padding),
      ...(paddingEnd === undefined ? {} : { paddingEnd: more(paddingEnd) }),
    }),
    input: rearranged(input, shape, (plane) => plane, places),
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
];
