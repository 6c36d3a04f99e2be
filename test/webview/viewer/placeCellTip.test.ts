import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeCellTip } from '../../../webview/viewer/placeCellTip.ts';

const window = { width: 800, height: 600 };

describe('the tip at the pointer', () => {
  it('is below the cell, and above it at the lower edge of the window', () => {
    const tip = { width: 200, height: 36 };
    const cell = { x: 100, y: 100, width: 26, height: 26 };
    // 6 px below the cell's end at 126 is 132; 20 px below the pointer is 130.
    assert.deepEqual(placeCellTip(cell, { x: 110, y: 110 }, tip, window), { x: 122, y: 132 });
    const low = { ...cell, y: 560 };
    // 6 px above the cell's start at 560, less the tip's height.
    assert.deepEqual(placeCellTip(low, { x: 110, y: 580 }, tip, window), { x: 122, y: 518 });
  });

  it('stays inside the window at its right edge', () => {
    const cell = { x: 760, y: 100, width: 26, height: 26 };
    const tip = { width: 200, height: 36 };
    assert.equal(placeCellTip(cell, { x: 770, y: 110 }, tip, window).x, 800 - 200 - 4);
  });

  it('never covers the cell or the pointer', () => {
    const sides = fc.record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) });
    const corner = fc.record({ x: fc.integer({ min: 0, max: 740 }), y: fc.integer({ min: 0, max: 540 }) });
    const tips = fc.record({ width: fc.integer({ min: 20, max: 400 }), height: fc.integer({ min: 18, max: 60 }) });
    fc.assert(
      fc.property(sides, corner, tips, fc.double({ min: 0, max: 1, noNaN: true }), (size, at, tip, share) => {
        const cell = { ...at, ...size };
        const pointer = { x: cell.x + share * cell.width, y: cell.y + share * cell.height };
        const { x, y } = placeCellTip(cell, pointer, tip, window);
        const apart =
          x >= cell.x + cell.width || x + tip.width <= cell.x || y >= cell.y + cell.height || y + tip.height <= cell.y;
        assert.ok(apart, JSON.stringify({ cell, tip, x, y }));
        assert.ok(y >= 0 && y + tip.height <= window.height);
      }),
    );
  });
});
