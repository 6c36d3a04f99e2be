import assert from 'node:assert/strict';
import { type Call, shapeOf } from '../../../src/engine/core/call.ts';
import { zeros } from '../../../src/engine/core/tensor.ts';
import { axisGeometryOf } from '../../../src/engine/geometry/geometry.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { type FormulationId, formulationIds } from '../../../src/engine/provenance/formulation.ts';
import type { StageId } from '../../../src/engine/provenance/stage.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { rolesOf } from '../../../webview/pipeline/figure/roles.ts';
import type { RunModel } from '../../../webview/store/runModel.ts';
import { paddedCaption, stageStyles } from '../../../webview/viewer/stageStyles.ts';

// Kernel 4 with stride 2 has two taps in each phase, so that every formulation serves the call.
const call: Call = {
  dtype: 'float32',
  input: zeros('float32', [2, 4, 3, 3]),
  weight: zeros('float32', [4, 3, 4, 4]),
  bias: null,
  params: { stride: [2, 2], padding: [1, 1], outputPadding: [0, 0], dilation: [1, 1], groups: 2 },
};

function loadedOf(id: FormulationId): Pick<RunModel, 'geometry' | 'formulation' | 'stages'> {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  const geometry = accepted.value;
  const formulation = formulationOf(id);
  return { geometry, formulation, stages: formulation.stages(call, geometry, zeros('float32', geometry.outputShape)) };
}

const cursor = { n: 1, c: 5, y: 1, x: 2, term: 0 };

/** Captions of a formulation's stages at the cursor, without those that have none. */
function captions(id: FormulationId): Partial<Record<StageId, string>> {
  const run = loadedOf(id);
  const each = run.stages.map((stage) => {
    const text = stageStyles[stage.id].caption?.({ stage, run: run as RunModel, cursor });
    return [stage.id, text] as const;
  });
  return Object.fromEntries(each.filter(([, text]) => text !== undefined && text !== null));
}

describe('the styles of the stages', () => {
  for (const id of formulationIds)
    it(`give every stage of ${id} but the output one place in the figure`, () => {
      const { stages } = loadedOf(id);
      const roles = rolesOf(stages);
      const placed =
        roles.kind === 'scheme'
          ? [...roles.topImages, ...roles.leftImages, roles.top, roles.left, roles.product]
          : roles.kind === 'vector'
            ? [...roles.images, roles.matrix, roles.vector, roles.product]
            : roles.images.filter((stage) => stage.id !== 'output');
      const wanted = stages.map((stage) => stage.id).filter((stage) => stage !== 'output');
      assert.deepEqual(placed.map((stage) => stage.id).sort(), wanted.sort());
    });

  it('fold a product that is not the output yet into the output', () => {
    const folded = formulationIds.filter((id) => {
      const roles = rolesOf(loadedOf(id).stages);
      return roles.kind === 'scheme' && roles.folded?.id === 'output';
    });
    assert.deepEqual(folded, ['matmul-fold', 'winograd']);
  });

  it('name the channels of a sub-kernel where there is room for them', () => {
    assert.equal(captions('sub-pixel')['phase-kernel'], '[2, 2], phase (1, 0)');
    assert.equal(captions('winograd')['phase-kernel'], 'phase (1, 0)');
  });

  it('say the tile of a tile and the ξ of a transformed one', () => {
    const { tile, ...others } = captions('winograd');
    assert.equal(tile, 'tile (0, 0)');
    // Row 1 is the first row of its phase, column 2 the second column of its phase.
    assert.equal(others['transformed-tile'], 'ξ (0, 1)');
    assert.equal(others['transformed-kernel'], 'ξ (0, 1)');
  });

  it('caption w and its rotation', () => {
    assert.equal(captions('unfold-matmul').weight, '[2, 2]');
    assert.equal(captions('unfold-matmul').rotated, '180°');
  });

  it('index a cell in the tensor of its stage', () => {
    const at = (id: FormulationId, stage: StageId): readonly number[] =>
      stageStyles[stage].index(loadedOf(id), cursor, { row: 1, column: 0 });
    assert.deepEqual(at('unfold-matmul', 'input'), [1, 2, 1, 0]);
    assert.deepEqual(at('unfold-matmul', 'weight'), [2, 2, 1, 0]);
    assert.deepEqual(at('unfold-matmul', 'unfolded'), [1, 0]);
    assert.deepEqual(at('unfold-matmul', 'output'), [1, 5, 1, 0]);
    assert.deepEqual(at('transposed-matrix', 'output-vector'), [1]);
    assert.deepEqual(at('winograd', 'tile'), [1, 2, 0, 1, 0]);
  });
});

