import type { Call } from '../core/call.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Bench } from './bench.ts';
import { integersOf } from './codes.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';
import { sumOfTerms, type TermMap } from './termMap.ts';

/** A run on small random integers without bias. */
export interface CodedCheck {
  readonly call: Call;
  readonly output: Tensor;
}

/** Runs the implementation on small random integers, whose sums are exact in every precision. */
export function* codedCheckOf(bench: Bench, seed: number): Probing<Measured<CodedCheck>> {
  const values = {
    input: integersOf(bench.subject.geometry.n * bench.imageSize, 3, seed),
    weight: integersOf(bench.weightSize, 3, seed + 100),
  };
  const measured = yield* bench.run('coded', values);
  if (!measured.ok) return measured;
  return measuredAs({ call: bench.callOf(values), output: measured.value.output });
}

/** A map, and the output elements whose terms do not give the values of the runs. */
export interface CheckedMap {
  readonly terms: TermMap;
  readonly unexplained: readonly number[];
}

/** Checks a map against runs on integers. `constant` is added to every image. */
export function checkMap(terms: TermMap, constant: Float64Array, checks: readonly CodedCheck[]): CheckedMap {
  const unexplained: number[] = [];
  terms.forEach((list, at) => {
    const offset = constant[at % constant.length] as number;
    const isExplained = checks.every(({ call, output }) => {
      const { sum, magnitude } = sumOfTerms(list, call);
      return Math.abs((output.data[at] as number) - sum - offset) <= allowed(magnitude);
    });
    if (!isExplained) unexplained.push(at);
  });
  return { terms, unexplained };
}

/**
 * Returns how far a sum of integers may be from the exact one: by the rounding of bfloat16, but not so far as the next
 * integer.
 */
function allowed(magnitude: number): number {
  return Math.min(0.45, 0.02 + magnitude / 256);
}
