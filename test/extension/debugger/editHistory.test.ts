import assert from 'node:assert/strict';
import { EditHistory } from '../../../src/extension/debugger/editHistory.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { findPreset } from '../../../src/scenario/presets/presets.ts';

const strided = findPreset('strided')?.scenario ?? assert.fail();
const withSeed = (seed: number): Scenario => ({ ...strided, seed });
const seedsOf = (history: EditHistory, ...directions: readonly ('undo' | 'redo')[]): readonly (number | undefined)[] =>
  directions.map((direction) => history.step(direction)?.seed);

describe('the edits of a panel', () => {
  const edited = (): EditHistory => {
    const history = new EditHistory(withSeed(0));
    for (const seed of [1, 2, 3]) history.add(withSeed(seed), { continues: false });
    return history;
  };

  it('are undone and redone one by one', () => {
    const history = edited();
    assert.deepEqual(seedsOf(history, 'undo', 'undo', 'redo', 'undo', 'undo'), [2, 1, 2, 1, 0]);
    assert.deepEqual([history.canUndo, history.canRedo], [false, true]);
    assert.deepEqual(seedsOf(history, 'undo', 'redo', 'redo', 'redo', 'redo'), [undefined, 1, 2, 3, undefined]);
  });

  it('of a burst are one step', () => {
    const history = new EditHistory(withSeed(0));
    history.add(withSeed(1), { continues: false });
    history.add(withSeed(12), { continues: true });
    history.add(withSeed(123), { continues: true });
    assert.deepEqual(seedsOf(history, 'undo', 'redo'), [0, 123]);
  });

  it('cannot be redone after another edit', () => {
    const history = edited();
    history.step('undo');
    history.add(withSeed(9), { continues: false });
    assert.equal(history.canRedo, false);
    assert.deepEqual(seedsOf(history, 'undo', 'undo', 'redo', 'redo'), [2, 1, 2, 9]);
  });

  it('that change nothing are no steps', () => {
    const history = new EditHistory(withSeed(0));
    history.add(structuredClone(withSeed(0)), { continues: false });
    assert.equal(history.canUndo, false);
  });

  it('start at the first scenario of an empty panel', () => {
    const history = new EditHistory(null);
    history.add(withSeed(1), { continues: false });
    assert.equal(history.canUndo, false);
    history.add(withSeed(2), { continues: false });
    assert.deepEqual(seedsOf(history, 'undo', 'undo'), [1, undefined]);
  });
});
