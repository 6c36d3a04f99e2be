import type { Call, Pair } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Shape } from '../../core/tensor.ts';
import { planeWindow } from '../model/arrangements.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import { isZeroPair, placesOf, rearranged, swapped, withPadding, withParams } from '../model/edits.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand, biasLine, leadingCode, swappedCode, withoutOutputPadding, withoutPadding } from './code.ts';

/** Returns the call without cropping: its output size is (in − 1)·stride + dilation·(k − 1) + 1. */
export function uncropped(call: Call): Call {
  return withParams(withPadding(call, [0, 0]), { outputPadding: [0, 0] });
}

/** Returns the plane size of {@link uncropped}'s output. */
export function fullSize({ h, w }: Geometry): Pair {
  const size = (axis: Geometry['h']): number => axis.insertedSize + axis.dilation * (axis.kernelSize - 1);
  return [size(h), size(w)];
}

const withPlane = (shape: Shape, [h, w]: Pair): Shape => [...shape.slice(0, -2), h, w];

/**
 * Returns the hypothesis of a window of `size` on the uncropped output, beginning at `start`; `edge` fills what lies
 * outside.
 */
export function windowed(
  { call, geometry }: OtherCall,
  start: Pair,
  size: Pair,
  edge: number,
  detail: string,
  code?: FixCode | null,
): Hypothesis {
  const full = fullSize(geometry);
  const [from, shape] = [withPlane(geometry.outputShape, full), withPlane(geometry.outputShape, size)];
  return {
    detail,
    call: uncropped(call),
    frame: { full, start, size },
    ...(code === undefined ? {} : { code }),
    arranged: planeWindow(from, shape, start, edge),
  };
}

const ends = ({ geometry: { h, w } }: DiagnosisTarget): Pair => [h.paddingEnd, w.paddingEnd];

const uncroppedLines = `\
-Ho = (H - 1) * sH + dH * (kH - 1) + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW + dW * (kW - 1) + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 inserted[:, :, ::sH, ::sW] = x
-top, left = dH * (kH - 1), dW * (kW - 1)
+top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left, left, top, top))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`;

/** The code of the whole output, of which nothing is cropped and to which nothing is added. */
const uncroppedCode = unfoldCode(uncroppedLines);

const aroundOutputCode = unfoldCode(`\
${uncroppedLines}
 ${biasLine}
-y = F.pad(y, (pW, pW + opW, pH, pH + opH))`);

/** Returns the hypothesis that the padding's axes were swapped in an output of the right size; null if they are equal. */
function swappedAtSize(other: OtherCall): Hypothesis | null {
  const { padding } = other.call.params;
  const yours = swapped(padding);
  if (yours[0] === padding[0]) return null;
  const { h, w } = other.geometry;
  return {
    ...windowed(other, yours, [h.outputSize, w.outputSize], fillMarker.bias, ''),
    detail: `(${yours.join(', ')}) in place of (${padding.join(', ')}), in an output of the right size`,
    words: { what: 'padding', yours, required: padding },
    code: unfoldCode(`\
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left + pW - pH, left + opW + pH - pW, top + pH - pW, top + opH + pW - pH))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`),
    again: swappedAtSize,
  };
}

/** Returns the code of a crop at one end of each axis. */
const oneEndCode = (isEnd: boolean): FixCode =>
  unfoldCode(`\
-Ho = (H - 1) * sH - pH + dH * (kH - 1) + opH + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW - pW + dW * (kW - 1) + opW + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (${isEnd ? 'left + pW, left + opW, top + pH, top + opH' : 'left, left + opW + pW, top, top + opH + pH'}))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`);

