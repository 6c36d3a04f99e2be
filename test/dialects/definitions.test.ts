import assert from 'node:assert/strict';
import { toCallShape } from '../../src/dialects/engineCall.ts';
import { engineWeight } from '../../src/dialects/engineWeight.ts';
import { constantFormula, numberOf } from '../../src/dialects/formula.ts';
import type { Layer } from '../../src/dialects/layer.ts';
import { outputFormulaOf, outputSizeOf } from '../../src/dialects/layerSizes.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { finish } from '../../src/engine/core/steps.ts';
import { runNaiveReference } from '../../src/engine/reference/reference.ts';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { cases, channelsFirst, type Flat } from './cases.ts';
import { parseCall } from './parseCall.ts';

/** Returns the sizes of the axes of an image in the layer's layout. */
function spatialSizes(layer: Layer, shape: Shape): readonly number[] {
  return layer.channels === 'first' ? shape.slice(2) : shape.slice(1, -1);
}

/** Computes the call of a layer with the engine's definition; null if the engine cannot express it. */
function computed(layer: Layer, x: Flat, w: Flat): readonly number[] | null {
  const [shape, values] = channelsFirst(layer.channels, x);
  const call = toCallShape(layer, shape);
  if (!call.ok) return null;
  const geometry = validateCall(call.value);
  if (!geometry.ok) return null;
  const groups = call.value.params.groups;
  const weight = engineWeight(tensorOf('float64', ...w), { weight: layer.weight, groups });
  assert.deepEqual(weight.shape, call.value.weight);
  const input = tensorOf('float64', call.value.input, values);
  const { reference } = finish(
    runNaiveReference({ dtype: 'float64', input, weight, bias: null, params: call.value.params }, geometry.value),
  );
  return Array.from(reference.data);
}

describe('the definitions of the frameworks', () => {
  for (const id of ['pytorch', 'keras', 'tensorflow', 'jax', 'flax', 'onnx'] as const) {
    const own = cases.filter(({ dialect }) => dialect === id);

    it(`give the sizes and refusals of ${id}`, () => {
      assert.ok(own.filter(({ y }) => y !== null).length > 30);
      for (const { text, x, w, y } of own) {
        const { layer } = parseCall(id, text, { x: x[0], w: w[0] });
        const inputs = spatialSizes(layer, x[0]);
        const sizes = inputs.map((size, axis) => outputSizeOf(layer, axis, size));
        if (y === null) {
          assert.ok(
            sizes.some(({ kind }) => kind === 'refused'),
            `${text} is refused`,
          );
          continue;
        }
        assert.deepEqual(
          sizes,
          spatialSizes(layer, y[0]).map((size) => ({ kind: 'size', size })),
          text,
        );
        for (const [axis, size] of inputs.entries()) {
          const formula = outputFormulaOf(layer, axis, constantFormula(size));
          assert.ok(formula !== null);
          assert.equal(numberOf(formula), spatialSizes(layer, y[0])[axis], text);
        }
      }
    });

    it(`give the values of ${id}: what is cropped, the order of the weight and its rotation`, () => {
      let inexpressible = 0;
      for (const { text, x, w, y } of own) {
        if (y === null) continue;
        const { layer } = parseCall(id, text, { x: x[0], w: w[0] });
        const values = computed(layer, x, w);
        if (values === null) inexpressible++;
        else assert.deepEqual(values, channelsFirst(layer.channels, y)[1], text);
      }
      // Lines in front of the result, or more lines after it than an output_padding may add.
      const most = id === 'jax' || id === 'flax' ? 0.5 : id === 'onnx' || id === 'keras' ? 0.1 : 0;
      assert.ok(inexpressible <= most * own.length, `${inexpressible} of ${own.length}`);
    });
  }
});
