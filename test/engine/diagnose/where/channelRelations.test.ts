import assert from 'node:assert/strict';
import { defaultParams } from '../../../../src/engine/core/call.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { type Float32Tensor, type Shape, zeros } from '../../../../src/engine/core/tensor.ts';
import type { DiagnosisTarget } from '../../../../src/engine/diagnose/model/mistake.ts';
import { computeReference } from '../../../../src/engine/reference/computeReference.ts';
import { channelRelations } from '../../../../src/engine/diagnose/where/channelRelations.ts';
import { Mt19937 } from '../../../../src/engine/fills/mt19937.ts';
import { whereSentences } from '../../../../src/scenario/report/whereWords.ts';
import { geometryOf } from '../../geometryOf.ts';
import { caseOf, wrongCases } from '../search/wrongCases.ts';

const random = new Mt19937(5);
const noise = (): number => random.uint32() / 2 ** 31 - 1;
const filled = (shape: Shape): Float32Tensor => {
  const made = zeros('float32', shape) as Float32Tensor;
  return { ...made, data: made.data.map(noise) };
};

/** A call with so many elements that few weights can be fitted: its output has 2 channels of 2 × 32 × 32 elements. */
function largeCall(): DiagnosisTarget {
  const params = { ...defaultParams, stride: [2, 2], padding: [1, 1] } as const;
  const call = {
    dtype: 'float32',
    input: filled([2, 2, 16, 16]),
    weight: filled([2, 2, 4, 4]),
    bias: null,
    params,
  } as const;
  const geometry = geometryOf(call);
  const { reference } = finish(computeReference(call, geometry));
  return { call, geometry, actual: zeros('float32', geometry.outputShape), reference };
}

function fixture(name: string): DiagnosisTarget {
  const found = wrongCases.find((one) => one.name === name);
  assert.ok(found);
  return caseOf(found);
}

/** Returns the sentences on the channels of an output whose values `change` gives. */
function said(
  target: DiagnosisTarget,
  change: (actual: number, channel: number, right: number) => number = (actual) => actual,
): readonly string[] {
  const { geometry, actual, reference } = target;
  const rightAt = (at: number): number => reference.data[at] as number;
  const data = Float32Array.from(actual.data, (value, at) =>
    change(value, Math.floor(at / geometry.columns) % geometry.cout, rightAt(at)),
  );
  const isWrong = (at: number): boolean => Math.abs((data[at] as number) - rightAt(at)) > 1e-3;
  const changed: Float32Tensor = { dtype: 'float32', shape: actual.shape, data };
  const findings = finish(channelRelations({ ...target, actual: changed }, isWrong));
  return whereSentences({ findings, wrong: 0, total: 0, grid: [] });
}

const otherWeights = 'some kernels of this size and some bias give all its values.';
const unrelated =
  'unrelated to this call: neither the input around an element nor a value of the right output explains its values.';

describe('how wrong channels are related to a call', () => {
  it('is by other weights if other kernels give their values', () => {
    for (const name of ['kernel-not-rotated 0', 'channels-permuted 0'])
      assert.deepEqual(said(fixture(name)), [
        `Every channel is what this call gives with other weights: ${otherWeights}`,
      ]);
  });

  it('is none if nothing of the call explains their values', () => {
    assert.deepEqual(said(largeCall(), noise), [`Every channel is ${unrelated}`]);
    assert.deepEqual(
      said(largeCall(), (_, channel, right) => (channel === 0 ? noise() : right)),
      [`Channel 0 is ${unrelated}`],
    );
    assert.deepEqual(
      said(largeCall(), (_, channel, right) => (channel === 0 ? noise() : 3 * right - 1)),
      [`Channel 1 is what this call gives with other weights: ${otherWeights}`, `Channel 0 is ${unrelated}`],
    );
  });

  it('is not said of values that a kernel explains in part, nor of right ones in other places', () => {
    const target = largeCall();
    const { data } = target.reference;
    let at = 0;
    assert.deepEqual(
      said(target, (_, __, right) => Math.max(0, right)),
      [],
    );
    assert.deepEqual(
      said(target, () => data[(at++ + 1000) % data.length] as number),
      [],
    );
    assert.deepEqual(said(fixture('output-padding-leading 0')), []);
  });
});
