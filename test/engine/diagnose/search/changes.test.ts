import assert from 'node:assert/strict';
import { catalogue } from '../../../../src/engine/diagnose/mistakes/catalogue.ts';
import { type Changes, changesOf } from '../../../../src/engine/diagnose/search/changes.ts';
import { caseOf, wrongCases } from './wrongCases.ts';

/** What the mistake that was made changes, by the first of its variants. */
function changes(id: string, name = `${id} 0`): Changes {
  const wrong = wrongCases.find((one) => one.name === name);
  const mistake = catalogue.find((one) => one.id === id);
  assert.ok(wrong && mistake, name);
  const of = caseOf(wrong);
  const [hypothesis] = [...mistake.hypotheses(of)];
  assert.ok(hypothesis, name);
  return changesOf(of, hypothesis);
}

const wordOf = ({ words }: Changes, what: string) => {
  const found = words.find((one) => one.what === what);
  return found && [found.yours, found.required];
};

describe('what a hypothesis changes', () => {
  it('are the kernels, where the weight is read in another way', () => {
    for (const id of [
      'kernel-not-rotated',
      'kernel-flipped-one-axis',
      'kernel-axes-swapped',
      'weight-in-out-swapped',
    ]) {
      const { weights } = changes(id);
      assert.ok(weights, id);
      assert.notDeepEqual(weights.yours.data, weights.required.data, id);
    }
    assert.equal(changes('bias-missing').weights, null);
    // Its call is written as another one, of another kernel: that is no mistake about the kernel.
    assert.equal(changes('forward-convolution').weights, null);
  });

  it('are parameters under PyTorch’s names, and the crop that they come to', () => {
    const padding = changes('padding-ignored');
    assert.deepEqual(wordOf(padding, 'padding'), [
      [0, 0],
      [1, 2],
    ]);
    // Nothing is cropped: the output starts where the products do.
    assert.deepEqual(padding.frames?.yours.start, [0, 0]);
    assert.deepEqual(padding.frames.required.start, [1, 2]);
    assert.deepEqual(wordOf(changes('stride-axes-swapped'), 'stride'), [
      [3, 2],
      [2, 3],
    ]);
    assert.deepEqual(wordOf(changes('dilation-ignored'), 'dilation'), [
      [1, 1],
      [2, 3],
    ]);
    assert.deepEqual(wordOf(changes('groups-ignored'), 'groups'), [[1], [2]]);
    assert.deepEqual(wordOf(changes('output-padding-ignored'), 'output_padding'), [
      [0, 0],
      [1, 1],
    ]);
  });

  it('are what is not computed of the output', () => {
    const { frames } = changes('output-padding-zero-filled');
    assert.ok(frames?.yours.computed);
    const [height, width] = frames.yours.size;
    assert.deepEqual(frames.yours.computed, { start: [0, 0], size: [height - 1, width - 1] });
    assert.deepEqual(frames.required.size, [height, width]);
  });

  it('are numbers', () => {
    const { bias } = wrongCases.find(({ name }) => name === 'bias-twice 0')?.call ?? {};
    assert.ok(bias);
    assert.deepEqual(wordOf(changes('bias-twice'), 'bias'), [[...bias.data].map((b) => 2 * b), [...bias.data]]);
    assert.equal(wordOf(changes('bias-missing'), 'bias')?.[0], 'none');
    assert.deepEqual(wordOf(changes('scaled'), 'factor'), [[0.5], [1]]);
  });

  it('is something, of every mistake', () => {
    for (const { id, name } of wrongCases.filter((one) => !one.id.includes('+'))) {
      const { words, frames, weights } = changes(id, name);
      assert.ok(words.length > 0 || frames !== null || weights !== null, name);
    }
  });
});
