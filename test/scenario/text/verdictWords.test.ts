import assert from 'node:assert/strict';
import { catalogue } from '../../../src/engine/diagnose/mistakes/catalogue.ts';
import { knownMistakeCount } from '../../../src/engine/diagnose/model/knownMistakeCount.ts';
import {
  comparedHeadline,
  explainsAllText,
  fixText,
  type JudgedNonFinite,
  type JudgedValues,
  verdictHeadline,
} from '../../../src/scenario/text/verdictWords.ts';
import { compareTensors } from '../../../src/engine/compare/compareTensors.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';

function nonFiniteOf(actual: number, expected: number, unmatched: number): JudgedNonFinite {
  const nan = (count: number) => ({ nan: count, positiveInfinity: 0, negativeInfinity: 0 });
  return { actual: nan(actual), expected: nan(expected), unmatched };
}

const judged: JudgedValues = {
  verdict: 'mismatch',
  precision: 'float32',
  total: 3456,
  beyondBound: 3438,
  nonFinite: nonFiniteOf(0, 0, 0),
  isOverflow: false,
};
const notRotated = {
  title: 'The kernel was not rotated by 180°',
  fix: 'Flip the kernel along both spatial axes: w.flip(2, 3).',
};
const ignored = { title: 'output_padding was ignored', fix: 'Extend the output.' };

describe('the words of a verdict', () => {
  it('say correct or wrong first', () => {
    const say = (change: Partial<JudgedValues>): string => verdictHeadline({ ...judged, ...change });
    assert.equal(say({ verdict: 'exact' }), 'Exactly correct');
    assert.equal(say({ verdict: 'rounding' }), 'Correct, within float32 rounding');
    assert.equal(say({ verdict: 'rounding', precision: 'bfloat16' }), 'Correct, within bfloat16 rounding');
    assert.equal(
      say({ verdict: 'rounding', precision: 'float16-accumulate' }),
      'Correct, within the rounding of float16 sums',
    );
    assert.equal(say({}), 'Wrong: 3\u00a0438 of 3\u00a0456 values are off by more than rounding can cause');
    assert.equal(say({ beyondBound: 1 }), 'Wrong: 1 of 3\u00a0456 values is off by more than rounding can cause');
    assert.equal(say({ beyondBound: 1, total: 1 }), 'Wrong: the only value is off by more than rounding can cause');
    assert.equal(
      say({ verdict: 'non-finite', nonFinite: nonFiniteOf(48, 0, 48), total: 64 }),
      'Not finite: 48 of 64 values are NaN or infinite, unlike the reference',
    );
    assert.equal(
      say({ verdict: 'non-finite', precision: 'float16', isOverflow: true }),
      'Correct, with float16 overflow',
    );
    assert.equal(
      verdictHeadline({ verdict: 'shape-mismatch', actual: [1, 6, 28, 28], expected: [1, 6, 24, 24] }),
      'Wrong shape: 1×6×28×28 instead of 1×6×24×24',
    );
  });

  it('count every output that is not finite, and those that the reference has not', () => {
    const say = (nonFinite: JudgedNonFinite, total = 64): string =>
      verdictHeadline({ ...judged, verdict: 'non-finite', nonFinite, total });
    assert.equal(
      say({
        actual: { nan: 48, positiveInfinity: 9, negativeInfinity: 7 },
        expected: { nan: 0, positiveInfinity: 9, negativeInfinity: 7 },
        unmatched: 48,
      }),
      'Not finite: 64 of 64 values are NaN or infinite, 48 of them unlike the reference',
    );
    assert.equal(say(nonFiniteOf(1, 0, 1)), 'Not finite: 1 of 64 values is NaN or infinite, unlike the reference');
    assert.equal(say(nonFiniteOf(1, 0, 1), 1), 'Not finite: the only value is NaN or infinite, unlike the reference');
    assert.equal(say(nonFiniteOf(0, 2, 2)), 'Wrong: 2 of 64 values are finite where the reference is NaN or infinite');
    assert.equal(
      say(nonFiniteOf(12, 12, 12)),
      'Wrong: 12 of 64 values differ from the reference in being NaN or infinite',
    );
  });

  it('name the mistake once it is known, and its fix', () => {
    const kernel = 'Wrong: the kernel was not rotated by 180°';
    assert.equal(verdictHeadline(judged, [notRotated]), kernel);
    assert.equal(verdictHeadline({ ...judged, verdict: 'non-finite' }, [notRotated]), kernel);
    assert.equal(
      verdictHeadline({ verdict: 'shape-mismatch', actual: [1], expected: [2] }, [ignored]),
      'Wrong: output_padding was ignored',
    );
    assert.equal(verdictHeadline(judged, [notRotated, ignored]), `${kernel}, or another mistake with the same result`);
    assert.equal(
      verdictHeadline(judged, [notRotated, ignored, ignored]),
      `${kernel}, or one of 2 other mistakes with the same result`,
    );
    const pair = { title: `${notRotated.title}; The bias was added twice`, fix: '' };
    assert.equal(verdictHeadline(judged, [pair]), `${kernel}, and the bias was added twice`);
    assert.equal(fixText(notRotated), 'Fix: flip the kernel along both spatial axes: w.flip(2, 3).');
    assert.equal(explainsAllText(3456), 'That explains all 3\u00a0456 values.');
    // A mistake's name says nothing about an output that is right.
    assert.equal(verdictHeadline({ ...judged, verdict: 'exact' }, [notRotated]), 'Exactly correct');
  });

  it('can join the titles of every two mistakes: no title holds what joins them', () => {
    assert.deepEqual(
      catalogue.filter(({ title }) => title.includes('; ') || title.endsWith('.')),
      [],
    );
  });

  it('name the number of known mistakes that there are', () => {
    assert.equal(knownMistakeCount, catalogue.length);
  });

  it('claim nothing about rounding where two tensors are compared without a call', () => {
    const tolerance = { rtol: 0, atol: 0.25, equalNan: false };
    const say = (actual: readonly number[], expected: readonly number[]): string => {
      const [a, e] = [actual, expected].map((values) => tensorOf('float64', [values.length], values));
      assert.ok(a !== undefined && e !== undefined);
      return comparedHeadline(finish(compareTensors(a, e, { tolerance })));
    };
    assert.equal(say([1, 2], [1, 2]), 'Equal');
    assert.equal(say([1, 2], [1, 2.25]), 'Close, within rtol and atol');
    assert.equal(say([1, 2], [1, 3]), 'Different: 1 of 2 values differs by more than rtol and atol allow');
    assert.equal(
      say([NaN, Infinity, 2], [1, -Infinity, 2]),
      'Different: 2 of 3 values are NaN or infinite in one tensor and not the same in the other',
    );
  });
});