describe('the caption of x̂', () => {
  it('says the formula where both ends are padded alike, else both ends', () => {
    const even = axisGeometryOf(28, 3, 1, 0, 0, 1);
    assert.equal(paddedCaption({ h: even, w: even }), 'no zeros inserted · padding d(k−1)−p = 2');
    const odd = axisGeometryOf(4, 3, 2, 1, 1, 1);
    assert.equal(paddedCaption({ h: odd, w: odd }), '1 zero inserted · padding 1 top-left, 2 bottom-right');
  });

  it('counts the zeros between two elements', () => {
    const strided = axisGeometryOf(4, 3, 3, 1, 0, 1);
    assert.equal(paddedCaption({ h: strided, w: strided }), '2 zeros inserted · padding d(k−1)−p = 1');
  });

  it('says so where it crops, and tells the axes apart where they differ', () => {
    const cropped = axisGeometryOf(8, 1, 1, 2, 0, 1);
    const plain = axisGeometryOf(8, 3, 2, 1, 0, 1);
    assert.equal(
      paddedCaption({ h: cropped, w: plain }),
      '0 × 1 zeros inserted · padding d(k−1)−p = −2 × 1 (negative crops)',
    );
  });
});

describe('the meaning of a cell', () => {
  /** The second group has the input channels 2 and 3 and the output channels 3 to 5; Ho × Wo is 6 × 6. */
  const meaningOf = (id: FormulationId, stage: StageId, row: number, column: number): string | undefined =>
    stageStyles[stage].meaning?.(loadedOf(id).geometry, cursor, { row, column });

  it('says what the rows and the columns of U, K and Y are', () => {
    // 21 = 16 taps of channel 2, then the window's place 5 of 4 × 4; 13 = 2 · 6 + 1.
    assert.equal(meaningOf('unfold-matmul', 'unfolded', 21, 13), 'row 21: c 3, window (1, 1) · column 13: y 2, x 1');
    // The rotated place (1, 1) of four is the stored tap (2, 2).
    assert.equal(meaningOf('unfold-matmul', 'kernel-matrix', 2, 21), 'row 2: c 5 · column 21: c 3, tap (2, 2)');
    assert.equal(meaningOf('unfold-matmul', 'product', 0, 35), 'row 0: c 3 · column 35: y 5, x 5');
  });

  it('says the same of the matrices of the other formulations', () => {
    // 35 = 2 · 16 + 3: the third output channel of the group, its tap (0, 3); input position 4 of 3 × 3.
    assert.equal(meaningOf('matmul-fold', 'columns', 35, 4), 'row 35: c 5, tap (0, 3) · column 4: y 1, x 1');
    assert.equal(meaningOf('matmul-fold', 'weight-matrix', 35, 1), 'row 35: c 5, tap (0, 3) · column 1: c 3');
    assert.equal(meaningOf('matmul-fold', 'input-matrix', 1, 4), 'row 1: c 3 · column 4: y 1, x 1');
    // 43 = 36 + 1 · 6 + 1; 13 = 9 + 1 · 3 + 1.
    assert.equal(
      meaningOf('transposed-matrix', 'convolution-matrix', 43, 13),
      'row 43: c 4, y 1, x 1 · column 13: c 3, y 1, x 1',
    );
    // The cursor's phase (1, 0) has the outputs y 1, 3, 5 and x 0, 2, 4.
    assert.equal(meaningOf('sub-pixel', 'phase-product', 1, 5), 'row 1: c 4 · column 5: y 3, x 4');
  });

  it('exists for every matrix', () => {
    for (const id of formulationIds) {
      for (const { id: stage, form } of loadedOf(id).stages) {
        if (form === 'matrix') assert.ok(stageStyles[stage].meaning !== undefined, stage);
      }
    }
  });
});
