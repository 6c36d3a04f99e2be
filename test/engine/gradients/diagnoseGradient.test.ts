import assert from 'node:assert/strict';
import { finish } from '../../../src/engine/core/steps.ts';
import { castTensor, type DType, type Shape, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { Mt19937 } from '../../../src/engine/fills/mt19937.ts';
import { diagnoseGradient, type GradientDiagnosis } from '../../../src/engine/gradients/search/diagnoseGradient.ts';
import {
  type GradientCall,
  type GradientKind,
  gradientKinds,
} from '../../../src/engine/gradients/sums/gradientCall.ts';
import { type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { gradientCases, type GradientCase } from '../gradientCases.ts';

function callOf(one: GradientCase, of: GradientKind, dtype: DType): GradientCall {
  const { stride, padding, output_padding: outputPadding, dilation, groups, input, weight } = one;
  const params = { stride, padding, outputPadding, dilation, groups };
  const valid = validateCall({ input, weight, bias: null, params });
  assert.ok(valid.ok);
  const [x, w] = [tensorOf(dtype, input, one.x), tensorOf(dtype, weight, one.w)];
  const factor = of === 'input' ? w : of === 'weight' ? x : null;
  return {
    of,
    dtype,
    geometry: valid.value,
    gradOutput: tensorOf(dtype, one.output, one.v),
    factor,
    own: of === 'input' ? x : w,
  };
}

/** PyTorch's gradient. */
function torchGradient(one: GradientCase, of: GradientKind): Tensor | null {
  if (of === 'bias') return one.gb && tensorOf('float64', [one.gb.length], one.gb);
  return of === 'input' ? tensorOf('float64', one.input, one.gx) : tensorOf('float64', one.weight, one.gw);
}

function diagnosed(call: GradientCall, actual: Tensor, profile: ProfileId): GradientDiagnosis {
  return finish(diagnoseGradient(call, castTensor(actual, call.dtype), profileOf(profile)));
}

const idsOf = ({ matches }: GradientDiagnosis): readonly string[] =>
  matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));

/** A random call with K terms in each element of its gradients. */
function randomCall(of: GradientKind, seed: number): GradientCall {
  const random = new Mt19937(seed);
  const filled = (shape: Shape): Tensor =>
    tensorOf(
      'float32',
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uint32() / 2 ** 31 - 1),
    );
  const params = { stride: [2, 1], padding: [1, 0], outputPadding: [0, 0], dilation: [1, 2], groups: 2 } as const;
  const [x, w] = [filled([3, 4, 5, 4]), filled([4, 3, 3, 2])];
  const valid = validateCall({ input: x.shape, weight: w.shape, bias: null, params });
  assert.ok(valid.ok);
  const factor = of === 'input' ? w : of === 'weight' ? x : null;
  return {
    of,
    dtype: 'float32',
    geometry: valid.value,
    gradOutput: filled(valid.value.outputShape),
    factor,
    own: of === 'input' ? x : w,
  };
}

