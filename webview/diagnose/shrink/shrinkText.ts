import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { formatFixed, formatInteger, formatShape } from '../../../src/scenario/text/format.ts';
import { parametersReport } from '../../../src/scenario/report/reportOf.ts';
import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { exactNumber } from '../../viewer/cellWords.ts';

/** Elements of a tensor that are written out. */
const most = 64;

/** "input 1×1×1×1, weight 1×1×1×2, no bias → output 1×1×1×2". */
export function callText({ call, expected }: SmallestCall): string {
  const { input, weight, bias } = call;
  const parts = [
    `input ${formatShape(input.shape)}`,
    `weight ${formatShape(weight.shape)}`,
    bias === null ? 'no bias' : `bias ${formatShape(bias.shape)}`,
  ];
  return `${parts.join(', ')} → output ${formatShape(expected.shape)}`;
}

/** PyTorch's defaults; that of the padding at the end is the padding's. */
const usual: Readonly<Record<string, number | readonly number[]>> = {
  ...parametersReport(defaultParams),
};

/** What parameters are not PyTorch's defaults: "stride (2, 1), groups 2". */
export function parametersText({ call }: SmallestCall): string {
  const entries = Object.entries(parametersReport(call.params)).filter(
    ([name, value]) => String(value) !== String(usual[name] ?? usual.padding),
  );
  if (entries.length === 0) return 'every parameter at its default';
  return entries
    .map(([name, value]) => `${name} ${typeof value === 'number' ? String(value) : `(${value.join(', ')})`}`)
    .join(', ');
}

/** The tensor's values in nested brackets, the shortest numbers that are the same again; of a long one the first. */
export function valuesOf({ shape, data, dtype }: Tensor): string {
  const texts = Array.from(data.subarray(0, most), (value) =>
    Number.isFinite(value) ? exactNumber(value, dtype) : formatFixed(value, 0),
  );
  const rest = data.length - texts.length;
  if (rest > 0) return `${texts.join(', ')}, … ${formatInteger(rest)} more`;
  const nested = (axis: number, from: number, count: number): string => {
    const size = shape[axis];
    if (size === undefined) return texts[from] ?? '';
    const each = size === 0 ? 0 : count / size;
    const parts = Array.from({ length: size }, (_, i) => nested(axis + 1, from + i * each, each));
    return `[${parts.join(', ')}]`;
  };
  return nested(0, 0, data.length);
}

/** What was found, for who listens. */
export function shrunkText(smallest: SmallestCall): string {
  return `Found: ${callText(smallest)}, ${parametersText(smallest)}.${smallest.minimal ? '' : ' Not the smallest yet: the tries ran out.'}`;
}
