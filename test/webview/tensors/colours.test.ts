import assert from 'node:assert/strict';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { imagePixels, imageTensor } from '../../../webview/tensors/colourImage.ts';
import { finiteRange, mapOf, naturalLimits, tensorScale } from '../../../webview/tensors/colourScale.ts';
import { dragged, histogramDomain, histogramHeights, axisPlaceOf } from '../../../webview/tensors/histogramAxis.ts';
import { plainColouring } from '../../../webview/tensors/picture.ts';
import { sparklinePath } from '../../../webview/tensors/sparklinePath.ts';
import { entryOf, scaleBetween } from '../../../src/colour/scale.ts';

const both = { low: -2, high: 5 };
const positive = { low: 0.5, high: 8 };

describe('the colours of a tensor', () => {
  it('are two around zero for values on both sides of it, and otherwise one sequence over the range', () => {
    assert.equal(mapOf(plainColouring, 'float32', both), 'signed');
    assert.deepEqual(naturalLimits('signed', 'float32', both, false), { low: -5, high: 5 });
    assert.equal(mapOf(plainColouring, 'float32', positive), 'count');
    assert.deepEqual(naturalLimits('count', 'float32', positive, false), positive);
    assert.equal(mapOf(plainColouring, 'float32', { low: -3, high: 0 }), 'count');
    assert.equal(mapOf(plainColouring, 'bool', { low: 0, high: 1 }), 'grey');
    assert.deepEqual(naturalLimits('grey', 'bool', { low: 1, high: 1 }, false), { low: 0, high: 1 });
    assert.equal(mapOf({ ...plainColouring, map: 'error' }, 'float32', both), 'error');
  });

  it('of an image are those of its format', () => {
    assert.deepEqual(naturalLimits('grey', 'uint8', { low: 3, high: 90 }, true), { low: 0, high: 255 });
    assert.deepEqual(naturalLimits('grey', 'float32', { low: 0.1, high: 0.9 }, true), { low: 0, high: 1 });
    assert.deepEqual(naturalLimits('grey', 'float32', both, true), both);
  });

  it('follow the limits that the user sets', () => {
    const scale = tensorScale({ ...plainColouring, limits: { low: 1, high: 3 } }, 'float32', positive, false);
    assert.deepEqual(
      [0, 1, 2, 3, 9].map((value) => entryOf(scale, value)),
      [0, 0, 255, 510, 510],
    );
  });

  it('are defined for a tensor of equal values', () => {
    const scale = tensorScale(plainColouring, 'float32', { low: 4, high: 4 }, false);
    assert.deepEqual([scale.low, scale.high], [3.5, 4.5]);
    assert.equal(entryOf(scale, 4), 255);
    assert.equal(tensorScale(plainColouring, 'float32', { low: 0, high: 0 }, false).high, 0.5);
  });

  it('leave NaN and infinities out of the range', () => {
    assert.deepEqual(finiteRange([NaN, 2, -Infinity, -1]), { low: -1, high: 2 });
    assert.equal(finiteRange([NaN, Infinity]), null);
  });
});

describe('a logarithmic scale', () => {
  it('gives every factor of ten the same share of the colours, if all values have one sign', () => {
    const scale = scaleBetween('count', 1, 1000, true);
    assert.deepEqual(
      [0.1, 1, 10, 100, 1000].map((value) => entryOf(scale, value)),
      [0, 0, 170, 340, 510],
    );
    const negative = scaleBetween('count', -1000, -1, true);
    assert.deepEqual(
      [-1000, -100, -10, -1].map((value) => entryOf(negative, value)),
      [0, 170, 340, 510],
    );
  });

  it('has zero in the middle for values of both signs, and is symmetric', () => {
    const scale = scaleBetween('signed', -10, 10, true);
    assert.equal(entryOf(scale, 0), 255);
    for (const value of [0.001, 0.1, 1, 10]) {
      assert.equal(entryOf(scale, value) + entryOf(scale, -value), 510);
      assert.ok(entryOf(scale, value) > entryOf(scaleBetween('signed', -10, 10, false), value) || value === 10);
    }
    assert.deepEqual([entryOf(scale, -10), entryOf(scale, 10)], [0, 510]);
  });

  it('begins at zero for values from zero on', () => {
    const scale = scaleBetween('count', 0, 1, true);
    assert.deepEqual([entryOf(scale, 0), entryOf(scale, 1)], [0, 510]);
    // log1p(1e3 · 0.1) / log1p(1e3) = 0.668
    assert.equal(entryOf(scale, 0.1), Math.round(510 * 0.66803));
  });
});

