import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams } from '../../../src/engine/core/call.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { runMatmulFold } from '../../../src/engine/formulations/matmulFold/runMatmulFold.ts';
import { runNaive } from '../../../src/engine/formulations/naive/runNaive.ts';
import { runSubPixel } from '../../../src/engine/formulations/subPixel/runSubPixel.ts';
import {
  runTransposedMatrix,
  withinTransposedMatrixLimit,
} from '../../../src/engine/formulations/transposedMatrix/runTransposedMatrix.ts';
import { servedByWinograd } from '../../../src/engine/formulations/winograd/servedByWinograd.ts';
import { runWinograd, runWinogradLoops } from '../../../src/engine/formulations/winograd/runWinograd.ts';
import { runUnfoldMatmul } from '../../../src/engine/formulations/unfoldMatmul/runUnfoldMatmul.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type DType, elementCount, type Shape, tensorOf } from '../../../src/engine/core/tensor.ts';
import { geometryOf } from '../geometryOf.ts';
import { definedSums } from '../definedSums.ts';
import { callsFor, smallCalls } from '../smallCalls.ts';

/** Formulations that multiply no structural zero. */
const withoutZeros = {
  'matmul-fold': runMatmulFold,
  'sub-pixel': runSubPixel,
  'transposed-matrix': runTransposedMatrix,
  naive: runNaive,
};
const all = { 'unfold-matmul': runUnfoldMatmul, ...withoutZeros };
/** Formulations that support only calls of certain shapes; the calls below are not for them. */
const tiled = { winograd: runWinograd, 'winograd by loops': runWinogradLoops };
type Run = (typeof all)['naive'];

const withGeometry = (call: Call): readonly [Call, Geometry] => [call, geometryOf(call)];

/** Returns the result of the definition, with −0 as 0. */
function defined(call: Call): number[] {
  return definedSums(call, geometryOf(call)).y.map((value) => value + 0);
}

function valuesOf(run: Run, call: Call): number[] {
  const output = finish(run(call, geometryOf(call)));
  assert.deepEqual(output.shape, geometryOf(call).outputShape);
  assert.equal(output.dtype, call.dtype);
  return [...output.data].map((value) => value + 0);
}

function callOf(input: Shape, weight: Shape, change: Partial<Call> = {}): Call {
  const dtype: DType = change.dtype ?? 'float32';
  const ones = (shape: Shape): number[] => new Array<number>(elementCount(shape)).fill(1);
  return {
    dtype,
    input: tensorOf(dtype, input, ones(input)),
    weight: tensorOf(dtype, weight, ones(weight)),
    bias: null,
    params: defaultParams,
    ...change,
  };
}

/** Small calls with a few of their elements replaced by infinities and NaN. */
const nonFinite = fc
  .tuple(
    smallCalls('integers'),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(Infinity, -Infinity, NaN)), { maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(Infinity, -Infinity, NaN)), { maxLength: 3 }),
  )
  .map(([{ call }, inInput, inWeight]) => {
    for (const [at, value] of inInput) call.input.data[at % call.input.data.length] = value;
    for (const [at, value] of inWeight) call.weight.data[at % call.weight.data.length] = value;
    return call;
  });

