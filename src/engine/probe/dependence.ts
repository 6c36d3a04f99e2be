import type { Call } from '../core/call.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Bench } from './bench.ts';
import type { CodedCheck } from './codedCheck.ts';
import { codeTolerance } from './codes.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';

/** The factors of the products. */
export type Factor = 'input' | 'weight';

/**
 * Returns the factors that do not matter: with zeros in their place, the output of a run is the same to the last bit. An
 * implementation that keeps the weight of its first run, or has one of its own, is such a one.
 */
export function* ignoredFactors(bench: Bench, call: Call, output: Tensor): Probing<Measured<readonly Factor[]>> {
  const ignored: Factor[] = [];
  const values = { input: call.input.data, weight: call.weight.data, bias: call.bias?.data ?? null };
  for (const factor of ['input', 'weight'] as const) {
    const zeros = new Float64Array(values[factor].length);
    const measured = yield* bench.run('parts', { ...values, [factor]: zeros });
    if (!measured.ok) return measured;
    const { data } = measured.value.output;
    if (output.data.every((value, at) => Object.is(value, data[at]))) ignored.push(factor);
  }
  return measuredAs(ignored);
}

/**
 * Returns true if an image gives another output alone, or among many, than among those of the call. An implementation that
 * takes no other number of images is not asked.
 */
export function* dependsOnBatch(bench: Bench, { call, output }: CodedCheck): Probing<Measured<boolean>> {
  const image = call.input.data.slice(0, bench.imageSize);
  for (const count of [1, 2 * bench.subject.geometry.n + 1]) {
    if (!bench.takesAnyBatch) return measuredAs(false);
    const copies = Array.from({ length: count }, () => image);
    const measured = yield* bench.images('images', copies, call.weight.data);
    if (!measured.ok) return measured;
    const isOther = measured.value.some((made) =>
      made.some((value, at) => !(Math.abs(value - (output.data[at] as number)) <= codeTolerance)),
    );
    if (isOther) return measuredAs(true);
  }
  return measuredAs(false);
}
