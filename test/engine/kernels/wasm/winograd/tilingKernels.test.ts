import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../../../src/engine/validation/validateCall.ts';
import { type Call, type Pair, shapeOf } from '../../../../../src/engine/core/call.ts';
import {
  runWinograd,
  runWinogradLoops,
  winogradMagnitudeLoops,
  workingBytesWinograd,
  workingBytesWinogradLoops,
} from '../../../../../src/engine/formulations/winograd/runWinograd.ts';
import type { Geometry } from '../../../../../src/engine/geometry/geometry.ts';
import { runTilings, workingBytesTilings } from '../../../../../src/engine/kernels/wasm/winograd/runTilings.ts';
import { finish } from '../../../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../../../src/engine/core/tensor.ts';
import { callsFor } from '../../../smallCalls.ts';
import { withoutWebAssembly } from '../../withoutWebAssembly.ts';
import { callOfSizes } from '../../largeCalls.ts';

const geometryOf = (call: Call): Geometry => {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return accepted.value;
};

const byKernels = (call: Call): Tensor => {
  const how = { dtype: call.dtype, magnitude: false };
  const output = finish(runTilings(call, geometryOf(call), how));
  assert.ok(output !== null);
  return output;
};
/** Sums of magnitudes, in float64 whatever the call's dtype. */
const magnitudesByKernels = (call: Call): Tensor => {
  const how = { dtype: 'float64', magnitude: true } as const;
  const output = finish(runTilings(call, geometryOf(call), how));
  assert.ok(output !== null);
  return output;
};
const magnitudesByLoops = (call: Call): Tensor => finish(winogradMagnitudeLoops(call, geometryOf(call)));
const byLoops = (call: Call): Tensor => finish(runWinogradLoops(call, geometryOf(call)));

/** The same numbers, −0 and 0 told apart; one NaN is as good as another. */
function assertSameBits(actual: Tensor, expected: Tensor): void {
  assert.deepEqual(actual.shape, expected.shape);
  for (const [i, value] of expected.data.entries()) {
    if (!Object.is(actual.data[i], value)) assert.fail(`element ${i}: ${actual.data[i]} is not ${value}`);
  }
}

type Sizes = Parameters<typeof callOfSizes>[1];
const both = (value: number): Pair => [value, value];

/** Each reaches another way through the kernels. */
const sizes: Readonly<Record<string, Sizes>> = {
  'groups of tiles that go on in the next row': { cin: 50, cout: 30, size: both(28), kernel: both(3) },
  'several groups of tiles in a row': { cin: 130, cout: 90, size: [3, 150], kernel: both(3), padding: both(1) },
  'four phases and an odd channel': {
    n: 2,
    cin: 9,
    cout: 7,
    size: [9, 11],
    kernel: both(4),
    stride: both(2),
    padding: both(1),
  },
  'gaps of one': { cin: 6, cout: 5, size: [13, 22], kernel: both(3), padding: both(2), dilation: both(2) },
  'two vectors of tiles at the end': { cin: 7, cout: 5, size: [5, 16], kernel: both(3), padding: both(1) },
  'three vectors of tiles at the end': { cin: 7, cout: 5, size: [5, 18], kernel: both(3), padding: both(1) },
  'gaps of three': { cin: 6, cout: 5, size: [13, 41], kernel: both(3), padding: [2, 5], dilation: [2, 4] },
  'gaps and strides': {
    cin: 6,
    cout: 5,
    size: [9, 14],
    kernel: both(4),
    stride: both(2),
    padding: [2, 3],
    dilation: [1, 3],
  },
  'gaps of two and of four': { cin: 3, cout: 4, size: [15, 37], kernel: both(3), dilation: [3, 5] },
  'mixed axes': { cin: 5, cout: 6, size: [10, 21], kernel: [4, 3], stride: [2, 1], padding: [1, 0] },
  'mixed axes, the other way round': {
    cin: 5,
    cout: 6,
    size: [10, 21],
    kernel: [3, 4],
    stride: [1, 2],
    padding: [0, 3],
    outputPadding: [0, 1],
  },
  'phases of three and two taps': { cin: 4, cout: 3, size: [8, 9], kernel: [5, 6], stride: both(2) },
  'three strides': { cin: 4, cout: 3, size: [8, 9], kernel: [6, 7], stride: both(3), outputPadding: [2, 1] },
  groups: { n: 2, cin: 12, cout: 9, size: both(7), kernel: [4, 3], stride: [2, 1], padding: [1, 1], groups: 3 },
  'one channel in, one out': { n: 3, cin: 4, cout: 4, size: [19, 23], kernel: both(3), padding: both(1), groups: 4 },
  'a crop of more than the kernel': { cin: 3, cout: 4, size: [12, 14], kernel: [2, 3], padding: [4, 5] },
  'a plane that is brought over in parts': { cin: 2, cout: 2, size: [300, 310], kernel: both(3), padding: [0, 1] },
  'weights that are brought over in parts': { cin: 120, cout: 150, size: both(4), kernel: both(3) },
  'one output': { cin: 3, cout: 2, size: both(1), kernel: both(3), padding: both(1) },
};