describe('a colour image', () => {
  // np.arange(12).reshape(2, 2, 3)
  const tensor = tensorOf('float32', [2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

  it('has the colours of each pixel side by side, from whichever axis they come', () => {
    const last = imageTensor(tensor, { rows: 0, columns: 1, colours: 2 }, [0, 0, 0]);
    assert.deepEqual([...last.data], [...tensor.data]);
    const first = imageTensor(
      tensorOf('float32', [3, 1, 2], [1, 2, 3, 4, 5, 6]),
      { rows: 1, columns: 2, colours: 0 },
      [0, 0, 0],
    );
    assert.deepEqual(
      [first.shape, [...first.data]],
      [
        [1, 2, 3],
        [1, 3, 5, 2, 4, 6],
      ],
    );
  });

  it('has pixels between the limits, opaque without a fourth colour, and black where a value is not finite', () => {
    const limits = { low: 0, high: 10 };
    assert.deepEqual(
      [...imagePixels(tensorOf('float32', [1, 2, 3], [0, 5, 20, -1, 10, 2]), limits)],
      [0, 128, 255, 255, 0, 255, 51, 255],
    );
    assert.deepEqual([...imagePixels(tensorOf('float32', [1, 1, 4], [10, 0, 10, 5]), limits)], [255, 0, 255, 128]);
    assert.deepEqual([...imagePixels(tensorOf('float32', [1, 1, 4], [NaN, 10, 10, 0]), limits)], [0, 0, 0, 255]);
  });
});

describe('the histogram of values', () => {
  const domain = { low: -10, high: 10 };

  it('has an axis for all values and all colours', () => {
    assert.deepEqual(histogramDomain({ low: -2, high: 3, counts: [1] }, { low: -4, high: 2 }), { low: -4, high: 3 });
    assert.deepEqual(histogramDomain(null, { low: 5, high: 5 }), { low: 4.5, high: 5.5 });
    assert.equal(axisPlaceOf(domain, 5), 0.75);
    assert.equal(axisPlaceOf({ low: -1.7e308, high: 1.7e308 }, 0), 0.5);
  });

  it('has bars as high as the square roots of the counts, where the values are', () => {
    const heights = histogramHeights({ low: 0, high: 10, counts: [1, 4] }, domain, 8);
    assert.deepEqual([...heights], [0, 0, 0, 0, 0.5, 0.5, 1, 1]);
    const single = histogramHeights({ low: 0, high: 0, counts: [9] }, domain, 8);
    assert.deepEqual([...single], [0, 0, 0, 1, 1, 0, 0, 0]);
  });

  it('has limits that keep their order, and are mirrored for two colours', () => {
    const limits = { low: 2, high: 4 };
    assert.deepEqual(dragged(limits, domain, 'low', -3, false), { low: -3, high: 4 });
    assert.deepEqual(dragged(limits, domain, 'low', 9, false), { low: 3.9, high: 4 });
    assert.deepEqual(dragged(limits, domain, 'high', 99, false), { low: 2, high: 10 });
    assert.deepEqual(dragged(limits, domain, 'low', -3, true), { low: -3, high: 3 });
    assert.deepEqual(dragged(limits, domain, 'high', 5, true), { low: -5, high: 5 });
    assert.deepEqual(dragged(limits, domain, 'high', -5, true), { low: -0.1, high: 0.1 });
  });

  it('is a small picture in the list', () => {
    // Three bars of 2 px: all of it, a quarter, nothing.
    assert.equal(sparklinePath([4, 1, 0], 6, 10), 'M0 10V0H2V10ZM2 10V5H4V10Z');
    assert.equal(sparklinePath([7], 6, 10), 'M2 10V0H4V10Z');
    assert.equal(sparklinePath([], 6, 10), '');
  });
});
