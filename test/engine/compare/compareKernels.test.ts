import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RoundingBound } from '../../../src/engine/rounding/bound.ts';
import { boundFactorsOf } from '../../../src/engine/rounding/bound.ts';
import { compareTensors } from '../../../src/engine/compare/compareTensors.ts';
import { type ScanOptions, scanErrors } from '../../../src/engine/compare/errorScan.ts';
import { mergeSpreads, spreadErrors } from '../../../src/engine/compare/errorSpread.ts';
import { keepErrors } from '../../../src/engine/compare/keepErrors.ts';
import type { ComparedPart } from '../../../src/engine/compare/part.ts';
import { wantedBins } from '../../../src/engine/compare/quantiles.ts';
import { ScanKernel } from '../../../src/engine/compare/scanKernel.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { withoutWebAssembly } from '../kernels/withoutWebAssembly.ts';
import { comparedCases, type ComparedCase, comparedOf } from './comparedCases.ts';

/** All that the three looks find, each number of it. */
function looks(part: ComparedPart, options: ScanOptions): unknown {
  const scanned = finish(scanErrors(part, options));
  const extent = { compared: scanned.compared, largest: scanned.maxAbs?.value ?? 0 };
  const spread = finish(spreadErrors(part, extent));
  const wanted = wantedBins(mergeSpreads([spread], extent).bins, extent);
  return { scanned, spread, kept: finish(keepErrors(part, wanted, extent.largest)) };
}

function assertSame(of: ComparedCase): void {
  const { part, options } = comparedOf(of);
  const loops = withoutWebAssembly(() => looks(part, options));
  // Strict: 0 is not −0, NaN is NaN, and every element of every array counts.
  assert.deepStrictEqual(looks(part, options), loops);
}

describe('the kernels of the comparison', () => {
  it('find what the loops find, to the bit, whatever the elements', function () {
    this.timeout(60_000);
    fc.assert(fc.property(comparedCases, assertSame), { numRuns: 300 });
  });

  const ordinary = {
    seed: 7,
    plane: 900,
    first: 0,
    worst: 10,
    rtol: 1.3e-6,
    atol: 1e-5,
    equalNan: false,
    exotic: 0,
    equal: 0.01,
    wrong: 0.001,
  } as const;
  for (const actual of ['float32', 'float64'] as const) {
    for (const expected of ['float32', 'float64'] as const) {
      for (const bound of ['none', 'own', 'sums of float32', 'sums of float64'] as const) {
        it(`find the same of ${actual} against ${expected}, bound: ${bound}`, () => {
          assertSame({ ...ordinary, actual, expected, bound, length: 100_003 });
          assertSame({ ...ordinary, actual, expected, bound, length: 12_288, wrong: 0.9 });
        });
      }
    }
  }

  it('are there for large parts only, and not for tolerances that equal elements can miss', () => {
    const large = comparedOf({
      ...ordinary,
      actual: 'float32',
      expected: 'float64',
      bound: 'sums of float32',
      length: 5000,
    });
    const small = comparedOf({
      ...ordinary,
      actual: 'float32',
      expected: 'float64',
      bound: 'sums of float32',
      length: 500,
    });
    const { tolerance } = large.options;
    const kernel = ({ part, options }: typeof large, by = tolerance): ScanKernel | null => {
      const factors = options.bound && boundFactorsOf(options.bound);
      return ScanKernel.of(part, options.bound, factors, by);
    };
    assert.notEqual(kernel(large), null);
    assert.equal(kernel(small), null);
    assert.equal(kernel(large, { ...tolerance, atol: -1 }), null);
    assert.equal(
      withoutWebAssembly(() => kernel(large)),
      null,
    );
  });

  it('give the comparison of the loops also where comparisons are interleaved and abandoned', () => {
    const cases = ['float32', 'float64'] as const;
    const compared = cases.map((actual) =>
      comparedOf({ ...ordinary, actual, expected: 'float64', bound: 'own', length: 140_000 }),
    );
    const begin = ({ part, options }: (typeof compared)[number]) =>
      compareTensors(part.actual, part.expected, {
        tolerance: options.tolerance,
        bound: options.bound as RoundingBound,
        plane: part.plane,
      });
    const expected = withoutWebAssembly(() => compared.map((each) => finish(begin(each))));
    for (const each of compared) begin(each).next();
    const running = compared.map(begin);
    const found = new Array<unknown>(running.length).fill(null);
    for (let left = running.length; left > 0;) {
      for (const [i, steps] of running.entries()) {
        const next = steps.next();
        if (next.done !== true || found[i] !== null) continue;
        found[i] = next.value;
        left--;
      }
    }
    assert.deepStrictEqual(found, expected);
  });
});
