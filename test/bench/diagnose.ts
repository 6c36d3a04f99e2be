import { type Call, shapeOf } from '../../src/engine/core/call.ts';
import { finish, type Steps } from '../../src/engine/core/steps.ts';
import { elementCount, type Float32Tensor, type Shape, type Tensor, tensorOf } from '../../src/engine/core/tensor.ts';
import { withFlippedWeight, withPadding } from '../../src/engine/diagnose/model/edits.ts';
import { diagnose } from '../../src/engine/diagnose/search/diagnose.ts';
import { diagnoseGradient } from '../../src/engine/gradients/search/diagnoseGradient.ts';
import { Mt19937 } from '../../src/engine/fills/mt19937.ts';
import { computeReference } from '../../src/engine/reference/computeReference.ts';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { workloadOf } from './workloads.ts';

/** How long `diagnose` takes for an output, and what it finds. */
export interface DiagnoseTimes {
  readonly title: string;
  readonly output: string;
  readonly found: string;
  readonly spread: Spread;
}

const k4s2p1 = { kernel: 4, params: { stride: 2, padding: 1 } } as const;
const calls = [
  workloadOf('forum', { cin: 50, size: 28, cout: 30, kernel: 3 }),
  workloadOf('large', { cin: 64, size: 56, cout: 64, ...k4s2p1 }),
  workloadOf('deep', { cin: 512, size: 16, cout: 256, ...k4s2p1 }),
  workloadOf('upsample', { cin: 21, size: 34, cout: 21, kernel: 16, params: { stride: 8, padding: 4 } }),
];

/** Times right outputs, known mistakes, other parameters, and outputs that nothing explains, pairs included. */
export function diagnoseTimes(quick: boolean): readonly DiagnoseTimes[] {
  const random = new Mt19937(1);
  const filled = (shape: Shape): Float32Tensor => {
    const data = new Float32Array(elementCount(shape));
    for (let i = 0; i < data.length; i++) data[i] = random.uint32() / 2 ** 31 - 1;
    return { dtype: 'float32', shape, data };
  };
  return calls.slice(0, quick ? 2 : calls.length).flatMap(({ title, shape }) => {
    const bias = filled([(shape.weight[1] ?? 1) * shape.params.groups]);
    const call: Call = {
      dtype: 'float32',
      input: filled(shape.input),
      weight: filled(shape.weight),
      bias,
      params: shape.params,
    };
    const right = outputOf(call);
    const noisy = { ...right, data: right.data.map((value) => 1.1 * value + random.uint32() / 2 ** 32) } as Tensor;
    const outputs: readonly (readonly [string, Tensor])[] = [
      ['right', right],
      ['kernel not rotated', outputOf(withFlippedWeight(call, [2, 3]))],
      ['other parameters', outputOf(withPadding(call, [2, 0]))],
      ['nothing known', noisy],
    ];
    const rounds = quick ? 3 : 9;
    return [
      ...outputs.map(([output, actual]) => {
        const run = () => diagnose(call, geometryOf(call), actual);
        return { title, output, ...timed(run, rounds) };
      }),
      ...gradientTimes(call, filled(right.shape), rounds).map((times) => ({ title, ...times })),
    ];
  });
}

/** Times a right gradient of the input and of the weight, and gradients that nothing explains. */
function gradientTimes(call: Call, gradOutput: Tensor, rounds: number): readonly Omit<DiagnoseTimes, 'title'>[] {
  const { dtype, input, weight } = call;
  const geometry = geometryOf({ ...call, bias: null });
  return (['input', 'weight'] as const).flatMap((of) => {
    const factor = of === 'input' ? weight : input;
    const checked = { of, dtype, geometry, gradOutput, factor, own: of === 'input' ? input : weight };
    const { shape } = of === 'input' ? input : weight;
    const { target } = finish(diagnoseGradient(checked, tensorOf(dtype, [1], [0])));
    const right = tensorOf(dtype, shape, target.reference.data);
    const noisy = tensorOf(
      dtype,
      shape,
      Array.from(right.data, (value, at) => 1.1 * value + (at % 7)),
    );
    return [[`d${of}, right`, right] as const, [`d${of}, nothing known`, noisy] as const].map(([output, actual]) => ({
      output,
      ...timed(() => diagnoseGradient(checked, actual), rounds),
    }));
  });
}

/** Returns the output of a call, rounded to float32. */
function outputOf(call: Call): Float32Tensor {
  const { reference } = finish(computeReference(call, geometryOf(call)));
  return { dtype: 'float32', shape: reference.shape, data: Float32Array.from(reference.data) };
}

function geometryOf(call: Call) {
  const accepted = validateCall(shapeOf(call));
  if (!accepted.ok) throw new Error(accepted.refusal.message);
  return accepted.value;
}

/** What a diagnosis of an output and one of a gradient have in common. */
interface Found {
  readonly verdict: string;
  readonly matches: readonly { readonly mistakes: readonly { readonly id: string }[] }[];
}

function timed(run: () => Steps<Found>, rounds: number): Pick<DiagnoseTimes, 'found' | 'spread'> {
  const times: number[] = [];
  let found = '';
  // The first round is that of a compiler that does not know the code yet.
  for (let round = -1; round < rounds; round++) {
    const start = performance.now();
    const { verdict, matches } = finish(run());
    if (round >= 0) times.push(performance.now() - start);
    found = matches[0]?.mistakes.map(({ id }) => id).join(' + ') ?? verdict;
  }
  return { found, spread: spreadOf(times) };
}
