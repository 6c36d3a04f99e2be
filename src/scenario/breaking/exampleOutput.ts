import { largestFinite } from '../../engine/rounding/largestFactors.ts';
import { rounderTo } from '../../engine/rounding/roundTo.ts';
import { leadingAxes } from '../../engine/views/plane.ts';
import { type Tensor, tensorOf } from '../../engine/core/tensor.ts';

/**
 * Wrong outputs of mistakes that are recognized by the output itself, made from the right output, by the mistake's id:
 * there is one such mistake for every order and every factor.
 */
const outputs: Readonly<Record<string, (right: Tensor, bias: Tensor | null) => Tensor>> = {
  'channels-permuted': (right) => turned(right, 3),
  'batch-permuted': (right) => turned(right, 4),
  scaled: (right) => byElement(right, (value) => value / 2),
  'bias-elsewhere': (right, bias) => {
    const channels = bias?.data.length ?? 1;
    return byChannel(right, (value, channel) => value - biasAt(bias, channel) + biasAt(bias, (channel + 1) % channels));
  },
  'bias-partly-missing': (right, bias) =>
    byChannel(right, (value, channel) => (channel === 0 ? value - biasAt(bias, 0) : value)),
  'bias-scaled': (right, bias) => byChannel(right, (value, channel) => value + 3 * biasAt(bias, channel)),
  'sum-scaled': (right, bias) =>
    byChannel(right, (value, channel) => (value - biasAt(bias, channel)) / 2 + biasAt(bias, channel)),
  'cut-to-integers': (right) => byElement(right, Math.trunc),
  'parts-not-computed': (right) => withLastRow(right, () => 0),
  'affine-after': (right) => byChannel(right, (value, channel) => value * (1.5 + channel / 4) + 1 - channel / 2),
  'bias-other': (right) => byChannel(right, (value, channel) => value + 0.3 + channel / 5),
  'activation-fitted-after': (right) => {
    const half = largestFinite(right, 0, right.data.length) / 2;
    return byElement(right, (value) => Math.min(half, Math.max(-half / 2, value)));
  },
  'affine-activation-after': (right) =>
    byChannel(right, (value, channel) => Math.max(0, value * (1.5 + channel / 4) + 1 - channel / 2)),
  'activation-scaled-after': (right) => byElement(right, (value) => (Math.tanh(value) + 1) / 2),
  'normalized-after': standardized,
  'normalized-affine-after': (right) =>
    byChannel(standardized(right), (value, channel) => value * (1.5 + channel / 4) + 1 - channel / 2),
  'reduced-after': (right) => sumOfRows(right),
  'resized-after': (right) => everySecond(right),
  'combined-after': (right) => withChannelsTwice(right),
  // Every second element.
  'dropout-after': (right) => byElement(right, (value, at) => (at % 2 === 0 ? 0 : 2 * value)),
  'output-rounded': (right) => byElement(right, rounderTo('float16')),
  'output-stepped': (right) => byElement(right, (value) => Math.floor(value * 8) / 8),
  'output-int8': (right) => {
    const scale = largestFinite(right, 0, right.data.length) / 127;
    return byElement(right, (value) => (scale === 0 ? value : Math.round(value / scale) * scale));
  },
  'output-window': (right) => withoutLast(right),
  'bias-uneven': (right, bias) => {
    const w = right.shape.at(-1) ?? 1;
    return byChannel(right, (value, channel, at) => (at % w === w - 1 ? value - biasAt(bias, channel) : value));
  },
  'parts-filled': (right) => withLastRow(right, () => -1),
  'lines-moved': (right) => withLastRow(right, (at, width) => right.data[at - width] ?? 0),
  'written-elsewhere': (right) => byElement(right, (_, at) => right.data[at - 1] ?? 0),
};

/** Returns an output with a function applied to every element, which is also given its flat index. */
function byElement(right: Tensor, change: (value: number, at: number) => number): Tensor {
  return tensorOf(
    right.dtype,
    right.shape,
    right.data.map((value, at) => change(value, at)),
  );
}

