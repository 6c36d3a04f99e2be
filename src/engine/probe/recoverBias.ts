import type { Bench } from './bench.ts';
import { codebookOf, codeTolerance } from './codes.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';
import { plainNumber } from './recoverMap.ts';
import type { BiasTerm } from './termMap.ts';

/**
 * Recovers the part of the bias in each output element, in the order of the output: an input of zeros leaves the bias
 * alone, ones give its coefficient, and codes the element. Null if the call has no bias.
 */
export function* recoverBias(bench: Bench, constant: Float64Array): Probing<Measured<readonly BiasTerm[] | null>> {
  const { bias } = bench.subject.shape;
  if (bias === null) return measuredAs(null);
  const count = bias[0] ?? 0;
  const book = codebookOf(count);
  // Scales that are taken from the weight must not be 0.
  const weight = new Float64Array(bench.weightSize).fill(1);
  const outputs: Float64Array[] = [];
  for (const codes of [new Float64Array(count).fill(1), ...book.runs]) {
    const measured = yield* bench.run('bias', { weight, bias: codes });
    if (!measured.ok) return measured;
    outputs.push(
      Float64Array.from(measured.value.output.data, (value, at) => value - (constant[at % constant.length] as number)),
    );
    // No other bias than the definition's gives ones and its own codes, so the rest would say the same.
    if (outputs.length === 2 && isDefinition(bench, outputs, codes)) {
      return measuredAs(Array.from(outputs[0] ?? [], (_, at) => ({ channel: channelOf(bench, at), coefficient: 1 })));
    }
  }
  const [ones = new Float64Array(), ...coded] = outputs;
  return measuredAs(
    Array.from(ones, (sum, at) => {
      const coefficient = plainNumber(sum);
      if (coefficient === 0 || !Number.isFinite(coefficient)) return { channel: null, coefficient: 0 };
      return { channel: book.find(coded.map((run) => (run[at] as number) / coefficient)), coefficient };
    }),
  );
}

function channelOf({ subject: { geometry } }: Bench, at: number): number {
  return Math.floor(at / geometry.columns) % geometry.cout;
}

/** Returns true if a bias of ones and a bias of codes are in every element as the definition has them. */
function isDefinition(bench: Bench, [ones, coded]: readonly Float64Array[], codes: Float64Array): boolean {
  const isNear = (value: number | undefined, wanted: number): boolean =>
    Math.abs((value ?? NaN) - wanted) <= codeTolerance;
  return (
    ones?.every((value, at) => isNear(value, 1) && isNear(coded?.[at], codes[channelOf(bench, at)] ?? NaN)) === true
  );
}
