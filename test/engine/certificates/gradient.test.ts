import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../src/engine/core/call.ts';
import { type GradientCertificate, certifyGradient } from '../../../src/engine/certificates/gradient.ts';
import { gradientsOf } from '../../../src/engine/certificates/gradients.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { geometryOf } from '../geometryOf.ts';
import { callOfSizes } from '../kernels/largeCalls.ts';
import { smallCalls } from '../smallCalls.ts';
import { brokenBy, withWeightScaled } from './broken.ts';
import { gradientCases, type GradientCase } from '../gradientCases.ts';

function callOf(one: GradientCase): Call {
  const { stride, padding, output_padding: outputPadding, dilation, groups } = one;
  return {
    dtype: 'float64',
    input: tensorOf('float64', one.input, one.x),
    weight: tensorOf('float64', one.weight, one.w),
    bias: one.b === null ? null : tensorOf('float64', [one.b.length], one.b),
    params: { stride, padding, outputPadding, dilation, groups },
  };
}

const holdsOf = ({ checks }: GradientCertificate) =>
  Object.fromEntries(checks.map(({ tensor, holds }) => [tensor, holds]));

describe('the gradients of a call', () => {
  for (const [at, one] of gradientCases.entries()) {
    it(`equal PyTorch's, number for number: call ${at}`, () => {
      const call = callOf(one);
      const geometry = geometryOf(call);
      assert.deepEqual(geometry.outputShape, one.output);
      const made = finish(gradientsOf(call, geometry, tensorOf('float64', one.output, one.v)));
      const numbers = (of: keyof typeof made) => [...made[of].sums].map((value) => value + 0);
      assert.deepEqual(numbers('input'), one.gx);
      assert.deepEqual(numbers('weight'), one.gw);
      if (one.gb !== null) assert.deepEqual(numbers('bias'), one.gb);
    });
  }
});

const base = callOfSizes('float32', { cin: 3, cout: 2, size: [5, 4], kernel: [3, 3] });
const call: Call = { ...base, bias: tensorOf('float32', [2], [0.5, -2]) };
const geometry = geometryOf(call);
const check = (
  ...rest: Parameters<typeof certifyGradient> extends [unknown, unknown, unknown, ...infer R] ? R : never
) => finish(certifyGradient(call, geometry, 3, ...rest));

describe('the gradient check', () => {
  it('holds for every call, with bounds as small as float64 allows', () => {
    fc.assert(
      fc.property(smallCalls('floats'), fc.nat(), (small, seed) => {
        const certificate = finish(certifyGradient(small.call, small.geometry, seed));
        assert.equal(certificate.holds, true, JSON.stringify(certificate));
        assert.equal(certificate.checks.length, small.call.bias === null ? 2 : 3);
        for (const { bound, difference, left, right } of certificate.checks) {
          assert.equal(difference, Math.abs(left - right));
          assert.ok(bound > 0 && bound < 1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('holds for large, small and very small tensors, whose directions have the same size', () => {
    for (const scale of [1e100, 1e-100, 1e-160, 5e-324]) {
      const wide = callOfSizes('float64', { cin: 2, cout: 2, size: [3, 3], kernel: [2, 2] });
      for (const [at, value] of wide.input.data.entries()) wide.input.data[at] = value * scale;
      for (const [at, value] of wide.weight.data.entries()) wide.weight.data[at] = value * scale;
      assert.equal(finish(certifyGradient(wide, geometryOf(wide), 2)).holds, true, `${scale}`);
    }
  });

  it('fails in x and w, but not in b, if a weight of the engine is off by one part in 10⁹', () => {
    for (let at = 0; at < call.weight.data.length; at += 1) {
      const certificate = check(brokenBy(withWeightScaled(at, 1 + 1e-9)));
      assert.deepEqual(holdsOf(certificate), { input: false, weight: false, bias: true });
      assert.equal(certificate.holds, false);
    }
  });

  it('fails in b alone if the engine adds the bias of another channel, and everywhere if it squares', () => {
    const swapped = brokenBy((of) => ({
      ...of,
      bias: of.bias && tensorOf('float64', [2], of.bias.data.slice().reverse()),
    }));
    assert.deepEqual(holdsOf(check(swapped)), { input: true, weight: true, bias: false });
    const squared = check(function* (of, sizes) {
      const y = yield* formulationOf('naive').run(of, sizes);
      for (const [at, value] of y.data.entries()) y.data[at] = value * Math.abs(value);
      return y;
    });
    assert.deepEqual(holdsOf(squared), { input: false, weight: false, bias: false });
  });

  it('is inconclusive if a number is not finite or may overflow, and repeats for the same seed', () => {
    for (const bad of [NaN, Infinity, 1e308]) {
      const wide = callOfSizes('float64', { cin: 1, cout: 1, size: [2, 2], kernel: [2, 2] });
      wide.input.data[1] = bad;
      const certificate = finish(certifyGradient(wide, geometryOf(wide), 2));
      assert.equal(certificate.holds, null, `${bad}`);
    }
    assert.deepEqual(check(), check());
  });
});
