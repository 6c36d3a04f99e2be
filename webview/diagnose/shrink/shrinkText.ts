import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { formatFixed, formatInteger, formatShape } from '../../../src/scenario/text/format.ts';
import { parametersReport } from '../../../src/scenario/report/reportOf.ts';
import type { ShrunkSubject, SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { exactNumber } from '../../viewer/cellWords.ts';

/** Most elements of a tensor that are written out. */
const mostElements = 64;

/** Returns the shapes of a call: "input 1×1×1×1, weight 1×1×1×2, no bias → output 1×1×1×2". */
export function callText({ call, expected }: SmallestCall): string {
  const { input, weight, bias } = call;
  const parts = [
    `input ${formatShape(input.shape)}`,
    `weight ${formatShape(weight.shape)}`,
    bias === null ? 'no bias' : `bias ${formatShape(bias.shape)}`,
  ];
  return `${parts.join(', ')} → output ${formatShape(expected.shape)}`;
}

/** PyTorch's defaults. The padding at the end, which PyTorch does not have, has the padding's default. */
const defaults: Readonly<Record<string, number | readonly number[]>> = {
  ...parametersReport(defaultParams),
};

/** Returns the parameters that are not PyTorch's defaults: "stride (2, 1), groups 2". */
export function parametersText({ call }: SmallestCall): string {
  const entries = Object.entries(parametersReport(call.params)).filter(
    ([name, value]) => String(value) !== String(defaults[name] ?? defaults.padding),
  );
  if (entries.length === 0) return 'every parameter at its default';
  return entries
    .map(([name, value]) => `${name} ${typeof value === 'number' ? String(value) : `(${value.join(', ')})`}`)
    .join(', ');
}

/**
 * Returns a tensor's values in nested brackets, each with the digits that identify it; only the first of a long tensor.
 */
export function valuesOf({ shape, data, dtype }: Tensor): string {
  const texts = Array.from(data.subarray(0, mostElements), (value) =>
    Number.isFinite(value) ? exactNumber(value, dtype) : formatFixed(value, 0),
  );
  const rest = data.length - texts.length;
  if (rest > 0) return `${texts.join(', ')}, … ${formatInteger(rest)} more`;
  const nested = (axis: number, from: number, count: number): string => {
    const size = shape[axis];
    if (size === undefined) return texts[from] ?? '';
    const step = size === 0 ? 0 : count / size;
    const parts = Array.from({ length: size }, (_, i) => nested(axis + 1, from + i * step, step));
    return `[${parts.join(', ')}]`;
  };
  return nested(0, 0, data.length);
}

/** Says what the smallest call shows, and what its tests do. */
export function subjectText(subject: ShrunkSubject): string {
  return subject.kind === 'mistake'
    ? `${subject.title}: this call shows it. The tests call your implementation, which you fill in; they fail while the mistake is there.`
    : 'No known mistake explains your output, so this is a part of it, with the rest cropped. Your implementation may compute this call correctly; the tests check the recorded values.';
}

/** Returns the result of the search for screen readers. */
export function shrunkText(smallest: SmallestCall): string {
  const found = smallest.subject.kind === 'mistake' ? 'Smallest failing example' : 'A crop of your output';
  return `${found}: ${callText(smallest)}, ${parametersText(smallest)}.${smallest.minimal ? '' : ' It may not be the smallest: the search stopped at its limit.'}`;
}
