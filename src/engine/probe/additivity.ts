import type { Tensor } from '../core/tensor.ts';
import type { Bench } from './bench.ts';
import { uniformsOf } from './codes.ts';
import type { CodedCheck } from './codedCheck.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';
import type { NonLinear } from './scaledRun.ts';

/** An element whose value is not the sum of those that the parts of the input, or of the weight, give. */
export interface NonAdditive {
  readonly test: 'input' | 'weight';
  readonly element: NonLinear;
}

/** How far sums of integers may be apart: less than an integer, more than bfloat16 rounds them. */
const allowed = 0.45;

/**
 * Splits the input, then the weight, of a run on integers at random: a bilinear output is the sum of the outputs of the
 * parts. Returns the element that is furthest off; null if all add up.
 */
export function* nonAdditiveElement(
  bench: Bench,
  { call, output }: CodedCheck,
  constant: Float64Array,
): Probing<Measured<NonAdditive | null>> {
  const { input, weight } = { input: call.input.data, weight: call.weight.data };
  for (const test of ['input', 'weight'] as const) {
    const random = uniformsOf(31);
    const whole = test === 'input' ? input : weight;
    const inFirst = Array.from(whole, () => random() < 0.5);
    const parts: Tensor[] = [];
    for (const which of [true, false]) {
      const part = Float64Array.from(whole, (value, at) => (inFirst[at] === which ? value : 0));
      const measured = yield* bench.run('parts', { input, weight, [test]: part });
      if (!measured.ok) return measured;
      parts.push(measured.value.output);
    }
    const element = furthest(output, parts, constant);
    if (element !== null) return measuredAs({ test, element });
  }
  return measuredAs(null);
}

function furthest(whole: Tensor, parts: readonly Tensor[], constant: Float64Array): NonLinear | null {
  let found: NonLinear | null = null;
  let worst = allowed;
  whole.data.forEach((actual, at) => {
    const offset = (parts.length - 1) * (constant[at % constant.length] as number);
    const expected = parts.reduce((sum, { data }) => sum + (data[at] as number), -offset);
    const off = Math.abs(actual - expected);
    if (off > worst) {
      worst = off;
      found = { at, before: parts[0]?.data[at] ?? 0, expected, actual };
    }
  });
  return found;
}
