import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Call } from '../../../../src/engine/core/call.ts';
import { boundReader } from '../../../../src/engine/rounding/bound.ts';
import { runFastReference } from '../../../../src/engine/reference/fastReference.ts';
import { runSubPixel, runSubPixelLoops } from '../../../../src/engine/formulations/subPixel/runSubPixel.ts';
import {
  runUnfoldMatmul,
  runUnfoldMatmulLoops,
} from '../../../../src/engine/formulations/unfoldMatmul/runUnfoldMatmul.ts';
import type { Geometry } from '../../../../src/engine/geometry/geometry.ts';
import { runPhases } from '../../../../src/engine/kernels/wasm/runPhases.ts';
import { runReference } from '../../../../src/engine/reference/reference.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import type { DType, Tensor } from '../../../../src/engine/core/tensor.ts';
import { geometryOf } from '../../geometryOf.ts';
import { smallCalls } from '../../smallCalls.ts';
import { withoutWebAssembly } from '../withoutWebAssembly.ts';
import { callOfSizes, largeCalls } from '../largeCalls.ts';

const byKernels = (call: Call): Tensor | null => {
  const how = { dtype: call.dtype, magnitude: false, biasFirst: false, stage: 'Phases' };
  return finish(runPhases(call, geometryOf(call), how));
};

const finiteWeights = ({ weight }: Call): boolean => weight.data.every(Number.isFinite);

/** The same numbers, −0 and 0 told apart; one NaN is as good as another. */
function assertSameBits(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) assert.fail(`element ${i}: ${actual[i]} is not ${expected[i]}`);
  }
}

describe('the phase kernels', () => {
  for (const numbers of ['floats', 'anything'] as const) {
    it(`give the bits of the loops for random calls of ${numbers}`, () => {
      fc.assert(
        fc.property(smallCalls(numbers), ({ call, geometry }) => {
          const output = byKernels(call);
          if (output === null) {
            assert.ok(!finiteWeights(call));
            return;
          }
          assert.deepEqual(output.shape, geometry.outputShape);
          assertSameBits(output.data, finish(runSubPixelLoops(call, geometry)).data);
        }),
        { numRuns: 1500 },
      );
    });
  }

  for (const dtype of ['float32', 'float64'] as const satisfies readonly DType[]) {
    for (const { name, call } of largeCalls(dtype)) {
      it(`give the bits of the loops in ${dtype} for ${name}`, () => {
        const output = byKernels(call);
        assert.ok(output !== null);
        assertSameBits(output.data, finish(runSubPixelLoops(call, geometryOf(call))).data);
      });
    }
  }

  it('give the bits of K · U with all its structural zeros, too', () => {
    fc.assert(
      fc.property(smallCalls('anything'), ({ call, geometry }) => {
        const output = byKernels(call);
        fc.pre(output !== null);
        assertSameBits(output.data, finish(runUnfoldMatmulLoops(call, geometry)).data);
      }),
      { numRuns: 1500 },
    );
  });

  for (const { name, call } of largeCalls('float32')) {
    it(`stand for K · U of ${name}`, () => {
      const geometry = geometryOf(call);
      const output = finish(runUnfoldMatmul(call, geometry));
      assertSameBits(output.data, finish(runUnfoldMatmulLoops(call, geometry)).data);
    });
  }

  it('leave weights that are not finite to the loops', () => {
    fc.assert(
      fc.property(
        smallCalls('floats'),
        fc.nat(),
        fc.constantFrom(NaN, Infinity, -Infinity),
        ({ call, geometry }, at, value) => {
          call.weight.data[at % call.weight.data.length] = value;
          assert.equal(byKernels(call), null);
          const output = finish(runSubPixel(call, geometry));
          assertSameBits(output.data, finish(runSubPixelLoops(call, geometry)).data);
        },
      ),
    );
  });

  it('compute runs that are interleaved, and runs after an abandoned one', () => {
    const calls = largeCalls('float32').map(({ call }) => call);
    const abandoned = runSubPixel(calls[0] as Call, geometryOf(calls[0] as Call));
    abandoned.next();
    const running = calls.map((call) => ({ call, steps: runSubPixel(call, geometryOf(call)) }));
    while (running.length > 0) {
      for (const entry of [...running]) {
        const next = entry.steps.next();
        if (next.done !== true) continue;
        running.splice(running.indexOf(entry), 1);
        const expected = finish(runSubPixelLoops(entry.call, geometryOf(entry.call)));
        assertSameBits(next.value.data, expected.data);
      }
    }
  });

  it('overwrite every element of a recycled tensor, and none that does not fit', () => {
    fc.assert(
      fc.property(smallCalls('floats'), ({ call, geometry }) => {
        const expected = finish(runSubPixelLoops(call, geometry));
        const recycled = { ...expected, data: expected.data.map(() => NaN) } as Tensor;
        const output = finish(runSubPixel(call, geometry, recycled));
        assert.equal(output.data, recycled.data);
        assertSameBits(output.data, expected.data);
        const small = { ...recycled, data: recycled.data.slice(1) } as Tensor;
        assertSameBits(finish(runSubPixel(call, geometry, small)).data, expected.data);
      }),
    );
  });

  it('can be cancelled every few milliseconds in a call of many channels', () => {
    const call = callOfSizes('float32', { cin: 700, cout: 500, size: [5, 6], kernel: [5, 5] });
    const last = new Map<string, number>();
    for (const { stage, done, total } of runSubPixel(call, geometryOf(call))) {
      assert.ok(done <= total && done - (last.get(stage) ?? 0) < 2 ** 25 + 2 ** 21, stage);
      last.set(stage, done);
    }
    assert.deepEqual([...last.keys()], ['Weights', 'Input', 'Phases']);
  });

  it('are not needed: without WebAssembly the loops compute', () => {
    const call = (largeCalls('float32')[0] as { call: Call }).call;
    const geometry = geometryOf(call);
    assert.equal(
      withoutWebAssembly(() => byKernels(call)),
      null,
    );
    const output = withoutWebAssembly(() => finish(runSubPixel(call, geometry)));
    assert.equal(output.data.length, geometry.cout * geometry.columns);
  });
});

