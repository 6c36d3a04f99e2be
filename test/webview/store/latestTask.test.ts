import assert from 'node:assert/strict';
import type { Reply } from '../../../src/protocol/channel.ts';
import { LatestTask, type TaskContext } from '../../../webview/store/latestTask.ts';

/** Creates a task whose work ends when the test says so. */
function taskLab() {
  const works: {
    readonly params: string;
    readonly context: TaskContext;
    readonly end: (reply: Reply<string>) => void;
  }[] = [];
  const settled: string[] = [];
  let aborts = 0;
  const task = new LatestTask<string, string>({
    work: (params, context) => new Promise((end) => works.push({ params, context, end })),
    settle: (result, params) => settled.push(`${params}: ${result}`),
    abort: () => {
      aborts += 1;
    },
  });
  const work = (i: number) => works[i] ?? assert.fail(`no work ${String(i)}`);
  return { task, work, settled, aborts: () => aborts };
}

const done = (value: string): Reply<string> => ({ ok: true, value });

describe('the latest task', () => {
  it('reports steps while it computes and is idle with its result taken over', async () => {
    const { task, work, settled } = taskLab();
    const result = task.start('a');
    assert.deepEqual(task.phase.value, { kind: 'computing', step: null });
    work(0).context.onStep({ stage: 'Fold', done: 1, total: 2 });
    assert.deepEqual(task.phase.value, { kind: 'computing', step: { stage: 'Fold', done: 1, total: 2 } });
    work(0).end(done('A'));
    assert.equal(await result, 'A');
    assert.deepEqual(task.phase.value, { kind: 'idle' });
    assert.deepEqual(settled, ['a: A']);
  });

  it('ignores the answer and the steps of an earlier start', async () => {
    const { task, work, settled, aborts } = taskLab();
    const first = task.start('a');
    const second = task.start('b');
    assert.equal(aborts(), 2);
    assert.equal(work(0).context.isCurrent(), false);
    work(0).context.onStep({ stage: 'stale', done: 1, total: 1 });
    work(0).end(done('A'));
    assert.equal(await first, null);
    assert.deepEqual(task.phase.value, { kind: 'computing', step: null });
    work(1).end(done('B'));
    assert.equal(await second, 'B');
    assert.deepEqual(settled, ['b: B']);
  });

  it('is cancelled once, and only while it computes', async () => {
    const { task, work, settled } = taskLab();
    assert.equal(task.cancel(), false);
    const result = task.start('a');
    assert.equal(task.cancel(), true);
    assert.deepEqual(task.phase.value, { kind: 'cancelled' });
    assert.equal(task.cancel(), false);
    work(0).end(done('A'));
    assert.equal(await result, null);
    assert.deepEqual(settled, []);
    assert.deepEqual(task.phase.value, { kind: 'cancelled' });
  });

  it('forgets everything when it is dropped', async () => {
    const { task, work } = taskLab();
    const result = task.start('a');
    work(0).end({ ok: false, reason: 'failed', error: 'no memory' });
    assert.equal(await result, null);
    assert.deepEqual(task.phase.value, { kind: 'failed', error: 'no memory' });
    task.drop();
    assert.deepEqual(task.phase.value, { kind: 'idle' });
  });

  it('fails when its work or taking the result over throws', async () => {
    const thrown = new LatestTask<null, null>({
      work: () => Promise.reject(new Error('unsendable')),
      abort: () => undefined,
    });
    await thrown.start(null);
    assert.deepEqual(thrown.phase.value, { kind: 'failed', error: 'unsendable' });
    const unsettled = new LatestTask<null, null>({
      work: () => Promise.resolve({ ok: true, value: null }),
      settle: () => {
        throw new Error('no room');
      },
      abort: () => undefined,
    });
    assert.equal(await unsettled.start(null), null);
    assert.deepEqual(unsettled.phase.value, { kind: 'failed', error: 'no room' });
  });

  it('stops the work before it once, however often the next start is announced', () => {
    const { task, aborts } = taskLab();
    task.expect();
    assert.deepEqual(task.phase.value, { kind: 'computing', step: null });
    void task.start('a');
    assert.equal(aborts(), 1);
  });
});
