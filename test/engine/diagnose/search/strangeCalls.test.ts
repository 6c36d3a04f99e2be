import assert from 'node:assert/strict';
import { isRight } from '../../../../src/engine/compare/verdict.ts';
import { profileIds } from '../../../../src/engine/precision/profiles.ts';
import { drawnByPython } from '../../drawnByPython.ts';
import { bestOf, calledWrong, diagnosed, type DrawnRight, type DrawnWrong, holdsFor, rightCall } from './drawnCalls.ts';
import { storedCall, storedTensor } from './storedCall.ts';

/** Number of calls of each kind, and the seed. CONVT_STRANGE_CALLS=5000,7 draws others. */
const [count, seed] = (process.env.CONVT_STRANGE_CALLS ?? '300,5').split(',');

interface StrangeCalls {
  /** Wrong outputs whose causes are drawn: they are in no list, but may happen to be what one of a list says. */
  readonly strange: readonly DrawnWrong[];
  /** Outputs with noise of 1.5 to 100 rounding bounds. */
  readonly noisy: readonly DrawnRight[];
  /** Right outputs, added up in any order. */
  readonly rights: readonly DrawnRight[];
}

describe('strange calls by PyTorch and NumPy', function () {
  this.timeout(600_000);
  let calls: StrangeCalls = { strange: [], noisy: [], rights: [] };
  let bytes = new ArrayBuffer(0);

  before(function () {
    const made = drawnByPython('strangeCalls', 'strange', count ?? '', seed ?? '');
    if (made === null) return this.skip();
    calls = made.json as StrangeCalls;
    bytes = made.bytes;
  });

  it('with causes of no list are never called right, nor certain of a cause that other tensors refute', () => {
    const falsely = calls.strange.flatMap((drawn) => {
      const diagnosis = diagnosed(storedCall(drawn, bytes), storedTensor(drawn.actual, bytes));
      const { verdict, confidence } = diagnosis;
      if (verdict !== 'shape-mismatch' && isRight(verdict)) return [`${drawn.name}: ${verdict}`];
      return confidence !== 'certain' || holdsFor(diagnosis, drawn, bytes)
        ? []
        : [`${drawn.name}: ${bestOf(diagnosis)}`];
    });
    assert.deepEqual(falsely, []);
  });

  it('with noise beyond the rounding bound are never called right, nor certain of a cause', () => {
    const falsely = calls.noisy.flatMap((drawn) => {
      const diagnosis = diagnosed(...rightCall(drawn, bytes), drawn.dtype);
      const { verdict, confidence } = diagnosis;
      const isWrong = verdict === 'mismatch' && confidence !== 'certain';
      return isWrong ? [] : [`${drawn.name} (${drawn.dtype}): ${verdict}, ${bestOf(diagnosis)}`];
    });
    assert.deepEqual(falsely, []);
  });

  it('that are right in any order of summation are not called wrong', () => {
    assert.deepEqual(new Set(calls.rights.map(({ dtype }) => dtype)), new Set(profileIds));
    assert.deepEqual(calledWrong(calls.rights, bytes), []);
  });
});
