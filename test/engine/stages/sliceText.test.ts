import assert from 'node:assert/strict';
import { type Call, shapeOf } from '../../../src/engine/core/call.ts';
import { zeros } from '../../../src/engine/core/tensor.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { type FormulationId, formulationIds } from '../../../src/engine/provenance/formulation.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { sliceText } from '../../../src/engine/stages/sliceText.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';

/** The texts of a formulation's stages at a cursor, in the stages' order. */
function texts(call: Call, id: FormulationId, cursor: Cursor): readonly string[] {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  const output = zeros(call.dtype, accepted.value.outputShape);
  const stages = formulationOf(id).stages(call, accepted.value, output);
  return stages.map((stage) => sliceText(stage.slice(cursor)));
}

function callOf(input: readonly number[], weight: readonly number[], stride: number, groups: number): Call {
  return {
    dtype: 'float32',
    input: zeros('float32', input),
    weight: zeros('float32', weight),
    bias: null,
    params: { stride: [stride, stride], padding: [1, 1], outputPadding: [0, 0], dilation: [1, 1], groups },
  };
}

describe('the text of a slice', () => {
  // Output channel 5 of 6 is the last of the second group of two; kernel 4 with stride 2 has two taps in each phase.
  const call = callOf([2, 4, 3, 3], [4, 3, 4, 4], 2, 2);
  // The first term multiplies input channel 2, the group's first; the output is (6, 6), so (1, 2) is in phase (1, 0).
  const cursor: Cursor = { n: 1, c: 5, y: 1, x: 2, term: 0 };
  const [x, w] = ['n 1, c 2', '[2, 2]'];
  const expected: Readonly<Record<FormulationId, readonly string[]>> = {
    'unfold-matmul': [x, x, 'n 1, group 2 of 2', w, w, 'group 2 of 2', 'n 1, group 2 of 2', 'n 1, c 5'],
    'matmul-fold': [x, 'n 1, group 2 of 2', w, 'group 2 of 2', 'n 1, group 2 of 2', 'n 1, c 5'],
    'sub-pixel': [
      x,
      'n 1, group 2 of 2, phase (1, 0)',
      w,
      '[2, 2], phase (1, 0)',
      'group 2 of 2, phase (1, 0)',
      'n 1, group 2 of 2, phase (1, 0)',
      'n 1, c 5',
    ],
    'transposed-matrix': [x, 'n 1, group 2 of 2', w, 'group 2 of 2', 'n 1, group 2 of 2', 'n 1, c 5'],
    winograd: [
      x,
      // Rows 1 and 3, and columns 0 and 2, are the first tile of their phase; column 2 takes ξ from 1 on.
      'n 1, c 2, phase (1, 0), tile (0, 0)',
      'n 1, c 2, phase (1, 0), tile (0, 0)',
      'n 1, group 2 of 2, phase (1, 0), ξ (0, 1)',
      w,
      '[2, 2], phase (1, 0)',
      '[2, 2], phase (1, 0)',
      'group 2 of 2, phase (1, 0), ξ (0, 1)',
      'n 1, group 2 of 2, phase (1, 0), ξ (0, 1)',
      'n 1, c 5',
    ],
    naive: [x, w, 'n 1, c 5'],
  };
  for (const id of formulationIds)
    it(`names batch element, channel, group, kernel, phase, tile and ξ in ${id}`, () => {
      assert.deepEqual(texts(call, id, cursor), expected[id]);
    });

  it('is empty where there is one batch element, channel, group and phase', () => {
    const single = callOf([1, 1, 4, 4], [1, 1, 3, 3], 1, 1);
    const origin: Cursor = { n: 0, c: 0, y: 0, x: 0, term: 0 };
    for (const id of formulationIds.filter((each) => each !== 'winograd'))
      assert.deepEqual(new Set(texts(single, id, origin)), new Set(['']), id);
    const [tile, point] = ['tile (0, 0)', 'ξ (0, 0)'];
    assert.deepEqual(texts(single, 'winograd', origin), ['', tile, tile, point, '', '', '', point, point, '']);
  });
});