describe('the diagnosis of a gradient', () => {
  it('finds PyTorch’s exact gradients exactly equal, in float32 and float64', () => {
    for (const one of gradientCases) {
      for (const of of gradientKinds) {
        const right = torchGradient(one, of);
        if (right === null) continue;
        for (const dtype of ['float32', 'float64'] as const) {
          assert.equal(diagnosed(callOf(one, of, dtype), right, dtype).verdict, 'exact', JSON.stringify({ of, dtype }));
        }
      }
    }
  });

  it('allows errors up to the rounding bound, and calls larger ones wrong', () => {
    for (const of of gradientKinds) {
      const call = randomCall(of, 7);
      const { target } = diagnosed(call, nothing, 'float32');
      const { reference, rounding } = target;
      const rounded = castTensor(reference, 'float32');
      // K and the magnitudes by the definition: every element of the bias's gradient is a sum of N·Ho·Wo numbers.
      if (of === 'bias') {
        const { n, cout, columns } = call.geometry;
        const ofFirst = Array.from(call.gradOutput.data).filter((_, at) => Math.floor(at / columns) % cout === 0);
        const magnitude = ofFirst.reduce((sum, value) => sum + Math.abs(value), 0);
        const bound = rounding.bound({ value: reference.data[0] ?? 0, magnitude, terms: n * columns });
        const gamma = (n * columns * 2 ** -24) / (1 - n * columns * 2 ** -24);
        assert.ok(bound >= gamma * magnitude && bound < 1.001 * gamma * magnitude);
      }
      const withError = (ratio: number): Tensor => {
        const { comparison } = diagnosed(call, nudged(rounded, 1e-7), 'float32');
        const bound = 1e-7 / (comparison?.maxBoundRatio?.value ?? NaN);
        return nudged(rounded, ratio * bound);
      };
      assert.equal(diagnosed(call, rounded, 'float32').verdict, 'rounding');
      assert.equal(diagnosed(call, withError(0.5), 'float32').verdict, 'rounding');
      assert.equal(diagnosed(call, withError(4), 'float32').verdict, 'mismatch');
    }
  });

  it('names nothing for noise, and says where it is', () => {
    for (const of of gradientKinds) {
      const call = randomCall(of, 3);
      const { target } = diagnosed(call, nothing, 'float32');
      const random = new Mt19937(5);
      const noisy = Array.from(target.reference.data, (value) => value + random.uint32() / 2 ** 31);
      const diagnosis = diagnosed(call, tensorOf('float32', target.reference.shape, noisy), 'float32');
      assert.deepEqual([diagnosis.verdict, idsOf(diagnosis)], ['mismatch', []]);
      assert.equal(diagnosis.where?.wrong, noisy.length);
    }
  });

  it('accepts a NaN where the definition has one, and nowhere else', () => {
    const call = randomCall('weight', 9);
    const factor = { ...(call.factor as Tensor), data: (call.factor as Tensor).data.slice() } as Tensor;
    factor.data[0] = NaN;
    const tainted = { ...call, factor };
    const { reference } = diagnosed(tainted, nothing, 'float32').target;
    // x[0, 0, 0, 0] meets only the weights of input channel 0.
    const [planes, size] = [call.geometry.cin, reference.data.length / call.geometry.cin];
    const inFirst = reference.data.slice(0, size);
    assert.ok(inFirst.some(Number.isNaN) && planes > 1 && !reference.data.slice(size).some(Number.isNaN));
    const right = castTensor(reference, 'float32');
    assert.equal(diagnosed(tainted, right, 'float32').verdict, 'rounding');
    const wrong = { ...right, data: right.data.slice() } as Tensor;
    wrong.data[size] = NaN;
    assert.equal(diagnosed(tainted, wrong, 'float32').verdict, 'non-finite');
  });

  it('lets float16 overflow, but not float32', () => {
    const call = randomCall('bias', 4);
    // 30 000 · N · Ho · Wo is beyond 65 504, the largest number of float16.
    const gradOutput = withValues(call.gradOutput, () => 30_000);
    const infinite = tensorOf('float32', [6], [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity]);
    const { verdict, profile } = diagnosed({ ...call, gradOutput }, infinite, 'float16');
    assert.deepEqual([verdict, profile], ['non-finite', 'float16']);
    assert.notEqual(diagnosed({ ...call, gradOutput }, infinite, 'float32').profile, 'float32');
  });

  it('derives why two mistakes give the same gradient', () => {
    const call = randomCall('input', 6);
    // Kernels (3, 2) whose rows 0 and 2 are equal: rotating them flips only the width.
    const weight = withValues(call.factor as Tensor, (_, at, data) => data[at % 6 >= 4 ? at - 4 : at] as number);
    const rotated = withValues(weight, (_, at, data) => data[at - (at % 6) + 5 - (at % 6)] as number);
    const wrong = diagnosed({ ...call, factor: rotated }, nothing, 'float32').target.reference;
    const diagnosis = diagnosed({ ...call, factor: weight }, wrong, 'float32');
    assert.deepEqual(idsOf(diagnosis), ['kernel-rotated', 'kernel-flipped-one-axis']);
    assert.match(
      diagnosis.ambiguity ?? '',
      /because every kernel equals itself flipped along the height; another weight /,
    );
  });

  it('is never certain of a single value', () => {
    const [one] = gradientCases.filter(({ gb }) => gb !== null && gb[0] !== 0);
    assert.ok(one?.gb);
    const call = callOf(one, 'bias', 'float64');
    const doubled = tensorOf(
      'float64',
      [one.gb.length],
      one.gb.map((value) => 2 * value),
    );
    const diagnosis = diagnosed(call, doubled, 'float64');
    assert.ok(diagnosis.confidence === null || diagnosis.confidence !== 'certain');
  });
});

/** A gradient of another shape, for diagnoses of which only the reference is used. */
const nothing = tensorOf('float32', [1], [0]);

function withValues(tensor: Tensor, value: (value: number, at: number, data: readonly number[]) => number): Tensor {
  return tensorOf('float32', tensor.shape, Array.from(tensor.data).map(value));
}

/** Returns the tensor with an error in every element. */
function nudged(tensor: Tensor, by: number): Tensor {
  return tensorOf(
    'float64',
    tensor.shape,
    Array.from(tensor.data, (value) => value + by),
  );
}
