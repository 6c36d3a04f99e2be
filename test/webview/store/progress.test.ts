import assert from 'node:assert/strict';
import { advance, pendingStages, shareDone } from '../../../webview/store/runProgress.ts';
import type { StageProgress } from '../../../webview/store/runProgress.ts';

const report = (stages: readonly StageProgress[], stage: string, done: number, now: number) =>
  advance(stages, { stage, done, total: 10 }, now);

describe('progress of a run', () => {
  it('times a stage from its first report to the first of the next', () => {
    const unfolding = report(report([], 'Unfold', 1, 100), 'Unfold', 9, 140);
    assert.equal(unfolding.length, 1);
    assert.equal(unfolding[0]?.milliseconds, null);
    const multiplying = report(unfolding, 'K · U', 0, 150);
    assert.deepEqual(
      multiplying.map(({ step, milliseconds }) => [step.stage, milliseconds]),
      [
        ['Unfold', 50],
        ['K · U', null],
      ],
    );
  });

  it('expects the stages of the last run of its kind, and of no other kind', () => {
    const stages = report([], 'Unfold', 5, 0);
    assert.deepEqual(pendingStages(['Unfold', 'K · U', 'Error'], stages), ['K · U', 'Error']);
    assert.deepEqual(pendingStages(['Fold', 'Error'], stages), []);
  });

  it('never exceeds the whole, nor goes back within a run whose stages are known', () => {
    const plan = ['Unfold', 'K · U'];
    let stages: readonly StageProgress[] = [];
    let before = 0;
    for (const [stage, done] of [
      ['Unfold', 0],
      ['Unfold', 10],
      ['K · U', 0],
      ['K · U', 12],
    ] as const) {
      stages = report(stages, stage, done, 0);
      const share = shareDone(plan, stages);
      assert.ok(share >= before && share <= 1, `${stage} ${done}: ${share}`);
      before = share;
    }
    assert.equal(before, 1);
  });
});
