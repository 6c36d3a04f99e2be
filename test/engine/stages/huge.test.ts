import assert from 'node:assert/strict';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { shapeOf } from '../../../src/engine/core/call.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { zeros } from '../../../src/engine/core/tensor.ts';
import { stageOf } from './stagesOf.ts';

describe('the stages of a huge call', () => {
  // U has 4608 × 259 081 cells: 4.8 GB, were it ever made.
  const call: Call = {
    dtype: 'float32',
    input: zeros('float32', [512, 64, 64]),
    weight: zeros('float32', [512, 1, 3, 3]),
    bias: null,
    params: {
      stride: [8, 8],
      padding: [0, 0],
      outputPadding: [2, 2],
      dilation: [1, 1],
      groups: 1,
    },
  };

  it('are read at any cell without the matrix being made', () => {
    const accepted = validateCall(shapeOf(call));
    assert.ok(accepted.ok);
    const geometry = accepted.value;
    const formulation = formulationOf('unfold-matmul');
    const stages = formulation.stages(call, geometry, zeros('float32', geometry.outputShape));
    const unfolded = stageOf(stages, 'unfolded');
    const cursor = { n: 0, c: 0, y: 0, x: 0, term: 0 };
    const view = unfolded.view(cursor);
    assert.deepEqual([view.rows, view.columns], [4608, 509 * 509]);
    // The last input element, of the last channel, is at 63·8 + 2 = 506 in x̂ and so under the
    // first rotated tap of the output at 506.
    call.input.data[call.input.data.length - 1] = 7;
    const [row, column] = [511 * 9, 506 * 509 + 506];
    assert.equal(view.value(row, column), 7);
    assert.equal(view.kind(row, column), CellKind.value);
    assert.equal(view.kind(row + 8, column + 510), CellKind.padding);
    const picked = unfolded.pick({ row, column }, cursor);
    assert.deepEqual(picked, { n: 0, c: 0, y: 506, x: 506, term: row });
    assert.deepEqual(unfolded.highlight(picked), {
      element: { row: 0, column, rows: 4608, columns: 1 },
      term: { row, column },
    });
  });
});