describe('the fast reference', () => {
  const assertSame = (call: Call, geometry: Geometry): void => {
    const fast = finish(runFastReference(call, geometry));
    if (fast === null) {
      const negativeZero = call.bias?.data.some((value) => Object.is(value, -0)) ?? false;
      assert.ok(!finiteWeights(call) || negativeZero);
      return;
    }
    const naive = finish(runReference(call, geometry));
    assertSameBits(fast.reference.data, naive.reference.data);
    assert.deepEqual(fast.termCount, naive.termCount);
    if (fast.magnitude instanceof Float64Array) assertSameBits(fast.magnitude, naive.magnitude);
    const [quick, slow] = [fast, naive].map((made) => boundReader({ kind: 'sums', dtype: call.dtype, ...made }));
    assert.ok(quick && slow);
    for (let at = 0; at < naive.magnitude.length; at++) {
      // Summed in float32 the magnitudes may be off to either side by γ_K of themselves, and the bound takes the upper one.
      const terms = naive.termCount[at % naive.termCount.length] ?? 0;
      const [least, most] = [slow(at), slow(at) * (1 + 4 * terms * 2 ** -24)];
      assert.ok(quick(at) >= least && quick(at) <= most + 2 ** -140, `${quick(at)} for ${least}`);
    }
  };

  it('has the bits of the naive scatter loop for random calls', () => {
    for (const numbers of ['floats', 'anything'] as const) {
      fc.assert(
        fc.property(smallCalls(numbers), ({ call, geometry }) => assertSame(call, geometry)),
        { numRuns: 700 },
      );
    }
  });

  for (const { name, call } of largeCalls('float32')) {
    it(`has the bits of the naive scatter loop for ${name}`, () => {
      assertSame(call, geometryOf(call));
    });
  }
});
