import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CellKind } from '../../../../src/engine/geometry/geometry.ts';
import type { MatrixView } from '../../../../src/engine/geometry/matrixView.ts';
import { signedScale } from '../../../../src/colour/scale.ts';
import { gridOf } from '../../../../webview/viewer/areas/grid.ts';
import { sample, sampledCells } from '../../../../webview/viewer/areas/sample.ts';
import { unzoomed } from '../../../../webview/store/viewports.ts';
import { paneFrameOf } from '../../../../webview/viewer/frame.ts';

const tones = { padding: [10, 20, 30], inserted: [200, 100, 0], outside: [0, 0, 0] } as const;

const gridFor = (rows: number, columns: number, width: number, height: number) =>
  gridOf(
    paneFrameOf({ width, height, cellWidth: width / columns, cellHeight: height / rows }, rows, columns, unzoomed),
    1,
  );

describe('sampling a picture', () => {
  it('takes a cell of every place, each from within it, rising', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 1, max: 900 }), (columns, width) => {
        const { columns: axis } = gridFor(1, columns, width, 10);
        const cells = sampledCells(axis, { from: 0, to: axis.places }, 1);
        assert.equal(cells.length, axis.places);
        cells.forEach((cell, place) => {
          assert.ok(cell >= Math.floor(place * axis.cells) && cell < axis.size);
          assert.ok(cell <= (place + 1) * axis.cells);
          assert.ok(place === 0 || cell >= (cells[place - 1] as number));
        });
      }),
    );
  });

  it('does not beat with a pattern of the matrix: every second column is met half of the time', () => {
    const { columns: axis } = gridFor(1, 16_384, 512, 10);
    const cells = [...sampledCells(axis, { from: 0, to: 512 }, 1)];
    const odd = cells.filter((cell) => cell % 2 === 1).length;
    assert.ok(Math.abs(odd - 256) < 26, `${odd} of 512 are odd`);
  });

  it('reads no more than its budget, coarser where there are more places', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 50_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (rows, columns, budget) => {
          let read = 0;
          const view: MatrixView = {
            rows,
            columns,
            value: () => (read++, 1),
            kind: () => CellKind.value,
          };
          const grid = gridFor(rows, columns, 600, 220);
          const rect = {
            rows: { from: 0, to: grid.rows.places },
            columns: { from: 0, to: grid.columns.places },
          };
          const raster = sample(view, grid, rect, budget, signedScale(1), tones);
          assert.equal(raster.pixels.length, 4 * raster.rows * raster.columns);
          assert.equal(read, raster.rows * raster.columns);
          // A single line cannot be thinned out any further.
          assert.ok(read <= Math.max(budget, raster.rows, raster.columns));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('where every cell has a pixel it shows every cell', () => {
    const view: MatrixView = {
      rows: 2,
      columns: 2,
      value: (r, c) => (r === c ? 1 : -1),
      kind: () => CellKind.value,
    };
    const rect = { rows: { from: 0, to: 2 }, columns: { from: 0, to: 2 } };
    const { pixels } = sample(view, gridFor(2, 2, 2, 2), rect, 4, signedScale(1), tones);
    const [red, blue] = [
      [103, 0, 31, 255],
      [5, 48, 97, 255],
    ] as const;
    assert.deepEqual([...pixels], [...red, ...blue, ...blue, ...red]);
  });
});
