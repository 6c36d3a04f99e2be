import assert from 'node:assert/strict';
import { CellKind } from '../../../../src/engine/geometry/geometry.ts';
import type { MatrixView } from '../../../../src/engine/geometry/matrixView.ts';
import { allocatePixels } from '../../../../webview/colour/pixels.ts';
import { signedScale } from '../../../../src/colour/scale.ts';
import { cellImage, readCells, spanOf } from '../../../../webview/viewer/paint/cellImage.ts';

/** Patterns of one row whose pixels are their places: 100 … and 200 …. */
const pattern = (first: number, side: number) => {
  const tile = allocatePixels(side, side);
  for (let i = 0; i < tile.data.length; i++) tile.data[i] = first + i;
  return tile;
};
const hatches = { 1: pattern(100, 3), 2: pattern(200, 2) };

// The ends and the middle of ColorBrewer's RdBu, RGBA.
const red = [103, 0, 31, 255];
const white = [247, 247, 247, 255];

const view: MatrixView = {
  rows: 2,
  columns: 2,
  value: (r, c) => (r === 0 && c === 0 ? 1 : 0),
  kind: (r, c) => (r === c ? CellKind.value : r === 0 ? CellKind.padding : CellKind.inserted),
};

describe('cells drawn one by one', () => {
  const rows = spanOf(0, 4, 2, 2);
  const columns = spanOf(0.5, 3, 2, 2);
  const { image, x, y } = cellImage(
    readCells(view, rows, columns),
    { rows, columns },
    { width: 3, height: 4 },
    signedScale(1),
    hatches,
  );
  const at = (column: number, row: number): number => image.data[row * image.columns + column] as number;
  const bytesAt = (column: number, row: number): number[] => [
    ...new Uint8Array(image.data.buffer, 4 * (row * image.columns + column), 4),
  ];

  it('fill the pixels they stand on, cut at the border', () => {
    // Half of the first column is out of sight: 1 pixel of it, 2 of the second.
    assert.deepEqual([image.columns, image.rows, x, y], [3, 4, 0, 0]);
    assert.deepEqual(bytesAt(0, 0), red);
    assert.deepEqual(bytesAt(0, 1), red);
    assert.deepEqual(bytesAt(2, 3), white);
  });

  it('are hatched where they are structural zeros, the pattern going on from cell to cell', () => {
    assert.equal(at(1, 0), 100 + 1);
    assert.equal(at(2, 1), 100 + 3 + 2);
    assert.equal(at(0, 2), 200 + 0);
    assert.equal(at(0, 3), 200 + 2);
  });
});
