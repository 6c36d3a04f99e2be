import assert from 'node:assert/strict';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { applySolution as shapeWith } from '../../../src/engine/layer/solveOutputSize.ts';
import { nearestCalls, type OutputSizeQuery } from '../../../src/engine/layer/nearestCalls.ts';
import { scenarioShape } from '../../../src/scenario/document/scenarioShape.ts';
import { scenarioWithSolution } from '../../../webview/solver/scenarioWithSolution.ts';
import { solutionWords } from '../../../src/scenario/text/solutionWords.ts';
import { plainScenario } from '../../scenario/plainScenario.ts';

const params = { ...defaultParams, stride: [2, 2], padding: [1, 1] } as const;
const shape = { input: [1, 2, 5, 5], weight: [2, 3, 4, 4], bias: null, params };
// (5 − 1)·2 − 2·1 + 3 + 1 = 10 at present.
const wanted: OutputSizeQuery = { shape, output: [11, 11], reach: 4, freeKernel: true, sameAlongBoth: true, limit: 50 };

describe('the calls of a wanted output size', () => {
  it('begin with the smallest change: a kernel or an output padding larger by 1', () => {
    assert.deepEqual(nearestCalls(wanted).slice(0, 2).map(solutionWords), [
      'kernel_size 4, stride 2, padding 1, output_padding 1, dilation 1',
      'kernel_size 5, stride 2, padding 1, output_padding 0, dilation 1',
    ]);
  });

  it('are all valid, have the wanted output size, and are the same along both axes if requested', () => {
    const found = nearestCalls(wanted);
    assert.equal(found.length, 50);
    for (const { h, w } of found) {
      const geometry = validateCall(shapeWith(shape, h, w));
      assert.ok(geometry.ok);
      assert.deepEqual(geometry.value.outputShape, [1, 3, 11, 11]);
      assert.deepEqual({ ...h, changed: 0, moved: 0 }, { ...w, changed: 0, moved: 0 });
    }
  });

  it('of a 1-D call leave its height alone', () => {
    const line: OutputSizeQuery = {
      ...wanted,
      shape: {
        input: [2, 4, 1, 7],
        weight: [4, 3, 1, 5],
        bias: null,
        params: { ...defaultParams, stride: [1, 2] },
        is1d: true,
      },
      output: [1, 16],
      sameAlongBoth: false,
    };
    const found = nearestCalls(line);
    assert.ok(found.length > 5);
    for (const { h } of found)
      assert.deepEqual([h.kernelSize, h.stride, h.padding, h.outputPadding, h.dilation, h.changed], [1, 1, 0, 0, 1, 0]);
    // Far away, too, where the search starts from a call that scales the input.
    const far = nearestCalls({ ...line, output: [1, 700] });
    assert.ok(far.length > 0 && far.every(({ h }) => h.kernelSize === 1 && h.stride === 1));
  });

  it('with equal axes are the calls with any axes that have equal ones', () => {
    const all = nearestCalls({ ...wanted, reach: 1, sameAlongBoth: false, limit: Infinity });
    const alike = all.filter((one) => !solutionWords(one).includes('×'));
    assert.ok(alike.length > 1 && alike.length < all.length);
    assert.deepEqual(nearestCalls({ ...wanted, reach: 1, limit: Infinity }), alike);
  });

  it('keep the kernel size of a weight in a file', () => {
    const found = nearestCalls({ ...wanted, freeKernel: false });
    assert.ok(found.length > 0);
    assert.ok(found.every(({ h, w }) => h.kernelSize === 4 && w.kernelSize === 4));
  });

  it('are found far from the current one too, measured from it, and valid', () => {
    // From 5 to 100 needs a stride of about 20; the current one is 2, and the search reaches 4 further.
    const found = nearestCalls({ ...wanted, output: [100, 100] });
    assert.ok(found.length > 0);
    for (const { h, w, changed } of found) {
      const geometry = validateCall(shapeWith(shape, h, w));
      assert.ok(geometry.ok);
      assert.deepEqual(geometry.value.outputShape, [1, 3, 100, 100]);
      assert.ok(changed > 0 && changed === h.changed + w.changed);
    }
    assert.deepEqual(nearestCalls({ ...wanted, output: [100_000, 100_000] }), []);
  });

  it('become scenarios with the wanted output size and a resized weight', () => {
    const scenario = plainScenario({
      input: { fill: 'randn', shape: [1, 2, 5, 5] },
      weight: { fill: 'randn', shape: [2, 3, 4, 4] },
      params,
    });
    for (const solution of nearestCalls({ ...wanted, output: [11, 12], sameAlongBoth: false })) {
      const edited = scenarioShape(scenarioWithSolution(scenario, solution), new Map());
      assert.ok(edited.ok);
      const geometry = validateCall(edited.value);
      assert.ok(geometry.ok);
      assert.deepEqual(geometry.value.outputShape, [1, 3, 11, 12]);
    }
  });
});
