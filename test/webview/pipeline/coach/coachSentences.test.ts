import assert from 'node:assert/strict';
import { finish } from '../../../../src/engine/core/steps.ts';
import type { Scenario } from '../../../../src/scenario/document/scenario.ts';
import { forum } from '../../../../src/scenario/presets/forum.ts';
import { strided } from '../../../../src/scenario/presets/small.ts';
import { runScenario } from '../../../../src/scenario/run/runScenario.ts';
import { coachSentences } from '../../../../webview/pipeline/coach/coachSentences.ts';
import { type RunModel, runModelOf } from '../../../../webview/store/runModel.ts';

function modelOf(scenario: Scenario): RunModel {
  const run = finish(runScenario(scenario, new Map(), { memoryCap: 2 ** 30 }));
  assert.ok(run.ok);
  return runModelOf(scenario, run.value, () => () => undefined);
}

/*
 * The numbers are worked out by hand. x̂ has one row of padding before x, and x[i, j] at [1 + 2i, 1 + 2j]. K is w
 * backwards: 0.8 −1.2 0.2 0.7 1.3 −0.6 1.1 −0.9 0.4.
 */
describe('the hints', () => {
  it('say what the numbers at the cursor are', () => {
    const model = modelOf(strided.scenario);
    // The window of y[1, 1] holds 2.8, −0.1, −0.1 and 0.9 in its corners:
    // 0.8·2.8 − 0.2·0.1 − 1.1·0.1 + 0.4·0.9 + 0.1 = 2.57.
    assert.deepEqual(coachSentences(model, { n: 0, c: 0, y: 1, x: 1, term: 8 }), [
      'The output y[0, 0, 1, 1] = 2.57 is Y[0, 9]: row 0 of K times column 9 of U, 9 products in one sum, plus the bias.',
      'Column 9 of U is the 3×3 window of x̂ that starts at row 1, column 1. 4 of its 9 values come from x; the others are inserted or padded zeros.',
      'Row 0 of K is the kernel of output channel 0, rotated by 180° and flattened: its entry 8 is w[0, 0, 0, 0] = 0.4.',
      'Term 8 is entry 8 of that row times entry 8 of that column: 0.4 × 0.9 = 0.36. The sum of all 9 terms and the bias is 2.57. Press → for the next term.',
    ]);
  });

  it('tell inserted from padded zeros', () => {
    const model = modelOf(strided.scenario);
    const term = (y: number, x: number, at: number): string =>
      coachSentences(model, { n: 0, c: 0, y, x, term: at })?.[3] ?? '';
    assert.match(term(1, 1, 1), /: −1\.2 × an inserted zero = 0\./);
    assert.match(term(0, 0, 0), /: 0\.8 × a padded zero = 0\./);
  });

  it('name the windows of all input channels', () => {
    const sentences = coachSentences(modelOf(forum.scenario), { n: 0, c: 2, y: 5, x: 7, term: 0 });
    // Column 5·30 + 7 of a 3×3 kernel with two rows of padding around 28×28: no value of the window is padding.
    assert.match(
      sentences?.[1] ?? '',
      /^Column 157 of U is the 3×3 windows of x̂, one for each of 50 input channels, that start at row 5, column 7\. 450 of its 450 values come/,
    );
  });

  it('are silent about other formulations', () => {
    const model = modelOf({ ...strided.scenario, formulation: 'sub-pixel' });
    assert.equal(coachSentences(model, { n: 0, c: 0, y: 1, x: 1, term: 0 }), null);
  });
});
