import { type Call, type Pair, shapeOf } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Tensor } from '../../core/tensor.ts';
import { validateCall } from '../../validation/validateCall.ts';
import { unfoldCode } from '../model/fixCode.ts';
import { isZeroPair, placesOf, rearranged, rearrangedLater, withPadding, withParams } from '../model/edits.ts';
import { fillMarker, type Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand } from './code.ts';
import { windowed } from './paddingMistakes.ts';

const sizeOf = ({ h, w }: Geometry): Pair => [h.outputSize, w.outputSize];
const startOf = ({ h, w }: Geometry): Pair => [h.padding, w.padding];
/** The zeros between two elements of the input. */
const gapOf = ({ h, w }: Geometry): Pair => [h.stride - 1, w.stride - 1];
const plus = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]];
const minus = (a: Pair, b: Pair): Pair => [a[0] - b[0], a[1] - b[1]];

const rightSize = `\
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1`;
const rightWidth = `\
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1`;
/** The output's size if stride − 1 zeros follow the last element as well. */
const longer = `\
-Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + sH
${rightSize}
-Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + sW
${rightWidth}`;
const insertedLine = 'inserted = x.new_zeros(N, Cin, (H - 1) * sH + 1, (W - 1) * sW + 1)';
const placedLine = 'inserted[:, :, ::sH, ::sW] = x';
const paddedLine = 'x_hat = F.pad(inserted, (left, left + opW, top, top + opH))';
const cutLine = 'x_hat = F.pad(inserted, (left, left + opW + 1 - sW, top, top + opH + 1 - sH))';
const repeatedLine = 'inserted = x.repeat_interleave(sH, 2).repeat_interleave(sW, 3)';

/** Returns the call of an input in which every element is repeated stride times, read with stride 1. */
function withRepeated(call: Call, { h, w }: Geometry, size: Pair): Call {
  const shape = [...call.input.shape.slice(0, -2), ...size];
  const places = placesOf(...size, (y, x) => Math.floor(y / h.stride) * w.inputSize + Math.floor(x / w.stride));
  return withParams({ ...call, input: rearranged(call.input, shape, (p) => p, places) }, { stride: [1, 1] });
}

