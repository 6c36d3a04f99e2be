import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  boundingRect,
  edgeOf,
  gridOf,
  visiblePlaces,
  pixelsIn,
  offsetOf,
  type PlaceRect,
  difference,
} from '../../../../webview/viewer/areas/grid.ts';
import { cellsOf, tilesIn } from '../../../../webview/viewer/areas/tilesIn.ts';
import { unzoomed } from '../../../../webview/store/viewports.ts';
import { paneFrameOf } from '../../../../webview/viewer/frame.ts';

const frame = (rows: number, columns: number, width: number, height: number) =>
  paneFrameOf({ width, height, cellWidth: width / columns, cellHeight: height / rows }, rows, columns, unzoomed);

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 5000 }),
  columns: fc.integer({ min: 1, max: 300_000 }),
  width: fc.integer({ min: 20, max: 1200 }),
  height: fc.integer({ min: 20, max: 400 }),
  ratio: fc.constantFrom(1, 1.25, 2),
});

const range = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 30 }))
  .map(([from, length]) => ({ from, to: from + length }));
const rect: fc.Arbitrary<PlaceRect> = fc.record({ rows: range, columns: range });

const placesOf = ({ rows, columns }: PlaceRect): string[] => {
  const places: string[] = [];
  for (let r = rows.from; r < rows.to; r++) {
    for (let c = columns.from; c < columns.to; c++) places.push(`${r} ${c}`);
  }
  return places;
};

describe('the grid of a picture', () => {
  it('has a place a device pixel where cells share pixels, and a place a cell where they do not', () => {
    const { rows, columns } = gridOf(frame(9, 1800, 600, 234), 1.5);
    assert.deepEqual([rows.places, rows.cells, rows.pixels], [9, 1, 39]);
    assert.deepEqual([columns.places, columns.pixels], [900, 1]);
    assert.ok(Math.abs(columns.cells - 2) < 1e-12);
  });

  it('covers the canvas with places that meet, in whole pixels', () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, width, height, ratio }) => {
        const grid = gridOf(frame(rows, columns, width, height), ratio);
        for (const [axis, length] of [
          [grid.rows, height],
          [grid.columns, width],
        ] as const) {
          const pixels = Math.round(length * ratio);
          const { from, to } = visiblePlaces(axis, 0, pixels);
          assert.equal(from, 0);
          assert.ok(edgeOf(axis, 0) === 0 && edgeOf(axis, to) >= pixels - 1);
          assert.ok(Number.isInteger(edgeOf(axis, Math.floor(to / 2))));
          assert.ok(axis.cells >= 1 && axis.pixels >= 1);
          assert.ok(axis.places * axis.cells >= axis.size - 1e-3, 'no cell is left out');
        }
      }),
    );
  });

  it('panning moves a place by whole pixels and never changes what it holds', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 0.9, noNaN: true }), (size, share) => {
        const still = frame(size.rows, size.columns, size.width, size.height);
        const panned = { ...still, column: share * size.columns };
        const grid = gridOf(still, size.ratio);
        assert.deepEqual(gridOf(panned, size.ratio), grid);
        const offset = offsetOf(grid.columns, panned.column);
        assert.ok(Number.isInteger(offset));
        // Half a device pixel off at most from where its cell is marked.
        const exact = panned.column * still.cellWidth * size.ratio;
        assert.ok(Math.abs(offset - exact) <= 0.5 + 1e-6);
      }),
    );
  });

  it('what of a rectangle lies outside another is every place of it once, and no other', () => {
    fc.assert(
      fc.property(rect, rect, (whole, hole) => {
        const inHole = new Set(placesOf(hole));
        const expected = placesOf(whole).filter((place) => !inHole.has(place));
        assert.deepEqual(difference(whole, hole).flatMap(placesOf).sort(), expected.sort());
      }),
    );
  });

  it('a rectangle around others holds them all, and touches them on every side', () => {
    const [a, b] = [
      { rows: { from: 3, to: 5 }, columns: { from: 10, to: 11 } },
      { rows: { from: 4, to: 9 }, columns: { from: 2, to: 4 } },
    ];
    assert.deepEqual(boundingRect([a, b]), {
      rows: { from: 3, to: 9 },
      columns: { from: 2, to: 11 },
    });
  });
});

describe('the tiles of a grid', () => {
  it('cover what is in sight without overlapping, the ones in the middle first', () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, width, height, ratio }) => {
        const grid = gridOf(frame(rows, columns, width, height), ratio);
        const sight = {
          rows: visiblePlaces(grid.rows, 0, Math.round(height * ratio)),
          columns: visiblePlaces(grid.columns, 0, Math.round(width * ratio)),
        };
        const tiles = tilesIn(grid, sight, ratio);
        const count = ({ rows: r, columns: c }: PlaceRect) => (r.to - r.from) * (c.to - c.from);
        assert.equal(
          tiles.reduce((sum, { visible }) => sum + count(visible), 0),
          count(sight),
        );
        assert.equal(new Set(tiles.map(({ key }) => key)).size, tiles.length);
        const longest = Math.round(64 * ratio);
        assert.ok(tiles.every((tile) => count(tile.rect) <= longest * longest));
        const middle = (sight.columns.from + sight.columns.to) / 2;
        const [first] = tiles;
        assert.ok(first !== undefined);
        assert.ok(first.rect.columns.from <= middle && middle <= first.rect.columns.to + longest / 2);
      }),
    );
  });

  it('are the same ones after panning, so that what is known of them stays', () => {
    const grid = gridOf(frame(4096, 16_384, 581, 225), 1);
    const at = (from: number) => tilesIn(grid, { rows: { from: 0, to: 225 }, columns: { from, to: from + 300 } }, 1);
    const before = new Map(at(0).map(({ key, rect: of }) => [key, of]));
    const kept = at(130).filter(({ key }) => before.has(key));
    assert.ok(kept.length > 0);
    for (const { key, rect: of } of kept) assert.deepEqual(of, before.get(key));
  });

  it('hold as many cells as their places do', () => {
    const grid = gridOf(frame(450, 900, 450, 225), 1);
    const whole = { rows: { from: 0, to: 225 }, columns: { from: 0, to: 450 } };
    assert.equal(cellsOf(grid, whole), 450 * 900);
  });

  it('shows in each pixel the place whose edges it lies between', () => {
    for (const [axis, offset, length] of [
      [{ size: 9, cells: 1, pixels: 2.7, places: 9 }, 5, 12],
      [{ size: 100, cells: 2.5, pixels: 1, places: 40 }, 7, 50],
      [{ size: 3, cells: 1, pixels: 4.4, places: 3 }, 0, 40],
    ] as const) {
      const seen = visiblePlaces(axis, offset, length);
      const { first, shows } = pixelsIn(axis, seen, offset, length);
      assert.ok(first >= 0 && first + shows.length <= length);
      for (const [i, place] of shows.entries()) {
        const pixel = offset + first + i;
        const shown = seen.from + place;
        assert.ok(Math.round(shown * axis.pixels) <= pixel);
        assert.ok(pixel < Math.round((shown + 1) * axis.pixels));
      }
      const end = Math.min(offset + length, Math.round(axis.places * axis.pixels));
      assert.equal(offset + first + shows.length, end);
    }
  });
});
