import assert from 'node:assert/strict';
import type { Outcomes } from '../../../src/engine/precision/nonFiniteOutcomes.ts';
import { profileBoundOf } from '../../../src/engine/precision/profileBound.ts';
import { type ProfileId, profileIds, profileOf } from '../../../src/engine/precision/profiles.ts';
import { runNaiveReference } from '../../../src/engine/reference/reference.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { DType } from '../../../src/engine/core/tensor.ts';
import { geometryOf } from '../geometryOf.ts';
import { callOfSum } from './callOfSum.ts';
import type { Factors } from './emulatedSums.ts';

/** Returns what Σ w·x + bias may be: a call with one output element. */
function outcomesOf(terms: Factors, id: ProfileId, bias: number | null = null, dtype: DType = 'float32'): Outcomes {
  const call = callOfSum(terms, bias, dtype);
  const geometry = geometryOf(call);
  const bound = finish(profileBoundOf(call, geometry, finish(runNaiveReference(call, geometry)), profileOf(id)));
  return bound.outcomes(0);
}

/** Writes outcomes as the letters of the possible kinds: finite, +, −, NaN. */
const kinds = ({ finite, positive, negative, nan }: Outcomes): string =>
  `${finite ? 'f' : ''}${positive ? '+' : ''}${negative ? '−' : ''}${nan ? 'n' : ''}`;

interface Case {
  readonly name: string;
  readonly terms: Factors;
  readonly bias?: number;
  readonly id: ProfileId;
  readonly expected: string;
}

/** Derived by hand from IEEE 754: the largest float16 is 65504, the smallest 2⁻²⁴; the largest float32 is 3.4e38. */
const cases: readonly Case[] = [
  { name: 'one infinite term', terms: [[Infinity, 2], [1, -5]], id: 'float16', expected: '+' }, // prettier-ignore
  { name: 'an infinite bias', terms: [[1, 2]], bias: -Infinity, id: 'float16', expected: '−' },
  { name: 'infinite terms of both signs', terms: [[Infinity, 2], [Infinity, -1]], id: 'float16', expected: 'n' }, // prettier-ignore
  { name: 'an infinity times 0', terms: [[Infinity, 0]], id: 'float16', expected: 'n' },
  { name: 'a NaN factor', terms: [[NaN, 0], [1, 1]], id: 'float16', expected: 'n' }, // prettier-ignore
  { name: 'an infinity times a number that float16 rounds to 0', terms: [[Infinity, 1e-9]], id: 'float16', expected: '+n' }, // prettier-ignore
  { name: 'the same in bfloat16, which has the number', terms: [[Infinity, 1e-9]], id: 'bfloat16', expected: '+' },
  { name: 'an infinity and a negative sum that overflows', terms: [[Infinity, 1], [-300, 300]], id: 'float16-accumulate', expected: '+n' }, // prettier-ignore
  { name: 'the same without overflow', terms: [[Infinity, 1], [-30, 300]], id: 'float16-accumulate', expected: '+' }, // prettier-ignore
  { name: 'a stored sum that overflows', terms: [[300, 300]], id: 'float16', expected: 'f+' },
  { name: 'terms of one sign that overflow', terms: [[250, 250], [250, 250]], id: 'float16-accumulate', expected: 'f+' }, // prettier-ignore
  { name: 'terms of both signs that overflow', terms: [[250, 300], [-250, 300]], id: 'float16-accumulate', expected: 'f+−n' }, // prettier-ignore
  { name: 'terms of both signs of which one overflows', terms: [[250, 300], [-1, 3]], id: 'float16-accumulate', expected: 'f+' }, // prettier-ignore
  { name: 'a factor beyond float16', terms: [[1e5, -1e-3]], id: 'float16', expected: 'f−' },
  { name: 'a factor beyond float16 times 0', terms: [[1e5, 0]], id: 'float16', expected: 'fn' },
  { name: 'float32 terms of one sign that overflow', terms: [[3e38, 1], [3e38, 1]], id: 'float32', expected: 'f+' }, // prettier-ignore
  { name: 'float32 terms of both signs that overflow', terms: [[3e38, 2], [3e38, -2]], id: 'float32', expected: 'f+−n' }, // prettier-ignore
];

describe('the kinds of values that a sum may have', () => {
  for (const { name, terms, bias = null, id, expected } of cases) {
    it(`${name}: ${expected} in ${id}`, () => {
      assert.equal(kinds(outcomesOf(terms, id, bias)), expected);
    });
  }

  it('is a finite number for small numbers, in every precision', () => {
    for (const id of profileIds) {
      assert.equal(kinds(outcomesOf([[1, 2], [-3, 4]], id, 5)), 'f', id); // prettier-ignore
      assert.equal(kinds(outcomesOf([[0, 2], [-3, 0]], id)), 'f', id); // prettier-ignore
    }
  });

  it('is anything of the sign of the terms if float64 itself overflows', () => {
    assert.equal(kinds(outcomesOf([[1e200, 1e200]], 'float64', null, 'float64')), 'f+');
  });
});