for (const [id, run] of Object.entries(all)) {
  describe(`formulation ${id}`, () => {
    it('gives exactly the defined sums of small integers', () => {
      fc.assert(
        fc.property(smallCalls('integers'), ({ call }) => {
          assert.deepEqual(valuesOf(run, call), defined(call));
        }),
        { numRuns: 400 },
      );
    });

    it('computes an empty batch', () => {
      const call = callOf([0, 2, 3, 3], [2, 3, 2, 2], {
        bias: tensorOf('float32', [3], [1, 2, 3]),
      });
      const output = finish(run(call, geometryOf(call)));
      assert.deepEqual(output.shape, [0, 3, 4, 4]);
      assert.equal(output.data.length, 0);
    });

    it('gives the bias alone where no tap reaches', () => {
      const params = { ...defaultParams, stride: [3, 3], outputPadding: [1, 1] } as const;
      const bias = tensorOf('float32', [1], [0.5]);
      const call = callOf([1, 1, 2], [1, 1, 1, 1], { params, bias });
      assert.deepEqual(valuesOf(run, call), [1.5, 0.5, 0.5, 1.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    });

    it('rounds every float32 product and sum', () => {
      const near = 1 + 2 ** -12;
      const call = callOf([2, 1, 1], [2, 1, 1, 1], {
        input: tensorOf('float32', [2, 1, 1], [-1, near]),
        weight: tensorOf('float32', [2, 1, 1, 1], [1 + 2 ** -11, near]),
      });
      // Fused, or with float64 sums, the result would be 2^-24.
      assert.deepEqual(valuesOf(run, call), [0]);
      const many = callOf([3, 1, 1], [3, 1, 1, 1], {
        input: tensorOf('float32', [3, 1, 1], [1, 2 ** -24, 2 ** -24]),
      });
      assert.deepEqual(valuesOf(run, many), [1]);
    });

    it('computes a float64 call in float64', () => {
      const call = callOf([3, 1, 1], [3, 1, 1, 1], {
        dtype: 'float64',
        input: tensorOf('float64', [3, 1, 1], [1, 2 ** -24, 2 ** -24]),
      });
      assert.deepEqual(valuesOf(run, call), [1 + 2 ** -23]);
    });

    yieldsOften(run);
  });
}

for (const [id, run] of Object.entries(tiled)) {
  describe(`formulation ${id}`, () => {
    it('gives exactly the defined sums of small integers', () => {
      fc.assert(
        fc.property(callsFor('winograd', 'integers'), ({ call }) => {
          assert.deepEqual(valuesOf(run, call), defined(call));
        }),
        { numRuns: 400 },
      );
    });

    it('computes an empty batch', () => {
      const output = finish(run(...withGeometry(callOf([0, 2, 3, 3], [2, 3, 3, 2]))));
      assert.deepEqual(output.shape, [0, 3, 5, 4]);
      assert.equal(output.data.length, 0);
    });

    it('rounds every float32 product and sum', () => {
      // F(2, 2) across with g = (2⁻²⁴, 1), d = (0, 1, 0): g₀ + g₁ rounds to 1 in float32, so that
      // y₀ = (d₀ − d₁)·g₀ + d₁·(g₀ + g₁) = 1 − 2⁻²⁴ and y₁ = d₁·(g₀ + g₁) + (d₂ − d₁)·g₁ = 0; exact are 1 and 2⁻²⁴.
      const small = 2 ** -24;
      const call = callOf([1, 1, 1], [1, 1, 2, 2], {
        weight: tensorOf('float32', [1, 1, 2, 2], [1, small, 0, 0]),
      });
      assert.deepEqual(valuesOf(run, call), [1 - small, 0, 0, 0]);
      const double = callOf([1, 1, 1], [1, 1, 2, 2], {
        dtype: 'float64',
        weight: tensorOf('float64', [1, 1, 2, 2], [1, small, 0, 0]),
      });
      assert.deepEqual(valuesOf(run, double), [1, small, 0, 0]);
    });

    it('spreads an infinity over the outputs of its own tile only', () => {
      const call = callOf([1, 8, 8], [1, 1, 3, 3], {
        params: { ...defaultParams, padding: [1, 1] },
      });
      // Output and input coincide; tiles of outputs are 2 × 2 from (0, 0), of inputs 4 × 4 from (−1, −1).
      call.input.data[0] = Infinity;
      const output = finish(run(...withGeometry(call)));
      const finite = Array.from(output.data, (value) => Number.isFinite(value));
      const expected = finite.map((_, at) => Math.floor(at / 8) > 1 || at % 8 > 1);
      assert.deepEqual(finite, expected);
    });

    yieldsOften(run);
  });
}

/** Runs report progress often enough to be watched and cancelled. */
function yieldsOften(run: Run): void {
  for (const [what, call] of Object.entries({
    'many channels': callOf([2, 16, 32, 32], [16, 16, 3, 3]),
    'one large channel': callOf([1, 600, 600], [1, 1, 3, 3]),
  }))
    it(`yields at least every few million multiply-adds of ${what}, and counts each stage to its end`, () => {
      const stages = new Map<string, { done: number; total: number }>();
      for (const { stage, done, total } of run(call, geometryOf(call))) {
        const before = stages.get(stage)?.done ?? 0;
        assert.ok(done > before && done <= total, `${stage}: ${before} → ${done} of ${total}`);
        assert.ok(done - before < 2.5e6, `${stage} took ${done - before} at once`);
        stages.set(stage, { done, total });
      }
      assert.ok(stages.size >= 1);
      for (const { done, total } of stages.values()) assert.equal(done, total);
    });
}

describe('infinities and NaN', () => {
  for (const [id, run] of Object.entries(withoutZeros)) {
    it(`in ${id} spread as the definition says, never through a structural zero`, () => {
      fc.assert(
        fc.property(nonFinite, (call) => {
          assert.deepEqual(valuesOf(run, call), defined(call));
        }),
        { numRuns: 300 },
      );
    });
  }

  // x with its inserted zero and its padding is 0, 0, 1, 0, 1, 0, 0: outputs 1 and 3 put a 1 under the ∞.
  const call = callOf([1, 1, 2], [1, 1, 1, 3], {
    weight: tensorOf('float32', [1, 1, 1, 3], [1, Infinity, 1]),
    params: { ...defaultParams, stride: [1, 2] },
  });

  it('make NaN in unfold-matmul where an inserted or padding zero meets an infinite weight', () => {
    assert.deepEqual(valuesOf(runUnfoldMatmul, call), [NaN, Infinity, NaN, Infinity, NaN]);
  });

  it('make no NaN in the other formulations', () => {
    for (const run of Object.values(withoutZeros)) {
      assert.deepEqual(valuesOf(run, call), [1, Infinity, 2, Infinity, 1]);
    }
  });
});

describe('the limit of transposed-matrix', () => {
  it('admits the PyTorch forum call and refuses a larger one, naming both numbers', () => {
    const forum = {
      input: [1, 50, 28, 28],
      weight: [50, 30, 3, 3],
      bias: null,
      params: defaultParams,
    };
    const accepted = validateCall(forum);
    assert.ok(accepted.ok && withinTransposedMatrixLimit(accepted.value).ok);
    const larger = validateCall({ ...forum, input: [1, 50, 64, 64] });
    assert.ok(larger.ok);
    assert.deepEqual(withinTransposedMatrixLimit(larger.value), {
      ok: false,
      refusal: {
        argument: 'formulation',
        message:
          'The transposed matrix would have 55296000 stored elements per group, ' +
          'more than the 16777216 that are built.',
      },
    });
  });
});

describe('the calls that winograd supports', () => {
  const refusalOf = (kernel: number, stride: number, dilation: number) => {
    const size = [stride, stride] as const;
    const params = { ...defaultParams, stride: size, dilation: [dilation, 1] as const };
    const weight = [1, 1, kernel, stride === 1 ? 3 : 2 * stride];
    const accepted = validateCall({ input: [1, 1, 6, 6], weight, bias: null, params });
    assert.ok(accepted.ok);
    const served = servedByWinograd(accepted.value);
    return served.ok ? null : served.refusal;
  };

  it('have 2 or 3 taps in each stride phase', () => {
    for (const [kernel, stride, dilation] of [
      [3, 1, 1],
      [3, 1, 4],
      [2, 1, 1],
      [4, 2, 1],
      [4, 2, 3],
      [5, 2, 1],
      [6, 2, 1],
      [6, 3, 2],
      [9, 3, 1],
      [8, 4, 1],
    ] as const) {
      assert.equal(refusalOf(kernel, stride, dilation), null);
    }
  });

  it('are no others: the refusal names the argument, its value, the axis and the phase', () => {
    assert.deepEqual(refusalOf(5, 1, 1), {
      argument: 'formulation',
      axis: 0,
      message: 'Winograd needs 2 or 3 taps in each stride phase; here phase 0 of the height has 5 (k = 5, stride 1).',
    });
    for (const [kernel, stride, dilation] of [
      [1, 1, 1],
      [4, 1, 1],
      [3, 2, 1],
      [2, 2, 1],
      [4, 2, 2],
      [7, 2, 1],
    ] as const) {
      assert.equal(refusalOf(kernel, stride, dilation)?.argument, 'formulation');
    }
  });
});
