import type { Call, Pair } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Shape } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import { placesOf, rearranged, swapped, withPadding, withParams } from '../model/edits.ts';
import { filled, type Hypothesis } from '../model/hypothesis.ts';
import type { Case, Mistake } from '../model/mistake.ts';
import { beforehand, biasLine, leadingCode, swappedCode, withoutOutputPadding, withoutPadding } from './code.ts';

/** The call whose output nothing is cropped of: of size (in − 1)·stride + dilation·(k − 1) + 1. */
export function uncropped(call: Call): Call {
  return withParams(withPadding(call, [0, 0]), { outputPadding: [0, 0] });
}

/** Sizes of {@link uncropped}'s planes. */
export function fullSize({ h, w }: Geometry): Pair {
  const size = (axis: Geometry['h']): number => axis.insertedSize + axis.dilation * (axis.kernelSize - 1);
  return [size(h), size(w)];
}

const replaced = (shape: Shape, [h, w]: Pair): Shape => [...shape.slice(0, -2), h, w];

/** A window of `size` on the uncropped output, from `start` on; beyond it stands `edge`. */
export function windowed(
  { call, geometry }: Case,
  start: Pair,
  size: Pair,
  edge: number,
  detail: string,
  code?: FixCode | null,
): Hypothesis {
  const full = fullSize(geometry);
  const from = replaced(geometry.outputShape, full);
  const shape = replaced(geometry.outputShape, size);
  return {
    detail,
    call: uncropped(call),
    frame: { full, start, size },
    ...(code === undefined ? {} : { code }),
    arranged: {
      shape,
      source: (at) => {
        const index = indexAt(shape, at);
        const x = (index.pop() ?? 0) + start[1];
        const y = (index.pop() ?? 0) + start[0];
        const inside = y >= 0 && y < full[0] && x >= 0 && x < full[1];
        return inside ? flatAt(from, [...index, y, x]) : edge;
      },
    },
  };
}

const ends = ({ geometry: { h, w } }: Case): Pair => [h.paddingEnd, w.paddingEnd];
const isZero = ([h, w]: Pair): boolean => h === 0 && w === 0;

const aroundOutputCode = unfoldCode(`\
-Ho = (H - 1) * sH + dH * (kH - 1) + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW + dW * (kW - 1) + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 inserted[:, :, ::sH, ::sW] = x
-top, left = dH * (kH - 1), dW * (kW - 1)
+top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left, left, top, top))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))
 ${biasLine}
-y = F.pad(y, (pW, pW + opW, pH, pH + opH))`);

