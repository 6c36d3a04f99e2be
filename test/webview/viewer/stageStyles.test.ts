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
    assert.equal(paddedCaption({ h: even, w: even }), 'zeros between: 0 · pad d(k−1)−p = 2');
    const odd = axisGeometryOf(4, 3, 2, 1, 1, 1);
    assert.equal(paddedCaption({ h: odd, w: odd }), 'zeros between: 1 · pad: 1 before, 2 after');
  });

  it('says so where it crops, and tells the axes apart where they differ', () => {
    const cropped = axisGeometryOf(8, 1, 1, 2, 0, 1);
    const plain = axisGeometryOf(8, 3, 2, 1, 0, 1);
    assert.equal(
      paddedCaption({ h: cropped, w: plain }),
      'zeros between: 0 × 1 · pad d(k−1)−p = −2 × 1 (negative crops)',
    );
  });
});
