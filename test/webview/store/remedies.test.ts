import assert from 'node:assert/strict';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { scenarioShape } from '../../../src/scenario/document/scenarioShape.ts';
import { checkScenarioShape } from '../../../webview/store/checkScenario.ts';
import { remediesOf } from '../../../webview/store/remedies.ts';
import { plainScenario } from '../../scenario/plainScenario.ts';

const valid = plainScenario({
  input: { fill: 'randn', shape: [1, 6, 5, 5] },
  weight: { fill: 'randn', shape: [6, 4, 3, 3] },
  bias: { fill: 'zeros', shape: [4] },
});

const shapes = new Map([
  ['x.npy', { shape: [1, 3, 5, 5] }],
  ['w.npy', { shape: [3, 4, 3, 3] }],
]);

/** The labels of the buttons at the refusal of a scenario; asserts that every button makes the call valid. */
function offered(scenario: Scenario): readonly string[] {
  const shapeOf = (of: Scenario) => {
    const shape = scenarioShape(of, shapes);
    assert.ok(shape.ok);
    return shape.value;
  };
  const checked = checkScenarioShape(shapeOf(scenario));
  assert.ok(!checked.ok, 'the call is refused');
  const remedies = remediesOf(checked.refusal, scenario, shapeOf(scenario));
  for (const { label, change } of remedies) assert.ok(checkScenarioShape(shapeOf(change(scenario))).ok, label);
  return remedies.map(({ label }) => label);
}

describe('what a refusal offers', () => {
  it('fits the weight to a file with other channels, or the input to a weight in a file', () => {
    assert.deepEqual(offered({ ...valid, input: { file: 'x.npy' } }), ['Fit the weight (3, 4, 3, 3)']);
    assert.deepEqual(offered({ ...valid, weight: { file: 'w.npy' } }), [
      'Fit the input (1, 3, 5, 5)',
      'Fit the weight (6, 4, 3, 3)',
    ]);
  });

  it('keeps the written-out values of a weight that is fitted', () => {
    const values = Array.from({ length: 54 }, (_, i) => i);
    const written = { ...valid, input: { file: 'x.npy' }, bias: null, weight: { shape: [6, 1, 3, 3], values } };
    assert.deepEqual(offered(written), ['Fit the weight (3, 1, 3, 3)']);
  });

  it('sets a parameter to the nearest value that is possible', () => {
    const withParams = (params: Partial<Scenario['params']>): Scenario => ({
      ...valid,
      params: { ...valid.params, ...params },
    });
    // Two of 6 and 4 divide evenly: 1 and 2.
    assert.deepEqual(offered({ ...withParams({ groups: 4 }), weight: { fill: 'randn', shape: [6, 1, 3, 3] } }), [
      'Set groups to 2',
    ]);
    assert.deepEqual(offered(withParams({ stride: [0, 1] })), ['Set stride[0] to 1']);
    assert.deepEqual(offered(withParams({ outputPadding: [0, 3] })), ['Set output_padding[1] to 0']);
    // (5 − 1) + (3 − 1) = 6 rows besides the first can be cropped, half of them on either side.
    assert.deepEqual(offered(withParams({ padding: [9, 0] })), ['Set padding[0] to 3']);
  });

  it('fits the bias', () => {
    assert.deepEqual(offered({ ...valid, bias: { fill: 'zeros', shape: [7] } }), ['Fit the bias (4,)']);
  });
});
