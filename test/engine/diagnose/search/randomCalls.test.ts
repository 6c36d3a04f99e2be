import assert from 'node:assert/strict';
import { profileIds } from '../../../../src/engine/precision/profiles.ts';
import { drawnByPython } from '../../drawnByPython.ts';
import { bestOf, calledWrong, diagnosed, type DrawnRight, type DrawnWrong, holdsFor } from './drawnCalls.ts';
import { storedCall, storedTensor } from './storedCall.ts';

/** Number of wrong calls, a fifth of that of right ones, and the seed. CONVT_RANDOM_CALLS=20000,7 draws others. */
const [count, seed] = (process.env.CONVT_RANDOM_CALLS ?? '2000,11').split(',');

interface DrawnCalls {
  readonly cases: readonly DrawnWrong[];
  /** Calls of tensors with few different values or symmetries, so that different mistakes make the same output. */
  readonly lookAlikes: readonly DrawnWrong[];
  readonly rights: readonly DrawnRight[];
}

describe('random calls by PyTorch', function () {
  this.timeout(600_000);
  let calls: DrawnCalls = { cases: [], lookAlikes: [], rights: [] };
  let bytes = new ArrayBuffer(0);

  before(function () {
    const made = drawnByPython('randomCalls', 'calls', count ?? '', seed ?? '');
    if (made === null) return this.skip();
    calls = made.json as DrawnCalls;
    bytes = made.bytes;
  });

  it('with a mistake are named, 98 of 100 at least, and none falsely', () => {
    const unnamed: string[] = [];
    const falsely: string[] = [];
    for (const drawn of calls.cases) {
      const diagnosis = diagnosed(storedCall(drawn, bytes), storedTensor(drawn.actual, bytes));
      const ids = diagnosis.matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));
      // A precision that is only possible names no cause: it says that errors are of that size, whatever made them.
      const isUnnamed = ids[0]?.startsWith('precision-') ?? true;
      if (isUnnamed) unnamed.push(drawn.name);
      if ((isUnnamed && diagnosis.confidence !== 'certain') || ids[0] === drawn.id) continue;
      // It says no more than that yours − expected is one constant per channel, which is so for every mistake of a bias.
      if (ids[0] === 'bias-other' && drawn.id.startsWith('bias-')) continue;
      // Another name is right if it is the same computation.
      if (!holdsFor(diagnosis, drawn, bytes)) falsely.push(`${drawn.name}: ${ids.join(', ')}`);
    }
    assert.deepEqual(falsely, []);
    assert.ok(unnamed.length <= 0.02 * calls.cases.length, unnamed.join('; '));
  });

  it('with tensors that make mistakes look alike are never certain of something else', () => {
    const certain = calls.lookAlikes.flatMap((drawn) => {
      const diagnosis = diagnosed(storedCall(drawn, bytes), storedTensor(drawn.actual, bytes));
      return diagnosis.confidence === 'certain' ? [{ drawn, diagnosis }] : [];
    });
    const falsely = certain.flatMap(({ drawn, diagnosis }) => {
      return holdsFor(diagnosis, drawn, bytes) ? [] : [`${drawn.name}: ${bestOf(diagnosis)}`];
    });
    assert.ok(certain.length > 0.2 * calls.lookAlikes.length, `only ${certain.length} are certain`);
    assert.deepEqual(falsely, []);
  });

  it('that are right in any precision are not called wrong', () => {
    assert.deepEqual(new Set(calls.rights.map(({ dtype }) => dtype)), new Set(profileIds));
    assert.deepEqual(calledWrong(calls.rights, bytes), []);
  });
});
