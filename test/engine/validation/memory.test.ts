import assert from 'node:assert/strict';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type CallShape, defaultParams } from '../../../src/engine/core/call.ts';
import { workingBytesMatmulFold } from '../../../src/engine/formulations/matmulFold/runMatmulFold.ts';
import { workingBytesSubPixel } from '../../../src/engine/formulations/subPixel/runSubPixel.ts';
import { workingBytesTransposedMatrix } from '../../../src/engine/formulations/transposedMatrix/runTransposedMatrix.ts';
import { workingBytesUnfoldMatmul } from '../../../src/engine/formulations/unfoldMatmul/runUnfoldMatmul.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { memoryOf } from '../../../src/engine/validation/memory.ts';

/** x 1×50×28×28, w 50→30, k3: y is 1×30×30×30, U is 450 × 900. */
const forum: CallShape = {
  input: [1, 50, 28, 28],
  weight: [50, 30, 3, 3],
  bias: [30],
  params: defaultParams,
};

function geometryOf(shape: CallShape): Geometry {
  const accepted = validateCall(shape);
  assert.ok(accepted.ok);
  return accepted.value;
}

describe('memoryOf', () => {
  it('counts the tensors, the output, the float64 reference and the working memory', () => {
    const estimate = memoryOf(geometryOf(forum), 'float32', 1000);
    const tensors = 4 * (50 * 28 * 28 + 50 * 30 * 9 + 30);
    const output = 4 * 30 * 30 * 30;
    const reference = (8 + 8) * 30 * 30 * 30 + 4 * 30 * 30;
    const total = tensors + output + reference + 1000;
    assert.deepEqual(estimate, { tensors, output, reference, working: 1000, total });
  });

  it('includes the matrices that each formulation allocates', () => {
    const geometry = geometryOf(forum);
    const [kernel, unfolded, channel] = [30 * 450, 450 * 900, 28 * 28 + 32 * 32];
    const rotated = 50 * 30 * 9;
    assert.equal(workingBytesUnfoldMatmul(geometry, 'float32'), 4 * (kernel + unfolded + channel + rotated));
    assert.equal(workingBytesMatmulFold(geometry, 'float64'), 8 * 270 * (50 + 784));
    const stored = 50 * 30 * 9 * 784;
    assert.equal(workingBytesTransposedMatrix(geometry, 'float32'), (4 + 4) * stored + 8 * (50 * 784 + 1));
  });
});

describe('the working memory of sub-pixel', () => {
  it('consists of the padded input, the kernel matrix and the output, and is less than twice their size', () => {
    const padded = 50 * 30 * 30;
    const needed = 4 * (padded + 50 * 30 * 9 + 30 * 30 * 30);
    const bytes = workingBytesSubPixel(geometryOf(forum), 'float32');
    assert.ok(bytes > needed && bytes < 2 * needed, `${bytes} for ${needed}`);
    const double = workingBytesSubPixel(geometryOf(forum), 'float64');
    assert.ok(double > 2 * needed && double < 4 * needed, `${double} for ${2 * needed}`);
  });

  it('is 0 if the kernels do not support the call', () => {
    const shape = { ...forum, input: [1, 4096, 512, 512], weight: [4096, 30, 3, 3] };
    assert.equal(workingBytesSubPixel(geometryOf(shape), 'float32'), 0);
  });
});