describe('the kernels of minimal filtering', () => {
  for (const numbers of ['floats', 'anything'] as const) {
    it(`give the bits of the loops for random calls of ${numbers}`, () => {
      fc.assert(
        fc.property(callsFor('winograd', numbers), ({ call }) => {
          assertSameBits(byKernels(call), byLoops(call));
          assertSameBits(magnitudesByKernels(call), magnitudesByLoops(call));
        }),
        { numRuns: 700 },
      );
    });
  }

  for (const dtype of ['float32', 'float64'] as const) {
    for (const [name, wanted] of Object.entries(sizes)) {
      it(`give the bits of the loops in ${dtype} for ${name}`, () => {
        const call = callOfSizes(dtype, wanted);
        assertSameBits(byKernels(call), byLoops(call));
        assertSameBits(magnitudesByKernels(call), magnitudesByLoops(call));
      });
    }
  }

  it('compute runs that are interleaved, and runs after an abandoned one', () => {
    const calls = Object.values(sizes).map((wanted) => callOfSizes('float32', wanted));
    const abandoned = runWinograd(calls[0] as Call, geometryOf(calls[0] as Call));
    abandoned.next();
    const running = calls.map((call) => ({ call, steps: runWinograd(call, geometryOf(call)) }));
    while (running.length > 0) {
      for (const entry of [...running]) {
        const next = entry.steps.next();
        if (next.done !== true) continue;
        running.splice(running.indexOf(entry), 1);
        assertSameBits(next.value, byLoops(entry.call));
      }
    }
  });

  it('can be cancelled every few milliseconds in a call of many channels', () => {
    const call = callOfSizes('float32', { cin: 700, cout: 500, size: [5, 6], kernel: [3, 3] });
    const last = new Map<string, number>();
    for (const { stage, done, total } of runWinograd(call, geometryOf(call))) {
      assert.ok(done <= total && done - (last.get(stage) ?? 0) < 2 ** 22, stage);
      last.set(stage, done);
    }
    assert.deepEqual([...last.keys()], ['Kernels G g Gᵀ', 'Input', 'Products U · V']);
  });

  it('are not needed: without WebAssembly the loops compute', () => {
    const call = callOfSizes('float32', sizes['mixed axes'] as Sizes);
    const expected = byKernels(call);
    const geometry = geometryOf(call);
    const tilings = () => runTilings(call, geometry, { dtype: 'float32', magnitude: false });
    assert.equal(
      withoutWebAssembly(() => finish(tilings())),
      null,
    );
    assertSameBits(
      withoutWebAssembly(() => finish(runWinograd(call, geometry))),
      expected,
    );
  });

  it('take the memory that is said of them: the split input, U, the output and a part of V and M', () => {
    const geometry = geometryOf(callOfSizes('float32', sizes['groups of tiles that go on in the next row'] as Sizes));
    // 29 rows of two halves of 15 tiles and their margin; 16 products for each pair of channels; the output.
    // Eight bytes each: the magnitudes of the bound are summed in float64.
    const needed = 8 * (50 * 29 * 2 * 16 + 16 * 50 * 30 + 30 * 30 * 30);
    const bytes = workingBytesWinograd(geometry, 'float32');
    assert.ok(bytes > needed && bytes < 3 * needed, `${bytes} for ${needed}`);
    assert.equal(bytes, workingBytesTilings(geometry, 'float64'));
  });

  it('leave what is too large for them to the loops, which need V and M of a phase', () => {
    const shape = { input: [1, 2048, 512, 512], weight: [2048, 4, 3, 3], bias: null };
    const params = { stride: both(1), padding: both(1), outputPadding: both(0), dilation: both(1), groups: 1 };
    const accepted = validateCall({ ...shape, params });
    assert.ok(accepted.ok);
    assert.equal(workingBytesTilings(accepted.value, 'float32'), 0);
    const tiles = 256 * 256;
    const loops = 4 * 16 * (2048 * 4 + (2048 + 4) * tiles);
    assert.equal(workingBytesWinogradLoops(accepted.value, 'float32'), loops);
    // Its bound takes twice as much, being in float64.
    assert.equal(workingBytesWinograd(accepted.value, 'float32'), 2 * loops);
  });
});