export const paddingMistakes: readonly Mistake[] = [
  {
    id: 'padding-ignored',
    title: 'The padding was ignored',
    means: 'p = (0, 0)',
    place: 'padded',
    known: ['Samsung/TICO#420'],
    fix: 'Crop padding rows and columns from each side of the output, or pad the input by dilation·(kernel_size − 1) − padding.',
    code: unfoldCode(`\
${withoutPadding}
 x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`),
    *hypotheses(target) {
      if (isZeroPair(target.call.params.padding) && isZeroPair(ends(target))) return;
      yield { detail: '', call: withPadding(target.call, [0, 0]) };
      if (!isZeroPair(target.call.params.outputPadding))
        yield { detail: 'output_padding as well', call: uncropped(target.call), code: uncroppedCode };
    },
  },
  {
    id: 'padding-on-input',
    title: 'The padding was added instead of cropped',
    means: 'x or y padded instead of cropped',
    place: 'padded',
    known: [],
    fix: 'padding crops the output of a transposed convolution: pad the input by dilation·(kernel_size − 1) − padding.',
    code: null,
    *hypotheses(target) {
      const { call, geometry } = target;
      const [pH, pW] = call.params.padding;
      if (pH === 0 && pW === 0) return;
      const { shape } = call.input;
      const { h, w } = geometry;
      const padded = withPlane(shape, [h.inputSize + 2 * pH, w.inputSize + 2 * pW]);
      const places = placesOf(h.inputSize + 2 * pH, w.inputSize + 2 * pW, (row, column) => {
        const [y, x] = [row - pH, column - pW];
        const there = y >= 0 && y < h.inputSize && x >= 0 && x < w.inputSize;
        return there ? y * w.inputSize + x : -1;
      });
      const paddedInput = { ...call, input: rearranged(call.input, padded, (p) => p, places) };
      const line = 'x = F.pad(x, (pW, pW, pH, pH))';
      yield {
        detail: 'around the input',
        call: withPadding(paddedInput, [0, 0]),
        code: unfoldCode(`-${line}\n N, Cin, H, W = x.shape\n${withoutPadding}`),
      };
      yield { detail: 'around the input, and the output also cropped', call: paddedInput, code: beforehand(line) };
      const [fullH, fullW] = fullSize(geometry);
      const { outputPadding } = call.params;
      yield windowed(
        target,
        [-pH, -pW],
        [fullH + 2 * pH + outputPadding[0], fullW + 2 * pW + outputPadding[1]],
        fillMarker.zero,
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
    fix: 'Pass padding as (height, width).',
    code: swappedCode('p'),
    *hypotheses({ call, geometry }) {
      const { padding, paddingEnd } = call.params;
      if (padding[0] === padding[1] && (paddingEnd?.[0] ?? 0) === (paddingEnd?.[1] ?? 0)) return;
      const change = { padding: swapped(padding) };
      yield {
        detail: '',
        call: withParams(call, paddingEnd === undefined ? change : { ...change, paddingEnd: swapped(paddingEnd) }),
      };
      const sized = swappedAtSize({ call, geometry });
      if (sized !== null) yield sized;
    },
  },
  {
    id: 'output-padding-ignored',
    title: 'output_padding was ignored',
    means: 'op = (0, 0)',
    place: 'output',
    known: ['apache/tvm#18635'],
    fix: 'Extend the output by output_padding at the bottom and right, and compute the new rows and columns.',
    code: unfoldCode(withoutOutputPadding),
    *hypotheses({ call }) {
      if (isZeroPair(call.params.outputPadding)) return;
      yield { detail: '', call: withParams(call, { outputPadding: [0, 0] }) };
    },
  },
  {
    id: 'output-padding-zero-filled',
    title: 'The rows and columns added by output_padding were filled instead of computed',
    means: 'last rows and columns not computed',
    place: 'output',
    known: ['apache/tvm#5758', 'apache/tvm#19524'],
    fix: 'Compute the rows and columns that output_padding adds: input elements contribute to them too.',
    code: null,
    *hypotheses(target) {
      if (isZeroPair(target.call.params.outputPadding)) return;
      const { outputShape } = target.geometry;
      const [opH, opW] = target.call.params.outputPadding;
      const { outputSize: height } = target.geometry.h;
      const { outputSize: width } = target.geometry.w;
      const size: Pair = [height - opH, width - opW];
      const small = withPlane(outputShape, size);
      for (const edge of ['zero', 'bias'] as const) {
        if (edge === 'bias' && target.call.bias === null) continue;
        const line = 'y = F.pad(y, (0, opW, 0, opH))';
        yield placed(
          target,
          small,
          [0, 0],
          edge,
          edge === 'zero' ? 'with zeros' : 'with the bias',
          placedCode(edge, line),
        );
      }
    },
  },
  {
    id: 'output-padding-leading',
    title: 'output_padding was added at the top left',
    means: 'op added to the first rows and columns',
    place: 'output',
    known: [],
    fix: 'Apply output_padding at the bottom and right only.',
    code: null,
    *hypotheses(target) {
      if (isZeroPair(target.call.params.outputPadding)) return;
      const { h, w, outputShape } = target.geometry;
      const [opH, opW] = target.call.params.outputPadding;
      const start: Pair = [h.padding - opH, w.padding - opW];
      const size: Pair = [h.outputSize, w.outputSize];
      yield windowed(target, start, size, fillMarker.bias, 'added rows and columns computed', leadingCode);
      if (target.call.bias !== null)
        yield windowed(target, start, size, fillMarker.zero, 'added rows and columns computed, zeros outside', null);
      const small = withPlane(outputShape, [h.outputSize - opH, w.outputSize - opW]);
      const line = 'y = F.pad(y, (opW, 0, opH, 0))';
      yield placed(target, small, [opH, opW], 'zero', 'with zeros', placedCode('zero', line));
      if (target.call.bias !== null)
        yield placed(target, small, [opH, opW], 'bias', 'with the bias', placedCode('bias', line));
    },
  },
  {
    id: 'same-upper-lower-swapped',
    title: 'The odd row or column was cropped at the wrong end (SAME_UPPER and SAME_LOWER swapped)',
    means: 'start and end padding swapped',
    place: 'padded',
    known: ['microsoft/onnxruntime#9370'],
    fix: 'Swap the padding at start and end, so that the larger crop is at the other end.',
    code: leadingCode,
    *hypotheses(target) {
      const hypothesis = endsSwapped(target);
      if (hypothesis !== null) yield hypothesis;
    },
  },
];

/** Returns the hypothesis that the crops at the start and at the end were swapped; null if both are the same. */
function endsSwapped(other: OtherCall): Hypothesis | null {
  const { h, w } = other.geometry;
  const start: Pair = [h.padding, w.padding];
  const end: Pair = [h.paddingEnd - h.outputPadding, w.paddingEnd - w.outputPadding];
  if (start[0] === end[0] && start[1] === end[1]) return null;
  if (end[0] < 0 || end[1] < 0) return null;
  // Where output_padding makes the ends differ, it was added at the top left.
  const isEven = h.padding === h.paddingEnd && w.padding === w.paddingEnd;
  if (isEven) return null;
  const detail = `cropped (${end.join(', ')}) at the start and (${start.join(', ')}) at the end`;
  return {
    ...windowed(other, end, [h.outputSize, w.outputSize], fillMarker.bias, detail),
    again: endsSwapped,
  };
}

/**
 * Returns the code that computes the output without output_padding and pads it afterwards, before or after the bias is
 * added.
 */
const placedCode = (edge: keyof typeof fillMarker, line: string): FixCode => {
  const last = edge === 'bias' ? `-${line}\n ${biasLine}` : ` ${biasLine}\n-${line}`;
  return unfoldCode(`${withoutOutputPadding}\n y = Y.reshape(N, Cout, Ho, Wo)\n${last}`);
};

/** Returns the hypothesis of an output computed without output_padding and placed at an offset in the correct size. */
function placed(
  { call, geometry }: DiagnosisTarget,
  small: Shape,
  [top, left]: Pair,
  edge: keyof typeof fillMarker,
  detail: string,
  code: FixCode,
): Hypothesis {
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
    arranged: planeWindow(small, geometry.outputShape, [-top, -left], fillMarker[edge]),
  };
}

/** Mistakes of the padding that other mistakes make as well, for example zeros after the last element. */
export const paddingEndMistakes: readonly Mistake[] = [
  {
    id: 'padding-one-end',
    title: 'The padding was cropped at one end only',
    means: 'p rows less, not 2·p',
    place: 'padded',
    known: ['apple/coremltools#1904'],
    fix: 'Crop padding rows and columns from each side of the output, at the top and left as well as at the bottom and right.',
    code: null,
    alone: true,
    general: true,
    *hypotheses({ call }) {
      const { padding, paddingEnd } = call.params;
      if (isZeroPair(padding) || paddingEnd !== undefined) return;
      const start = withParams(call, { paddingEnd: [0, 0] });
      yield { detail: 'at the top and left', call: start, parameters: start.params, code: oneEndCode(false) };
      const end = withParams(call, { padding: [0, 0], paddingEnd: padding });
      yield { detail: 'at the bottom and right', call: end, parameters: end.params, code: oneEndCode(true) };
    },
  },
];
