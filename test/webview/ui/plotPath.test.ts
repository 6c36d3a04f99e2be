import assert from 'node:assert/strict';
import {
  bandPath,
  barsPath,
  finiteExtentOf,
  plotY,
  stepPath,
  termAtX,
  type PlotFrame,
} from '../../../webview/ui/plotPath.ts';

const frame: PlotFrame = { width: 40, height: 10, count: 4, low: -1, high: 1 };

describe('the plots of a dot product', () => {
  it('draw a partial sum as a staircase through the middles of the terms', () => {
    assert.equal(stepPath(frame, [0, 1, 1, -1]), 'M5 5H15V0H25V0H35V10');
  });

  it('interrupt the line where a sum is not a number', () => {
    assert.equal(stepPath(frame, [0, NaN, 1, 1]), 'M5 5M25 0H35V0');
  });

  it('keep an infinite sum at the edge of the frame', () => {
    assert.equal(plotY(frame, Infinity), 0);
    assert.equal(plotY(frame, -Infinity), 10);
  });

  it('draw products as bars from 0, the signs apart', () => {
    assert.equal(barsPath(frame, [1, -1, 0, 0.5], 1), 'M5 5V0M35 5V2.5');
    assert.equal(barsPath(frame, [1, -1, 0, 0.5], -1), 'M15 5V10');
  });

  it('close the band between the bound and its negative', () => {
    assert.equal(bandPath({ ...frame, count: 2 }, [0.5, 1]), 'M10 2.5L30 0L30 10L10 7.5Z');
  });

  it('open the band where there is no bound', () => {
    assert.equal(bandPath({ ...frame, count: 2 }, [0.5, NaN]), 'M10 2.5L30 0L30 10L10 7.5Z');
  });

  it('find the term under the pointer, clamped to the ends', () => {
    assert.deepEqual(
      [-5, 0, 9.9, 10, 39, 80].map((x) => termAtX(frame, x)),
      [0, 0, 0, 1, 3, 3],
    );
  });

  it('take their extent from finite values only, with 0 in sight', () => {
    assert.deepEqual(finiteExtentOf([2, 3, NaN], [Infinity, 5]), [0, 5]);
  });
});
