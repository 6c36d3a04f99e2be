import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { findLayer } from '../../../src/formats/common/findLayer.ts';
import { type LayerNode, nothingMissing } from '../../../src/formats/common/layerNode.ts';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';

const layer = (name: string, refused: string | null = null): LayerNode => ({
  name,
  weight: 'w',
  bias: null,
  missing: nothingMissing,
  weightShape: [1, 1, 2, 2],
  refused,
  summary: 'k 2×2',
  params: () => ok(defaultParams),
});

const model = (...layers: readonly LayerNode[]): TensorFile => ({
  format: 'onnx',
  name: 'm.onnx',
  entries: [],
  leftOut: [],
  layers,
  locate: () => Promise.resolve(refuse('file', 'not read')),
  read: () => Promise.resolve(refuse('file', 'no data')),
});

/** Returns the name of the layer that is found, or the refusal. */
function found(file: TensorFile, node: string | null): string {
  const result = findLayer(file, node);
  return result.ok ? result.value.name : result.refusal.message;
}

describe('a model’s layer', () => {
  it('is found by its name, or without a name if it is the only one', () => {
    assert.equal(found(model(layer('a'), layer('b')), 'b'), 'b');
    assert.equal(found(model(layer('a')), null), 'a');
  });

  it('is refused by a sentence that lists the names', () => {
    assert.equal(
      found(model(layer('a'), layer('b')), null),
      'm.onnx has 2 ConvTranspose nodes: name one as m.onnx#NODE. They are a, b.',
    );
    assert.equal(found(model(layer('a'), layer('b')), 'c'), 'm.onnx has no ConvTranspose node "c"; it has a, b.');
    assert.equal(found(model(), null), 'm.onnx has no ConvTranspose node.');
  });

  it('is called a layer if the file is no model of ONNX', () => {
    const checkpoint = (...layers: readonly LayerNode[]): TensorFile => ({
      ...model(...layers),
      format: 'pytorch',
      name: 'm.pt',
    });
    assert.equal(
      found(checkpoint(layer('a'), layer('b')), null),
      'm.pt has 2 ConvTranspose layers: name one as m.pt#LAYER. They are a, b.',
    );
    assert.equal(found(checkpoint(layer('a')), 'c'), 'm.pt has no ConvTranspose layer "c"; it has a.');
    assert.equal(found(checkpoint(), null), 'm.pt has no ConvTranspose layer.');
    assert.equal(found(checkpoint(layer('v', '3-D.')), 'v'), 'm.pt: layer "v" cannot be run: 3-D.');
  });

  it('is refused with its own reason if it cannot be run', () => {
    assert.equal(
      found(model(layer('a'), layer('v', '3-D: kernel_shape 3 × 3 × 3')), 'v'),
      'm.onnx: node "v" cannot be run: 3-D: kernel_shape 3 × 3 × 3',
    );
  });
});
