import assert from 'node:assert/strict';
import { LoadedPart } from '../../../src/extension/shared/loadedPart.ts';

/** A part whose loading ends when the test says so. */
function pendingPart() {
  let finish = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const counts = { loaded: 0, disposed: 0 };
  const part = new LoadedPart(async () => {
    counts.loaded++;
    await ready;
    return {
      dispose: () => {
        counts.disposed++;
      },
    };
  });
  return { part, counts, finish: () => finish() };
}

describe('a part that is loaded when it is needed', () => {
  it('is loaded once, however often it is asked for', async () => {
    const { part, counts, finish } = pendingPart();
    assert.deepEqual([part.now(), counts.loaded], [null, 0]);
    const asked = [part.get(), part.get()];
    assert.equal(part.now(), null);
    finish();
    const [first, second] = await Promise.all(asked);
    assert.deepEqual([first === second, part.now() === first, counts], [true, true, { loaded: 1, disposed: 0 }]);
  });

  it('is disposed of once, also if it is still being loaded', async () => {
    for (const isEarly of [true, false]) {
      const { part, counts, finish } = pendingPart();
      const loading = part.get();
      if (isEarly) part.dispose();
      finish();
      await loading;
      if (!isEarly) part.dispose();
      assert.equal(counts.disposed, 1, isEarly ? 'while it was loaded' : 'afterwards');
    }
  });

  it('is not loaded to be disposed of', () => {
    const { part, counts } = pendingPart();
    part.dispose();
    assert.equal(counts.loaded, 0);
  });
});
