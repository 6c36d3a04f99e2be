import assert from 'node:assert/strict';
import type { ComparedSums } from '../../../../../src/engine/orders/compareOrders.ts';
import { errorCurvesOf } from '../../../../../webview/pipeline/dotProduct/orders/errorCurves.ts';

type Sums = ComparedSums['own'];

function sums(partial: number[], error: number[], bound: number[]): Sums {
  const none = new Float64Array();
  return {
    order: 'naive',
    terms: new Uint32Array(),
    places: new Uint32Array(),
    w: none,
    x: none,
    product: none,
    zeros: 0,
    oneAccumulator: true,
    start: 0,
    biasAtEnd: null,
    value: 0,
    partial: Float64Array.from(partial),
    error: Float64Array.from(error),
    bound: Float64Array.from(bound),
  };
}

function compared(own: Sums, other: Sums): ComparedSums {
  const count = own.partial.length;
  return { kind: 'sums', own, other, count, exact: 0, ulp: 1, termsPart: null, sumsPart: null, isSame: false };
}

describe('the plots of two orders', () => {
  it('have decades for the errors, with a place of its own for 0', () => {
    const own = sums([0, 2], [0, -1e-6], [1e-4, 1e-2]);
    const other = sums([-2, 2], [1e-4, NaN], [1e-2, Infinity]);
    const { partial, axis, paths } = errorCurvesOf(compared(own, other), 40, { partial: 10, error: 100 });
    assert.deepEqual([partial.low, partial.high], [-2, 2]);
    // From 10⁻⁶ to 10⁻² in the upper four fifths: −6 at 80 px, −4 at 40, −2 at 0; 0 at the bottom.
    assert.deepEqual([axis.ticks[0], axis.ticks.at(-1)], [-6, -2]);
    assert.equal(paths.own.error, 'M10 100H30V80');
    assert.equal(paths.own.bound, 'M10 40H30V0');
    // A NaN interrupts, an infinite bound is at the edge.
    assert.equal(paths.other.error, 'M10 40');
    assert.equal(paths.other.bound, 'M10 0H30V0');
    assert.equal(paths.own.partial, 'M10 5H30V0');
  });

  it('stand where there is no error at all', () => {
    const exact = sums([1, 1], [0, 0], [0, 0]);
    const { paths } = errorCurvesOf(compared(exact, exact), 40, { partial: 10, error: 100 });
    assert.equal(paths.own.error, 'M10 100H30V100');
  });
});
