import assert from 'node:assert/strict';
import type { PlaceRect } from '../../../../webview/viewer/areas/grid.ts';
import type { Raster } from '../../../../webview/viewer/areas/sample.ts';
import { Underlay } from '../../../../webview/viewer/areas/underlay.ts';

const rectOf = (x: number, y: number, width: number, height: number): PlaceRect => ({
  columns: { from: x, to: x + width },
  rows: { from: y, to: y + height },
});

/** A place's colour says which place it is, and in which round it was sampled. */
const colour = (x: number, y: number, round: number): readonly number[] => [x, y, round, 255];

const sampled =
  (round: number, asked: PlaceRect[]) =>
  (part: PlaceRect): Raster => {
    asked.push(part);
    const { rows, columns } = part;
    const bytes: number[] = [];
    for (let y = rows.from; y < rows.to; y++) {
      for (let x = columns.from; x < columns.to; x++) bytes.push(...colour(x, y, round));
    }
    return {
      rows: rows.to - rows.from,
      columns: columns.to - columns.from,
      pixels: Uint8ClampedArray.from(bytes),
    };
  };

describe('the sampled picture under the refined one', () => {
  it('keeps what it showed when it is panned and samples only what came into sight', () => {
    const underlay = new Underlay();
    underlay.cover(rectOf(0, 0, 4, 3), sampled(1, []));
    const asked: PlaceRect[] = [];
    const { columns, rows, data } = underlay.cover(rectOf(1, 1, 4, 3), sampled(2, asked));
    assert.deepEqual([columns, rows], [4, 3]);
    const bytes = new Uint8Array(data.buffer);
    for (let y = 0; y < 3; y++) {
      for (let x = 0; x < 4; x++) {
        const at = 4 * (4 * y + x);
        const round = x + 1 < 4 && y + 1 < 3 ? 1 : 2;
        assert.deepEqual([...bytes.subarray(at, at + 4)], colour(x + 1, y + 1, round));
      }
    }
    const count = asked.reduce((sum, { rows: r, columns: c }) => sum + (r.to - r.from) * (c.to - c.from), 0);
    assert.equal(count, 12 - 6);
    assert.equal(underlay.coarse, false);
  });

  it('stretches what was sampled more coarsely than its places, and says so', () => {
    const underlay = new Underlay();
    const coarse = (): Raster => ({
      rows: 1,
      columns: 2,
      pixels: Uint8ClampedArray.of(1, 1, 1, 255, 2, 2, 2, 255),
    });
    const { data } = underlay.cover(rectOf(7, 9, 4, 2), coarse);
    const reds = [...new Uint8Array(data.buffer)].filter((_, i) => i % 4 === 0);
    assert.deepEqual(reds, [1, 1, 2, 2, 1, 1, 2, 2]);
    assert.equal(underlay.coarse, true);
    underlay.forget();
    assert.equal(underlay.coarse, false);
  });
});