/** Yields the ways in which an input is enlarged by repetition in place of zeros. */
function* repeated({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { h, w } = geometry;
  if (isZeroPair(gapOf(geometry))) return;
  // Without zeros between them, output_padding is as large as the stride and no longer legal.
  const whole = withRepeated(withParams(call, { outputPadding: [0, 0] }), geometry, [
    h.inputSize * h.stride,
    w.inputSize * w.stride,
  ]);
  const words = { what: 'between two elements', yours: 'repetitions', required: 'zeros' };
  const sizes = [
    { detail: 'stride times, the last one as well', size: plus(sizeOf(geometry), gapOf(geometry)) },
    { detail: 'stride times, and cut to the size of the output', size: sizeOf(geometry) },
  ];
  for (const [i, { detail, size }] of sizes.entries()) {
    const hypothesis = cropped(whole, size, detail);
    if (hypothesis === null) continue;
    const code = unfoldCode(
      i === 0
        ? `${longer}\n ${insertedLine}\n-${repeatedLine}\n+${placedLine}`
        : ` ${insertedLine}\n-${repeatedLine}\n+${placedLine}\n-${cutLine}\n+${paddedLine}`,
    );
    yield { ...hypothesis, words, code };
  }
  const short = cropped(
    withRepeated(withParams(call, { outputPadding: [0, 0] }), geometry, [h.insertedSize, w.insertedSize]),
    sizeOf(geometry),
    '',
  );
  if (short !== null)
    yield {
      ...short,
      detail: 'stride times, the last one once',
      words,
      code: unfoldCode(
        ` ${insertedLine}\n-${repeatedLine}[:, :, : (H - 1) * sH + 1, : (W - 1) * sW + 1]\n+${placedLine}`,
      ),
    };
}

/** Returns the hypothesis of a call's output from its first element on in another size; null if the call is not legal. */
function cropped(call: Call, size: Pair, detail: string): Hypothesis | null {
  const accepted = validateCall(shapeOf(call));
  if (!accepted.ok) return null;
  const { padding } = call.params;
  return windowed({ call, geometry: accepted.value }, padding, size, fillMarker.bias, detail);
}

/** The rows and columns at one end of the input. */
interface Edge {
  readonly end: 'first' | 'last';
  readonly amount: Pair;
  readonly what: string;
}

/** The most rows and columns that are left out. */
const mostDropped = 3;

const edges: readonly Edge[] = Array.from({ length: mostDropped }, (_, i) => i + 1).flatMap((count) =>
  (['last', 'first'] as const).flatMap((end) => {
    const many = count === 1 ? `the ${end} ` : `the ${end} ${count} `;
    const [row, column] = count === 1 ? ['row', 'column'] : ['rows', 'columns'];
    return [
      { end, amount: [count, count], what: `${many}${row} and ${column}` } as const,
      { end, amount: [count, 0], what: `${many}${row}` } as const,
      { end, amount: [0, count], what: `${many}${column}` } as const,
    ];
  }),
);

/** Returns the input without an edge, or with zeros there. */
function withoutEdge(input: Tensor, { end, amount: [rows, columns] }: Edge, isZeroed: boolean): Tensor {
  const [height = 0, width = 0] = input.shape.slice(-2);
  const [top, left] = end === 'first' ? [rows, columns] : [0, 0];
  if (!isZeroed) {
    const places = placesOf(height - rows, width - columns, (y, x) => (y + top) * width + x + left);
    return rearrangedLater(input, [...input.shape.slice(0, -2), height - rows, width - columns], (p) => p, places);
  }
  const places = placesOf(height, width, (y, x) => {
    const isInside = y >= top && y < top + height - rows && x >= left && x < left + width - columns;
    return isInside ? y * width + x : -1;
  });
  return rearrangedLater(input, input.shape, (p) => p, places);
}

function edgeLine({ end, amount: [rows, columns] }: Edge, isZeroed: boolean): string {
  const range = (count: number): string => (count === 0 ? ':' : end === 'first' ? `${count}:` : `:-${count}`);
  const kept = `x[:, :, ${range(rows)}, ${range(columns)}]`;
  if (!isZeroed) return `x = ${kept}`;
  const pads = end === 'first' ? [columns, 0, rows, 0] : [0, columns, 0, rows];
  return `x = F.pad(${kept}, (${pads.join(', ')}))`;
}

function* edgesDropped({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { h, w } = geometry;
  for (const edge of edges) {
    if (edge.amount[0] >= h.inputSize || edge.amount[1] >= w.inputSize) continue;
    for (const isZeroed of [true, false]) {
      const detail = `${edge.what}${isZeroed ? '' : ', so that the output is smaller'}`;
      const input = withoutEdge(call.input, edge, isZeroed);
      const code = beforehand(edgeLine(edge, isZeroed));
      const words = { what: 'input', yours: `without ${edge.what}`, required: 'all of it' };
      yield { detail, call: { ...call, input }, code, ...(isZeroed ? { words } : {}) };
    }
  }
}

/** Yields the ways in which output_padding enlarges the input in place of the output. */
function* outputPaddingOnInput({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { outputPadding, stride } = call.params;
  if (isZeroPair(outputPadding)) return;
  const longerBy: Pair = [outputPadding[0] * stride[0], outputPadding[1] * stride[1]];
  const start = startOf(geometry);
  const size = minus(sizeOf(geometry), outputPadding);
  const none = '-opH, opW = 0, 0';
  const codeOf = (pads: string) =>
    unfoldCode(`-x = F.pad(x, (${pads}))\n N, Cin, H, W = x.shape\n${none}\n kH, kW = w.shape[2:]`);
  const behind = windowed(
    { call, geometry },
    start,
    plus(size, longerBy),
    fillMarker.bias,
    'at its end',
    codeOf('0, opW, 0, opH'),
  );
  // With stride 1 a row of the input is one of the output.
  if (!isZeroPair(minus(longerBy, outputPadding))) yield behind;
  yield windowed(
    { call, geometry },
    minus(start, longerBy),
    plus(size, plus(longerBy, longerBy)),
    fillMarker.bias,
    'on both sides',
    codeOf('opW, opW, opH, opH'),
  );
}

/**
 * Returns the call on an input in which the zeros between the elements, and around them if `isPadded`, are elements like
 * the others, so that their products count: 0 · ∞ is NaN.
 */
function withRealZeros({ call, geometry: { h, w } }: DiagnosisTarget, isPadded: boolean): Call {
  const [rows, columns] = isPadded ? [h.paddedSize, w.paddedSize] : [h.insertedSize, w.insertedSize];
  const [top, left] = isPadded ? [h.before, w.before] : [0, 0];
  const sourceOf = (u: number, { stride, inputSize }: Geometry['h']): number | null =>
    u >= 0 && u % stride === 0 && u < inputSize * stride ? u / stride : null;
  const places = placesOf(rows, columns, (y, x) => {
    const [i, j] = [sourceOf(y - top, h), sourceOf(x - left, w)];
    return i === null || j === null ? -1 : i * w.inputSize + j;
  });
  const shape = [...call.input.shape.slice(0, -2), rows, columns];
  const input = rearranged(call.input, shape, (p) => p, places);
  const dense = withParams({ ...call, input }, { stride: [1, 1] });
  if (!isPadded) return dense;
  const reach: Pair = [h.dilation * (h.kernelSize - 1), w.dilation * (w.kernelSize - 1)];
  return withPadding(withParams(dense, { outputPadding: [0, 0] }), reach);
}

/** Yields the structural zeros that may be multiplied. With finite weights their products are 0 and change nothing. */
function* zerosMultiplied(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, geometry } = target;
  if (call.weight.data.every((value) => Number.isFinite(value))) return;
  const words = (yours: string) => ({ what: 'products with structural zeros', yours, required: 'left out' });
  yield {
    detail: 'those between and around the input elements',
    call: withRealZeros(target, true),
    words: words('counted'),
  };
  if (!isZeroPair(gapOf(geometry)))
    yield {
      detail: 'those between the input elements only',
      call: withRealZeros(target, false),
      words: words('counted between the elements'),
    };
}

export const insertionMistakes: readonly Mistake[] = [
  {
    id: 'structural-zeros-multiplied',
    title: 'Inserted and padded zeros were multiplied by non-finite weights',
    means: '0 · ∞ = NaN where no input element is',
    place: 'padded',
    known: ['pytorch/pytorch#165744'],
    fix: 'Add only the products of input elements, as the definition and PyTorch do: skip the zeros that are inserted and padded.',
    code: null,
    alone: true,
    hypotheses: zerosMultiplied,
  },
  {
    id: 'output-padding-on-input',
    title: 'output_padding was added to the input',
    means: 'x padded by op',
    place: 'padded',
    known: [],
    fix: 'output_padding adds rows and columns to the output, at the bottom and right; it does not pad the input.',
    code: null,
    alone: true,
    hypotheses: outputPaddingOnInput,
  },
  {
    id: 'zeros-after-last',
    title: 'Zeros were inserted after the last element as well',
    means: 'H·s rows instead of (H − 1)·s + 1',
    place: 'padded',
    known: ['tinygrad/tinygrad#823'],
    fix: 'Insert stride − 1 zeros between the elements only: the enlarged input has (H − 1)·stride + 1 rows.',
    code: unfoldCode(`${longer}\n-inserted = x.new_zeros(N, Cin, H * sH, W * sW)\n+${insertedLine}\n ${placedLine}`),
    alone: true,
    *hypotheses({ call, geometry }) {
      const gap = gapOf(geometry);
      if (isZeroPair(gap)) return;
      // The longer output is that of a larger output_padding, where it is legal.
      const larger = withParams(call, { outputPadding: plus(call.params.outputPadding, gap) });
      yield validateCall(shapeOf(larger)).ok
        ? { detail: '', call: larger }
        : windowed({ call, geometry }, startOf(geometry), plus(sizeOf(geometry), gap), fillMarker.bias, '');
    },
  },
  {
    id: 'zeros-in-front',
    title: 'Zeros were inserted in front of every element instead of after it',
    means: 'x at s − 1, 2·s − 1, …',
    place: 'padded',
    known: [],
    fix: 'The first element stays the first: element i of the input is element i·stride of the enlarged input.',
    code: null,
    alone: true,
    *hypotheses({ call, geometry }) {
      const gap = gapOf(geometry);
      if (isZeroPair(gap)) return;
      const start = minus(startOf(geometry), gap);
      const placed = '-inserted[:, :, sH - 1 :: sH, sW - 1 :: sW] = x\n+inserted[:, :, ::sH, ::sW] = x';
      const large = `-inserted = x.new_zeros(N, Cin, H * sH, W * sW)\n+${insertedLine}`;
      const isLeading = isZeroPair(minus(gap, call.params.outputPadding));
      yield windowed(
        { call, geometry },
        start,
        plus(sizeOf(geometry), gap),
        fillMarker.bias,
        '',
        unfoldCode(`${longer}\n${large}\n${placed}`),
      );
      // The same as output_padding at the top left.
      if (!isLeading)
        yield windowed(
          { call, geometry },
          start,
          sizeOf(geometry),
          fillMarker.bias,
          'cut to the size of the output',
          unfoldCode(`${large}\n${placed}\n-${cutLine}\n+${paddedLine}`),
        );
    },
  },
  {
    id: 'input-repeated',
    title: 'Elements were repeated instead of inserting zeros',
    means: 'nearest neighbour, then a convolution',
    place: 'padded',
    known: [],
    fix: 'Put stride − 1 zeros between the input elements; repeating them is another layer (upsampling, then a convolution).',
    code: null,
    alone: true,
    hypotheses: repeated,
  },
  {
    id: 'padded-by-padding',
    title: 'The enlarged input was padded by padding instead of dilation·(kernel_size − 1) − padding',
    means: 'p zeros around, as in conv2d',
    place: 'padded',
    known: [],
    fix: 'A convolution that computes a transposed one pads its enlarged input by dilation·(kernel_size − 1) − padding.',
    code: unfoldCode(`\
-Ho = (H - 1) * sH + 2 * pH - dH * (kH - 1) + opH + 1
${rightSize}
-Wo = (W - 1) * sW + 2 * pW - dW * (kW - 1) + opW + 1
${rightWidth}
 ${placedLine}
-top, left = pH, pW
+top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW`),
    alone: true,
    *hypotheses({ call, geometry }) {
      const { padding } = call.params;
      const { h, w } = geometry;
      const other: Pair = [h.dilation * (h.kernelSize - 1) - padding[0], w.dilation * (w.kernelSize - 1) - padding[1]];
      if (h.padding !== h.paddingEnd || w.padding !== w.paddingEnd) return;
      // Nothing cropped is what ignoring the padding gives.
      if (isZeroPair(minus(other, padding)) || isZeroPair(other) || other.some((p) => p < 0)) return;
      yield { detail: '', call: withPadding(call, other) };
    },
  },
  {
    id: 'input-edge-dropped',
    title: 'An edge of the input was not used',
    means: 'x without its last row or column',
    place: 'input',
    known: ['pytorch/executorch#19391'],
    fix: 'Let the loop run over all H rows and W columns of the input: every element scatters its kernel.',
    code: null,
    alone: true,
    hypotheses: edgesDropped,
  },
];
