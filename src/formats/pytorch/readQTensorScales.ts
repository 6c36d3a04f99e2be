import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import type { PickledTensor } from './pickledTensor.ts';
import { checkQTensorScales, type QTensorScales } from './qTensor.ts';
import { checkView, readView } from './readView.ts';
import type { BytesOf } from './storageBytes.ts';

/** Refuses a tensor that its storage does not hold, or whose scales, zero points or places theirs do not hold. */
export function checkPickled(view: PickledTensor, bytesOf: BytesOf): Result<null> {
  const { quantiser, sparse } = view;
  const parts = quantiser === undefined || quantiser.axis === null ? [] : [quantiser.scales, quantiser.zeroPoints];
  for (const part of [view, ...parts, ...(sparse?.places ?? [])]) {
    const checked = checkView(part, bytesOf(part));
    if (!checked.ok) return checked;
  }
  return ok(null);
}

/** Reads how the integers of a quantised tensor stand for numbers; null for any other tensor. The refusal is a noun phrase. */
export async function qTensorScalesOf(
  { quantiser, shape }: PickledTensor,
  bytesOf: BytesOf,
  little: boolean,
): Promise<Result<QTensorScales | null>> {
  if (quantiser === undefined) return ok(null);
  if (quantiser.axis === null) {
    return ok({ scales: [quantiser.scale], zeroPoints: [quantiser.zeroPoint], axis: null });
  }
  const count = shape[quantiser.axis];
  const lists: (readonly number[])[] = [];
  for (const view of [quantiser.scales, quantiser.zeroPoints]) {
    const bytes = bytesOf(view);
    if (bytes === undefined || elementCount(view.shape) !== count) {
      return refuse('file', 'a quantised tensor whose scales do not fit its shape');
    }
    const read = await readView(view, bytes, little);
    if (!read.ok) return read;
    lists.push(Array.from(read.value.data));
  }
  const [scales = [], zeroPoints = []] = lists;
  const quantisation = { scales, zeroPoints, axis: quantiser.axis };
  const checked = checkQTensorScales(quantisation, shape);
  return checked.ok ? ok(quantisation) : checked;
}
