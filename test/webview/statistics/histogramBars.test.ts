import assert from 'node:assert/strict';
import { countCeiling, errorPosition, histogramBars } from '../../../webview/statistics/histogramBars.ts';

const histogram = { limit: 2, counts: [1, 0, 100, 50], worst: [7, -1, 3, 9] };

describe('the histogram of errors', () => {
  it('measures bars against the next round count', () => {
    assert.deepEqual(
      [1, 4, 9, 10, 7213].map((most) => countCeiling([most])),
      [1, 5, 10, 10, 8000],
    );
  });

  it('leaves empty bins out and keeps a single cell visible', () => {
    const bars = histogramBars(histogram, 40, 50);
    assert.deepEqual(
      bars.map((bar) => [bar.bin, bar.count, bar.height]),
      [
        [0, 1, 1],
        [2, 100, 50],
        [3, 50, 25],
      ],
    );
  });

  it('knows the bounds of a bin and its worst cell', () => {
    const [first] = histogramBars(histogram, 40, 50);
    assert.deepEqual([first?.lo, first?.hi, first?.worst], [-2, -1, 7]);
  });

  it('marks where an error stands, in the middle when all are 0, nowhere when it is not finite', () => {
    assert.equal(errorPosition(histogram, 1, 40), 30);
    assert.equal(errorPosition({ ...histogram, limit: 0 }, 0, 40), 20);
    assert.equal(errorPosition(histogram, NaN, 40), null);
  });
});
