import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adjointCertificate } from '../../../src/engine/certificates/adjoint.ts';
import { convolve } from '../../../src/engine/certificates/convolution.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { contributions } from '../definition.ts';
import { geometryOf } from '../geometryOf.ts';
import { callOfSizes } from '../kernels/largeCalls.ts';
import { serves, smallCalls } from '../smallCalls.ts';
import { brokenBy, withWeightScaled } from './broken.ts';

const call = callOfSizes('float32', {
  cin: 3,
  cout: 4,
  size: [6, 5],
  kernel: [3, 4],
});
const geometry = geometryOf(call);

describe('the adjoint certificate', () => {
  it('holds for every call, by the reference and by each formulation that adds up the definition', () => {
    const ids = formulationIds.filter((id) => id !== 'winograd');
    fc.assert(
      fc.property(smallCalls('floats'), fc.nat(), (small, seed) => {
        const certificate = finish(adjointCertificate(small.call, small.geometry, seed));
        assert.equal(certificate.holds, true, JSON.stringify(certificate));
        const { left, right, difference, bound } = certificate;
        assert.equal(difference, Math.abs(left - right));
        // Neither 0 nor large enough to hide anything.
        assert.ok(bound > 0 && bound < 1e-10 * Math.max(1, Math.abs(left)), `${bound}`);
        for (const id of ids) {
          if (!serves(id, small)) continue;
          const by = formulationOf(id);
          const run = finish(adjointCertificate(small.call, small.geometry, seed, (...of) => by.run(...of)));
          assert.equal(run.holds, true, id);
          assert.equal(run.right, right);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('fails where a single weight of the transposed side is off by a part in a million', () => {
    for (let at = 0; at < call.weight.data.length; at += 1) {
      const broken = brokenBy(withWeightScaled(at, 1 + 1e-6));
      const certificate = finish(adjointCertificate(call, geometry, 1, broken));
      assert.equal(certificate.holds, false, `weight ${at}`);
    }
  });

  it('fails where the transposed side has its kernels turned, its padding shifted or a NaN', () => {
    const strided = { ...call, params: { ...call.params, padding: [1, 1] } as typeof call.params };
    const sizes = geometryOf(strided);
    const turned = brokenBy((of) => ({
      ...of,
      weight: tensorOf('float64', of.weight.shape, of.weight.data.slice().reverse()),
    }));
    assert.equal(finish(adjointCertificate(strided, sizes, 1, turned)).holds, false);
    const shifted = function* (of: typeof call) {
      const h = { ...sizes.h, padding: 2 };
      return yield* formulationOf('naive').run(of, { ...sizes, h });
    };
    assert.equal(finish(adjointCertificate(strided, sizes, 1, shifted)).holds, false);
    const spoilt = brokenBy(withWeightScaled(0, NaN));
    assert.equal(finish(adjointCertificate(strided, sizes, 1, spoilt)).holds, false);
  });

  it('says nothing where a number is not finite or too large to be added up', () => {
    for (const bad of [NaN, Infinity, 1e308]) {
      const wide = callOfSizes('float64', { cin: 2, cout: 2, size: [3, 3], kernel: [2, 2] });
      wide.weight.data.fill(bad);
      const certificate = finish(adjointCertificate(wide, geometryOf(wide), 1));
      assert.deepEqual([certificate.holds, certificate.bound], [null, Infinity]);
    }
  });

  it('holds where products underflow', () => {
    const tiny = callOfSizes('float64', { cin: 2, cout: 2, size: [3, 3], kernel: [2, 2] });
    const scale = (tensor: Tensor): void => {
      for (const [at, value] of tensor.data.entries()) tensor.data[at] = value * 2 ** -537;
    };
    scale(tiny.input);
    scale(tiny.weight);
    for (let seed = 0; seed < 50; seed += 1)
      assert.equal(finish(adjointCertificate(tiny, geometryOf(tiny), seed)).holds, true);
  });

  it('is the same again with the same seed, another with another, and yields its progress', () => {
    const certificate = (seed: number) => finish(adjointCertificate(call, geometry, seed));
    assert.deepEqual(certificate(7), certificate(7));
    assert.notEqual(certificate(7).left, certificate(8).left);
    const stages = new Set([...adjointCertificate(call, geometry, 7)].map(({ stage }) => stage));
    assert.ok(stages.has('conv2d(v, w)') && stages.has('Dot product'));
  });
});

describe('conv2d of the certificates', () => {
  it('gathers the products of the definition, whatever the padding at the end', () => {
    fc.assert(
      fc.property(smallCalls('integers'), fc.infiniteStream(fc.integer({ min: -8, max: 8 })), (small, numbers) => {
        const { n, cin, cout, h, w, coutPerGroup, outputShape } = small.geometry;
        const count = n * cout * h.outputSize * w.outputSize;
        const v = tensorOf('float64', outputShape, [...numbers.take(count)]);
        const expected = new Array<number>(n * cin * h.inputSize * w.inputSize).fill(0);
        const magnitudes = [...expected];
        for (const { input, weight, output } of contributions(small.geometry)) {
          const to = ((input.n * cin + input.c) * h.inputSize + input.y) * w.inputSize + input.x;
          const from = ((output.n * cout + output.c) * h.outputSize + output.y) * w.outputSize + output.x;
          const tap = ((weight.cin * coutPerGroup + weight.cout) * h.kernelSize + weight.ky) * w.kernelSize + weight.kx;
          const product = (v.data[from] as number) * (small.call.weight.data[tap] as number);
          expected[to] = (expected[to] as number) + product;
          magnitudes[to] = (magnitudes[to] as number) + Math.abs(product);
        }
        const made = finish(convolve(v, small.call.weight, small.geometry));
        assert.deepEqual(
          [...made.sums].map((value) => value + 0),
          expected.map((value) => value + 0),
        );
        assert.deepEqual([...made.magnitudes], magnitudes);
      }),
      { numRuns: 150 },
    );
  });
});
