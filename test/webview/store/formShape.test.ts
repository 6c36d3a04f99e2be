import assert from 'node:assert/strict';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import {
  outputChannelsOf,
  declaredShape,
  reshaped,
  withBatch,
  withBias,
  withGroups,
  withInputSize,
  withWeightSize,
} from '../../../webview/store/formShape.ts';
import { plainScenario } from '../../scenario/plainScenario.ts';

const scenario = plainScenario({
  input: { fill: 'randn', shape: [2, 6, 5, 4] },
  weight: { fill: 'randn', shape: [6, 4, 3, 3] },
  bias: { fill: 'zeros', shape: [4] },
});

describe('shapes in the form', () => {
  it("takes the weight's Cin along when the input's channels change", () => {
    const edited = withInputSize(scenario, 'C', 8);
    assert.deepEqual(declaredShape(edited.input), [2, 8, 5, 4]);
    assert.deepEqual(declaredShape(edited.weight), [8, 4, 3, 3]);
  });

  it('counts input axes from the end, so that an unbatched input has the same C, H and W', () => {
    const unbatched = withBatch(scenario, false);
    assert.deepEqual(declaredShape(unbatched.input), [6, 5, 4]);
    assert.deepEqual(declaredShape(withInputSize(unbatched, 'H', 9).input), [6, 9, 4]);
    assert.deepEqual(declaredShape(withBatch(unbatched, true).input), [1, 6, 5, 4]);
  });

  it('takes the bias along when Cout changes', () => {
    const edited = withWeightSize(scenario, 'Cout', 10);
    assert.deepEqual(edited.weight, { fill: 'randn', shape: [6, 10, 3, 3] });
    assert.deepEqual(edited.bias, { fill: 'zeros', shape: [10] });
  });

  it('keeps Cout when groups change, also through groups that do not divide it', () => {
    const two = withGroups(scenario, 2);
    assert.deepEqual(declaredShape(two.weight), [6, 2, 3, 3]);
    const three = withGroups(two, 3);
    const weight = declaredShape(three.weight);
    assert.ok(weight !== null);
    assert.equal(outputChannelsOf(weight, 3), 4);
    assert.deepEqual(declaredShape(withGroups(three, 1).weight), [6, 4, 3, 3]);
  });

  it('makes a bias of Cout elements, and takes it away again', () => {
    const without = withBias(scenario, false);
    assert.equal(without.bias, null);
    assert.deepEqual(withBias(without, true).bias, { fill: 'randn', shape: [4] });
  });

  it('leaves written-out values at their index when the shape changes', () => {
    const source = { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] };
    assert.deepEqual(reshaped(source, [3, 2]), { shape: [3, 2], values: [1, 2, 4, 5, 0, 0] });
    assert.deepEqual(reshaped(source, [2, 4]), {
      shape: [2, 4],
      values: [1, 2, 3, 0, 4, 5, 6, 0],
    });
  });

  it('brings back the values that a smaller shape left out', () => {
    const values = Array.from({ length: 16 }, (_, i) => i + 1);
    const written: Scenario = { ...scenario, input: { shape: [1, 1, 4, 4], values } };
    const typed = withInputSize(withInputSize(written, 'H', 1), 'H', 12);
    assert.ok('values' in typed.input);
    assert.deepEqual(typed.input.values, [...values, ...new Array<number>(32).fill(0)]);
    assert.equal(withInputSize(typed, 'H', 4).input, written.input);
    assert.equal(withInputSize(withInputSize(written, 'N', 0), 'N', 1).input, written.input);
  });

  it('writes out no values of a shape that is invalid or has very many elements', () => {
    const source = { shape: [2, 2], values: [1, 2, 3, 4] };
    for (const shape of [
      [2, 1.5],
      [-1, 2],
      [1e9, 2],
      [Number.MAX_SAFE_INTEGER, 2],
    ]) {
      assert.deepEqual(reshaped(source, shape), { shape, values: source.values });
    }
  });

  it("leaves a file's tensor alone", () => {
    const filed = { ...scenario, input: { file: 'x.npy' } };
    assert.equal(withInputSize(filed, 'H', 9), filed);
  });
});