export const paddingMistakes: readonly Mistake[] = [
  {
    id: 'padding-ignored',
    title: 'The padding was ignored',
    means: 'p = (0, 0)',
    place: 'padded',
    known: ['Samsung/TICO#420'],
    fix: 'Crop padding rows and columns off every side of the output, or pad by dilation·(kernel_size − 1) − padding.',
    code: unfoldCode(`\
${withoutPadding}
 x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`),
    *hypotheses(of) {
      if (isZero(of.call.params.padding) && isZero(ends(of))) return;
      yield { detail: '', call: withPadding(of.call, [0, 0]) };
    },
  },
  {
    id: 'padding-on-input',
    title: 'The padding was added instead of cropped',
    means: 'x or y is padded, not cropped',
    place: 'padded',
    known: [],
    fix: 'The padding of a transposed convolution crops its output: pad the input by dilation·(kernel_size − 1) − padding.',
    code: null,
    *hypotheses(of) {
      const { call, geometry } = of;
      const [pH, pW] = call.params.padding;
      if (pH === 0 && pW === 0) return;
      const { shape } = call.input;
      const { h, w } = geometry;
      const padded = replaced(shape, [h.inputSize + 2 * pH, w.inputSize + 2 * pW]);
      const places = placesOf(h.inputSize + 2 * pH, w.inputSize + 2 * pW, (row, column) => {
        const [y, x] = [row - pH, column - pW];
        const there = y >= 0 && y < h.inputSize && x >= 0 && x < w.inputSize;
        return there ? y * w.inputSize + x : -1;
      });
      const wide = { ...call, input: rearranged(call.input, padded, (p) => p, places) };
      const line = 'x = F.pad(x, (pW, pW, pH, pH))';
      yield {
        detail: 'around the input',
        call: withPadding(wide, [0, 0]),
        code: unfoldCode(`-${line}\n N, Cin, H, W = x.shape\n${withoutPadding}`),
      };
      yield { detail: 'around the input, and cropped as well', call: wide, code: beforehand(line) };
      const [fullH, fullW] = fullSize(geometry);
      const { outputPadding } = call.params;
      yield windowed(
        of,
        [-pH, -pW],
        [fullH + 2 * pH + outputPadding[0], fullW + 2 * pW + outputPadding[1]],
        filled.zero,
        'around the output',
        aroundOutputCode,
      );
    },
  },
  {
    id: 'padding-axes-swapped',
    title: 'Vertical and horizontal padding were swapped',
    means: 'padding = (width, height)',
    place: 'padded',
    known: [],
    fix: 'padding is (height, width).',
    code: swappedCode('p'),
    *hypotheses({ call }) {
      const { padding, paddingEnd } = call.params;
      if (padding[0] === padding[1] && (paddingEnd?.[0] ?? 0) === (paddingEnd?.[1] ?? 0)) return;
      const change = { padding: swapped(padding) };
      yield {
        detail: '',
        call: withParams(call, paddingEnd === undefined ? change : { ...change, paddingEnd: swapped(paddingEnd) }),
      };
    },
  },
  {
    id: 'same-upper-lower-swapped',
    title: 'The odd row or column was cropped at the wrong end (SAME_UPPER and SAME_LOWER swapped)',
    means: 'pads of start and end are exchanged',
    place: 'padded',
    known: ['microsoft/onnxruntime#9370'],
    fix: 'Crop the larger part at the other end: start and end of the pads are swapped.',
    code: leadingCode,
    *hypotheses(of) {
      const { h, w } = of.geometry;
      const start: Pair = [h.padding, w.padding];
      const end: Pair = [h.paddingEnd - h.outputPadding, w.paddingEnd - w.outputPadding];
      if (start[0] === end[0] && start[1] === end[1]) return;
      if (end[0] < 0 || end[1] < 0) return;
      const detail = `cropped (${end.join(', ')}) at the start and (${start.join(', ')}) at the end`;
      yield windowed(of, end, [h.outputSize, w.outputSize], filled.bias, detail);
    },
  },
  {
    id: 'output-padding-ignored',
    title: 'The output_padding was ignored',
    means: 'op = (0, 0)',
    place: 'output',
    known: ['apache/tvm#18635'],
    fix: 'output_padding makes the output that much larger at the bottom and right, and what lands there counts.',
    code: unfoldCode(withoutOutputPadding),
    *hypotheses({ call }) {
      if (isZero(call.params.outputPadding)) return;
      yield { detail: '', call: withParams(call, { outputPadding: [0, 0] }) };
    },
  },
  {
    id: 'output-padding-zero-filled',
    title: 'The rows and columns of output_padding were filled instead of computed',
    means: 'the last rows and columns are not computed',
    place: 'output',
    known: ['apache/tvm#5758', 'apache/tvm#19524'],
    fix: 'Compute the rows and columns that output_padding adds: input elements land there, too.',
    code: null,
    *hypotheses(of) {
      if (isZero(of.call.params.outputPadding)) return;
      const { outputShape } = of.geometry;
      const [opH, opW] = of.call.params.outputPadding;
      const { outputSize: height } = of.geometry.h;
      const { outputSize: width } = of.geometry.w;
      const size: Pair = [height - opH, width - opW];
      const small = replaced(outputShape, size);
      for (const edge of ['zero', 'bias'] as const) {
        if (edge === 'bias' && of.call.bias === null) continue;
        const line = 'y = F.pad(y, (0, opW, 0, opH))';
        yield placed(of, small, [0, 0], edge, edge === 'zero' ? 'with zeros' : 'with the bias', placedCode(edge, line));
      }
    },
  },
  {
    id: 'output-padding-leading',
    title: 'The output_padding was added at the top left',
    means: 'op is added to the first rows and columns',
    place: 'output',
    known: [],
    fix: 'output_padding lengthens the output at the bottom and right only.',
    code: null,
    *hypotheses(of) {
      if (isZero(of.call.params.outputPadding)) return;
      const { h, w, outputShape } = of.geometry;
      const [opH, opW] = of.call.params.outputPadding;
      const start: Pair = [h.padding - opH, w.padding - opW];
      const size: Pair = [h.outputSize, w.outputSize];
      yield windowed(of, start, size, filled.bias, 'what lands there was computed', leadingCode);
      if (of.call.bias !== null)
        yield windowed(of, start, size, filled.zero, 'what lands there was computed, else zeros', null);
      const small = replaced(outputShape, [h.outputSize - opH, w.outputSize - opW]);
      const line = 'y = F.pad(y, (opW, 0, opH, 0))';
      yield placed(of, small, [opH, opW], 'zero', 'with zeros', placedCode('zero', line));
      if (of.call.bias !== null) yield placed(of, small, [opH, opW], 'bias', 'with the bias', placedCode('bias', line));
    },
  },
];

/** The output is made without output_padding, and brought to its size afterwards: before the bias is added, or after it. */
const placedCode = (edge: keyof typeof filled, line: string): FixCode => {
  const last = edge === 'bias' ? `-${line}\n ${biasLine}` : ` ${biasLine}\n-${line}`;
  return unfoldCode(`${withoutOutputPadding}\n y = Y.reshape(N, Cout, Ho, Wo)\n${last}`);
};

/** The output without output_padding, placed at an offset in one of the right size. */
function placed(
  { call, geometry }: Case,
  small: Shape,
  [top, left]: Pair,
  edge: keyof typeof filled,
  detail: string,
  code: FixCode,
): Hypothesis {
  const shape = geometry.outputShape;
  const [height = 0, width = 0] = small.slice(-2);
  const { h, w } = geometry;
  return {
    detail,
    call: withParams(call, { outputPadding: [0, 0] }),
    frame: {
      full: fullSize(geometry),
      start: [h.padding - top, w.padding - left],
      size: [h.outputSize, w.outputSize],
      computed: { start: [top, left], size: [height, width] },
    },
    code,
    arranged: {
      shape,
      source: (at) => {
        const index = indexAt(shape, at);
        const x = (index.pop() ?? 0) - left;
        const y = (index.pop() ?? 0) - top;
        const inside = y >= 0 && y < height && x >= 0 && x < width;
        return inside ? flatAt(small, [...index, y, x]) : filled[edge];
      },
    },
  };
}
