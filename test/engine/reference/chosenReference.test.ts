import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chosenReference } from '../../../src/engine/reference/chosenReference.ts';
import { runFastReference } from '../../../src/engine/reference/fastReference.ts';
import { naiveElement } from '../../../src/engine/reference/naiveElement.ts';
import { outputAt } from '../../../src/engine/provenance/offsets.ts';
import { runReference } from '../../../src/engine/reference/reference.ts';
import { spotCheck } from '../../../src/engine/reference/spotCheck.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { geometryOf } from '../geometryOf.ts';
import { callOfSizes } from '../kernels/largeCalls.ts';
import { smallCalls } from '../smallCalls.ts';

const call = callOfSizes('float32', { cin: 50, cout: 3, size: [28, 28], kernel: [3, 3] });
const geometry = geometryOf(call);

describe('the chosen reference', () => {
  it('is the loop’s own for a small call', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const chosen = finish(chosenReference(small.call, small.geometry));
        assert.deepEqual(chosen, finish(runReference(small.call, small.geometry)));
      }),
      { numRuns: 50 },
    );
  });

  it('is the kernels’ for a large one, checked, with the loop’s bits', () => {
    const chosen = finish(chosenReference(call, geometry));
    assert.deepEqual(chosen.by, { kind: 'kernels', checked: 64 });
    const { data } = finish(runReference(call, geometry)).reference;
    assert.ok(chosen.reference.data.every((value, at) => Object.is(value, data[at])));
  });

  it('is the loop’s again where the kernels are wrong, or cannot do it', () => {
    const naive = finish(runReference(call, geometry));
    const wrong = finish(
      chosenReference(call, geometry, undefined, function* (...of) {
        const made = yield* runFastReference(...of);
        // The last bit of every element, which no tolerance would see.
        made?.reference.data.forEach((value, at, data) => (data[at] = value * (1 + 2 ** -52)));
        return made;
      }),
    );
    assert.deepEqual(wrong, naive);
    // eslint-disable-next-line require-yield -- kernels that do not even start
    const none = finish(
      chosenReference(call, geometry, undefined, function* () {
        return null;
      }),
    );
    assert.deepEqual(none, naive);
  });
});

describe('an element of the naive loop', () => {
  it('has the loop’s bits, wherever it is', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const { data } = finish(runReference(small.call, small.geometry)).reference;
        for (const [at, value] of data.entries()) {
          const element = outputAt(small.geometry, at);
          assert.ok(Object.is(naiveElement(small.call, small.geometry, element), value), `${at}`);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a spot check', () => {
  it('finds a corner, an edge or a plane that is off', () => {
    const { reference } = finish(runReference(call, geometry));
    const spoilt = (bad: (y: number, x: number) => boolean): number | null => {
      const data = reference.data.slice();
      for (const at of data.keys()) {
        const { y, x } = outputAt(geometry, at);
        if (bad(y, x)) data[at] = (data[at] as number) + 1;
      }
      return spotCheck(call, geometry, { ...reference, data });
    };
    assert.equal(
      spoilt(() => false),
      64,
    );
    assert.equal(
      spoilt((y) => y === 0),
      null,
    );
    assert.equal(
      spoilt((y) => y === geometry.h.outputSize - 1),
      null,
    );
    assert.equal(
      spoilt((_, x) => x === 0),
      null,
    );
    assert.equal(
      spoilt((_, x) => x === geometry.w.outputSize - 1),
      null,
    );
  });
});
