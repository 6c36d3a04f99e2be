import assert from 'node:assert/strict';
import { logAxisOf } from '../../../webview/ui/logAxis.ts';

describe('the axis of residuals', () => {
  it('has a true 0 at its start and a decade for each factor of ten', () => {
    const { share, ticks } = logAxisOf([0, 5e-3, 8]);
    assert.equal(share(0), 0);
    assert.deepEqual(ticks, [-3, -1, 1]);
    assert.equal(share(10), 1);
    const decades = [1e-3, 1e-2, 1e-1, 1, 10].map(share);
    const steps = decades.slice(1).map((at, i) => at - (decades[i] ?? 0));
    for (const step of steps) assert.ok(Math.abs(step - (steps[0] ?? 0)) < 1e-12, String(step));
    assert.ok((decades[0] ?? 0) > 0.1, 'the smallest decade is told apart from 0');
  });

  it('has room for many decades with few ticks', () => {
    const { ticks, share } = logAxisOf([1e-7, 8.99]);
    assert.ok(ticks.length <= 4, String(ticks));
    assert.ok(share(1e-7) < share(1e-6) && share(8.99) <= 1);
  });

  it('is there for zeros alone and for what is not finite', () => {
    assert.equal(logAxisOf([0, 0]).share(0), 0);
    assert.equal(logAxisOf([]).share(0), 0);
    assert.equal(logAxisOf([0, Infinity]).share(Infinity), 1);
  });

  it('has width where there is one magnitude alone', () => {
    const { share } = logAxisOf([1e-6]);
    assert.ok(share(1e-6) > 0 && share(1e-6) <= 1, String(share(1e-6)));
  });
});
