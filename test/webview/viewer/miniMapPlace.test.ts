import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paneFrameOf } from '../../../webview/viewer/frame.ts';
import { centredAt, miniMapPlace, miniWindow } from '../../../webview/viewer/miniMapPlace.ts';

/** 450 × 900 cells in 600 × 225 pixels, zoomed to cells of 20 × 15 px. */
const box = { width: 600, height: 225, cellWidth: 600 / 900, cellHeight: 0.5 };
const frame = paneFrameOf(box, 450, 900, { zoom: 30, row: 0, column: 0 });

describe('a mini-map', () => {
  it('is in a corner in which the cursor is not', () => {
    const free = miniMapPlace(frame, null);
    // At most 120 px wide; 900 cells of 20 px to 450 of 15 px are 8 : 3.
    assert.deepEqual([free.width, free.height], [120, 45]);
    assert.deepEqual([free.x + free.width, free.y + free.height], [596, 221]);
    // The last visible cell: column 29, row 14.
    const moved = miniMapPlace(frame, { row: 14, column: 29 });
    assert.deepEqual([moved.x, moved.y + moved.height], [4, 221]);
  });

  it('is a strip under a matrix of few rows, whose numbers it would cover', () => {
    const low = paneFrameOf({ width: 200, height: 26, cellWidth: 26, cellHeight: 26 }, 1, 64, {
      zoom: 1,
      row: 0,
      column: 0,
    });
    assert.deepEqual(miniMapPlace(low, null), { x: 0, y: 29, width: 200, height: 6 });
  });

  it('frames the visible part, and shows another part where it is pressed', () => {
    const map = miniMapPlace(frame, null);
    const visible = miniWindow(frame, map);
    // 30 of 900 columns and 15 of 450 rows: a thirtieth of the map each way.
    assert.ok(Math.abs(visible.width - 4) < 1e-9 && Math.abs(visible.height - 1.5) < 1e-9);
    assert.deepEqual(centredAt(frame, map, map.width / 2, map.height / 2), { row: 225 - 7.5, column: 450 - 15 });
    assert.deepEqual(centredAt(frame, map, -5, map.height + 5), { row: 435, column: 0 });
  });

  it('stays inside its heatmap, unless it is a strip', () => {
    const boxes = fc.record({
      width: fc.integer({ min: 40, max: 900 }),
      height: fc.integer({ min: 72, max: 500 }),
      rows: fc.integer({ min: 1, max: 2000 }),
      columns: fc.integer({ min: 1, max: 2000 }),
    });
    fc.assert(
      fc.property(boxes, ({ width, height, rows, columns }) => {
        const cells = { width, height, cellWidth: 24, cellHeight: 24 };
        const pane = paneFrameOf(cells, rows, columns, { zoom: 1, row: 0, column: 0 });
        if (pane.height < 72) return;
        const map = miniMapPlace(pane, null);
        assert.ok(map.x + map.width <= pane.width && map.y + map.height <= pane.height, JSON.stringify(map));
      }),
    );
  });
});
