import assert from 'node:assert/strict';
import { finish } from '../../../../src/engine/core/steps.ts';
import { diagnose } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { worstPlaces } from '../../../../src/engine/diagnose/search/probePlaces.ts';
import { whereSentences } from '../../../../src/scenario/report/whereWords.ts';
import { caseOf, wrongCases } from '../search/wrongCases.ts';

describe('a few wrong elements', () => {
  const wrong = wrongCases.find(({ name }) => name === 'bias-other 0');
  assert.ok(wrong);
  const { call, geometry, reference } = caseOf(wrong);
  // (2, 3, 10, 14)
  const withValues = (values: Readonly<Record<number, number>>) => ({
    dtype: 'float32' as const,
    shape: reference.shape,
    data: Float32Array.from(reference.data, (value, at) => values[at] ?? value),
  });
  const sentences = (values: Readonly<Record<number, number>>): readonly string[] => {
    const { where } = finish(diagnose(call, geometry, withValues(values)));
    assert.ok(where);
    return whereSentences(where);
  };

  it('are listed by their index, and so is how many of them are NaN or infinite', () => {
    const [, , height = 1, width = 1] = reference.shape;
    const second = height * width + 2 * width + 3;
    const found = sentences({ 5: NaN, [second]: 1e9, [2 * height * width]: -Infinity });
    assert.ok(found.includes('Only 3 elements are wrong: (0, 0, 0, 5), (0, 1, 2, 3), (0, 2, 0, 0).'), found.join(' '));
    assert.ok(found.includes('Of the 3 wrong values, 1 NaN and 1 infinite.'), found.join(' '));
  });

  it('are said to be NaN if all of them are', () => {
    assert.ok(sentences({ 5: NaN }).includes('The wrong value is NaN.'));
    assert.ok(sentences({ 5: NaN, 90: NaN }).includes('All 2 wrong values are NaN.'));
  });

  it('are among the places that are looked at first if they are NaN', () => {
    const places = worstPlaces({ actual: withValues({ 7: NaN, 300: 1e9 }), reference }, 2);
    assert.ok(places.includes(7));
  });
});