/** Returns an output with a function applied to every element, which is also given its channel and its flat index. */
function byChannel(right: Tensor, change: (value: number, channel: number, at: number) => number): Tensor {
  const [c = 1, h = 1, w = 1] = right.shape.slice(-3);
  return byElement(right, (value, at) => change(value, Math.floor(at / (h * w)) % c, at));
}

/** Returns the bias of an output channel; 0 if there is none. */
function biasAt(bias: Tensor | null, channel: number): number {
  return bias?.data[channel] ?? 0;
}

/** Returns an output whose planes have the mean 0 and the variance 1. */
function standardized(right: Tensor): Tensor {
  const [h = 1, w = 1] = right.shape.slice(-2);
  const area = h * w;
  const data = right.data.slice();
  for (let first = 0; first < data.length; first += area) {
    const plane = data.subarray(first, first + area);
    const mean = sum(plane) / area;
    const variance = sum(plane.map((value) => (value - mean) ** 2)) / area;
    if (variance > 0) plane.set(plane.map((value) => (value - mean) / Math.sqrt(variance)));
  }
  return tensorOf(right.dtype, right.shape, data);
}

function sum(values: Tensor['data']): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Returns an output with one number, its sum, in place of each row. */
function sumOfRows(right: Tensor): Tensor {
  const w = right.shape.at(-1) ?? 1;
  const sums = Array.from({ length: right.data.length / w }, (_, row) =>
    sum(right.data.subarray(row * w, (row + 1) * w)),
  );
  return tensorOf(right.dtype, right.shape.slice(0, -1), sums);
}

/** Returns an output with every second row and column only. */
function everySecond(right: Tensor): Tensor {
  const [h = 1, w = 1] = right.shape.slice(-2);
  const values = right.data.filter((_, at) => (at % w) % 2 === 0 && (Math.floor(at / w) % h) % 2 === 0);
  return tensorOf(right.dtype, [...right.shape.slice(0, -2), Math.ceil(h / 2), Math.ceil(w / 2)], values);
}

/** Returns an output whose channels come a second time. */
function withChannelsTwice(right: Tensor): Tensor {
  const [c = 1, h = 1, w = 1] = right.shape.slice(-3);
  const size = c * h * w;
  const values: number[] = [];
  for (let first = 0; first < right.data.length; first += size) {
    const image = right.data.subarray(first, first + size);
    values.push(...image, ...image);
  }
  return tensorOf(right.dtype, [...right.shape.slice(0, -3), 2 * c, h, w], values);
}

/** Returns an output with other values in the last row of every plane. `value` is given a flat index and the width. */
function withLastRow(right: Tensor, value: (at: number, width: number) => number): Tensor {
  const [h = 1, w = 1] = right.shape.slice(-2);
  return byElement(right, (own, at) => (Math.floor(at / w) % h === h - 1 ? value(at, w) : own));
}

/** Returns an output without its last row. */
function withoutLast(right: Tensor): Tensor {
  const [h = 1, w = 1] = right.shape.slice(-2);
  if (h < 2) return right;
  const values = right.data.filter((_, at) => Math.floor(at / w) % h < h - 1);
  return tensorOf(right.dtype, [...right.shape.slice(0, -2), h - 1, w], values);
}

/** Returns an output with the mistake; the right output for a mistake that is known without an output. */
export function exampleOutput(id: string, right: Tensor, bias: Tensor | null): Tensor {
  return outputs[id]?.(right, bias) ?? right;
}

/** Moves every slice along an axis, counted from the end, to the place of the one before it. */
function turned(right: Tensor, fromEnd: number): Tensor {
  const { shape, dtype, data } = right;
  const axis = shape.length - fromEnd;
  if (axis < 0 || axis >= leadingAxes(shape).length) return right;
  const size = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((count, length) => count * length, 1);
  const block = size * inner;
  const moved = tensorOf(dtype, shape, data);
  for (let at = 0; at < data.length; at += block) {
    moved.data.set(data.subarray(at + inner, at + block), at);
    moved.data.set(data.subarray(at, at + inner), at + block - inner);
  }
  return moved;
}
