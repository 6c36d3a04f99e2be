import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unzoomed } from '../../../webview/store/viewports.ts';
import {
  type PaneBox,
  cellAt,
  fits,
  paneFrameOf,
  panBy,
  rectOf,
  scrollTo,
  zoomAt,
} from '../../../webview/viewer/frame.ts';

const box: PaneBox = { width: 600, height: 200, cellWidth: 0.5, cellHeight: 2 };
const rows = 100;
const columns = 1200;

const places = fc.record({
  x: fc.double({ min: 0, max: 599, noNaN: true }),
  y: fc.double({ min: 0, max: 199, noNaN: true }),
});

describe('the frame of a picture', () => {
  it('shows everything without zoom', () => {
    const frame = paneFrameOf(box, rows, columns, unzoomed);
    assert.ok(fits(frame));
    assert.deepEqual([frame.width, frame.height, frame.row, frame.column], [600, 200, 0, 0]);
  });

  it('zooming keeps the cell under the pointer, as far as the borders let it', () => {
    fc.assert(
      fc.property(places, fc.double({ min: 1.1, max: 20, noNaN: true }), ({ x, y }, factor) => {
        const before = paneFrameOf(box, rows, columns, unzoomed);
        const after = paneFrameOf(box, rows, columns, zoomAt(box, before, unzoomed, factor, x, y));
        const column = (frame: typeof before) => frame.column + x / frame.cellWidth;
        const row = (frame: typeof before) => frame.row + y / frame.cellHeight;
        // From a frame that shows everything no border is in the way.
        assert.ok(Math.abs(column(after) - column(before)) < 1e-6);
        assert.ok(Math.abs(row(after) - row(before)) < 1e-6);
        assert.ok(after.cellWidth > before.cellWidth);
      }),
    );
  });

  it('no zoom and no pan leads outside the matrix', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(places, fc.double({ min: 0.2, max: 8, noNaN: true })), { maxLength: 12 }),
        (moves) => {
          let viewport = unzoomed;
          for (const [{ x, y }, factor] of moves) {
            const frame = paneFrameOf(box, rows, columns, viewport);
            viewport = zoomAt(box, frame, viewport, factor, x, y);
            viewport = panBy(paneFrameOf(box, rows, columns, viewport), viewport, x - 300, y - 100);
            const { row, column, width, height, cellWidth, cellHeight } = paneFrameOf(box, rows, columns, viewport);
            assert.ok(row >= 0 && row + height / cellHeight <= rows + 1e-6);
            assert.ok(column >= 0 && column + width / cellWidth <= columns + 1e-6);
          }
        },
      ),
    );
  });

  it('cells grow to 36 pixels, each axis by itself', () => {
    const frame = paneFrameOf(box, rows, columns, { zoom: 1e6, row: 0, column: 0 });
    assert.deepEqual([frame.cellWidth, frame.cellHeight], [36, 36]);
  });

  it('the cell at a place is the one whose rectangle holds it', () => {
    fc.assert(
      fc.property(places, fc.double({ min: 1, max: 72, noNaN: true }), ({ x, y }, zoom) => {
        const frame = paneFrameOf(box, rows, columns, { zoom, row: 40, column: 300 });
        const cell = cellAt(frame, x, y);
        assert.ok(cell !== null);
        const rect = rectOf(frame, { ...cell, rows: 1, columns: 1 });
        assert.ok(rect.x <= x + 1e-6 && x <= rect.x + rect.width + 1e-6);
        assert.ok(rect.y <= y + 1e-6 && y <= rect.y + rect.height + 1e-6);
      }),
    );
  });

  it('there is no cell beside the picture', () => {
    const frame = paneFrameOf(box, rows, columns, unzoomed);
    assert.equal(cellAt(frame, -1, 5), null);
    assert.equal(cellAt(frame, 600, 5), null);
    assert.equal(cellAt(frame, 5, 200), null);
  });

  it('scrolls as little as brings a cell into sight, and not at all when it is', () => {
    const viewport = { zoom: 72, row: 10, column: 100 };
    const frame = paneFrameOf(box, rows, columns, viewport);
    assert.equal(scrollTo(frame, viewport, { row: 12, column: 105, rows: 1, columns: 1 }), viewport);
    const left = scrollTo(frame, viewport, { row: 12, column: 90, rows: 1, columns: 1 });
    assert.deepEqual([left.row, left.column], [10, 90]);
    const below = scrollTo(frame, viewport, { row: 50, column: 105, rows: 1, columns: 1 });
    assert.equal(below.row + frame.height / frame.cellHeight, 51);
  });
});
