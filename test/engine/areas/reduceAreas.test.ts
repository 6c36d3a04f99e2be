import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Areas } from '../../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../../src/engine/areas/reduceAreas.ts';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';

type Entry = number | 'padding' | 'inserted';

function viewOf(entries: readonly (readonly Entry[])[]): MatrixView {
  const at = (r: number, c: number): Entry => entries[r]?.[c] ?? 'padding';
  return {
    rows: entries.length,
    columns: entries[0]?.length ?? 0,
    value: (r, c) => {
      const entry = at(r, c);
      return typeof entry === 'number' ? entry : 0;
    },
    kind: (r, c) => {
      const entry = at(r, c);
      return typeof entry === 'number' ? CellKind.value : CellKind[entry];
    },
  };
}

/** The definition: every cell is held against every place; no cell is passed on to a neighbour. */
function defined(
  entries: readonly (readonly Entry[])[],
  place: { row: number; column: number },
  cells: { row: number; column: number },
) {
  const overlap = (cell: number, p: number, length: number): number =>
    Math.max(0, Math.min(cell + 1, (p + 1) * length) - Math.max(cell, p * length));
  let [sum, values, padding, inserted, nonFinite] = [0, 0, 0, 0, 0];
  const finite: number[] = [];
  entries.forEach((line, r) =>
    line.forEach((entry, c) => {
      const area = overlap(r, place.row, cells.row) * overlap(c, place.column, cells.column);
      if (area < 1e-9) return;
      if (entry === 'padding') padding += area;
      else if (entry === 'inserted') inserted += area;
      else if (!Number.isFinite(entry)) nonFinite += 1;
      else {
        sum += entry * area;
        values += area;
        finite.push(entry);
      }
    }),
  );
  const any = finite.length > 0;
  return {
    mean: any ? sum / values : NaN,
    min: any ? Math.min(...finite) : NaN,
    max: any ? Math.max(...finite) : NaN,
    values,
    padding,
    inserted,
    nonFinite,
  };
}

const near = (actual: number, expected: number, what: string): void => {
  if (Number.isNaN(expected)) assert.ok(Number.isNaN(actual), what);
  else
    assert.ok(
      Math.abs(actual - expected) <= 1e-5 * Math.max(1, Math.abs(expected)),
      `${what}: ${actual}, not ${expected}`,
    );
};

const names = ['mean', 'min', 'max', 'values', 'padding', 'inserted', 'nonFinite'] as const;

function placeOf(areas: Areas, at: number) {
  return Object.fromEntries(names.map((name) => [name, areas[name][at]]));
}

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -8, max: 8, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom<Entry>('padding', 'inserted', 0) },
  { weight: 1, arbitrary: fc.constantFrom<Entry>(NaN, Infinity, -Infinity) },
);
const matrix = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 11 })).chain(([rows, columns]) =>
  fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);
const step = fc.double({ min: 1, max: 5, noNaN: true });

const whole = (entries: readonly (readonly Entry[])[], row: number, column: number): Areas => {
  const view = viewOf(entries);
  return finish(
    reduceAreas(
      view,
      { first: 0, places: Math.max(1, Math.ceil(view.rows / row - 1e-6)), cells: row },
      { first: 0, places: Math.max(1, Math.ceil(view.columns / column - 1e-6)), cells: column },
    ),
  );
};

describe('the areas of a matrix', () => {
  const cases: readonly {
    readonly name: string;
    readonly line: readonly Entry[];
    readonly cells: number;
    readonly expected: readonly object[];
  }[] = [
    {
      name: 'whole cells',
      line: [1, 3, -5, 2],
      cells: 2,
      expected: [
        { mean: 2, min: 1, max: 3, values: 2, padding: 0, inserted: 0, nonFinite: 0 },
        { mean: -1.5, min: -5, max: 2, values: 2, padding: 0, inserted: 0, nonFinite: 0 },
      ],
    },
    {
      name: 'a cell on the border counts for both sides by its area, and in both extremes',
      line: [1, 4, -2],
      cells: 1.5,
      expected: [
        { mean: 2, min: 1, max: 4, values: 1.5, padding: 0, inserted: 0, nonFinite: 0 },
        { mean: 0, min: -2, max: 4, values: 1.5, padding: 0, inserted: 0, nonFinite: 0 },
      ],
    },
    {
      name: 'structural zeros are no values, a stored zero is one',
      line: ['padding', 'inserted', 'inserted', 0],
      cells: 4,
      expected: [{ mean: 0, min: 0, max: 0, values: 1, padding: 1, inserted: 2, nonFinite: 0 }],
    },
    {
      name: 'no values: no mean and no extremes',
      line: ['padding', 'padding'],
      cells: 2,
      expected: [{ mean: NaN, min: NaN, max: NaN, values: 0, padding: 2, inserted: 0, nonFinite: 0 }],
    },
    {
      name: 'NaN and infinities are counted, and leave the finite ones as they are',
      line: [2, NaN, Infinity, 6],
      cells: 4,
      expected: [{ mean: 4, min: 2, max: 6, values: 2, padding: 0, inserted: 0, nonFinite: 2 }],
    },
    {
      name: 'one NaN on a border is counted on both sides',
      line: [1, NaN, 1],
      cells: 1.5,
      expected: [
        { mean: 1, min: 1, max: 1, values: 1, padding: 0, inserted: 0, nonFinite: 1 },
        { mean: 1, min: 1, max: 1, values: 1, padding: 0, inserted: 0, nonFinite: 1 },
      ],
    },
    {
      name: 'the last place holds what is left',
      line: [1, 2, 3, 9],
      cells: 3,
      expected: [
        { mean: 2, min: 1, max: 3, values: 3, padding: 0, inserted: 0, nonFinite: 0 },
        { mean: 9, min: 9, max: 9, values: 1, padding: 0, inserted: 0, nonFinite: 0 },
      ],
    },
  ];
  for (const { name, line, cells, expected } of cases) {
    it(`${name}, across and down`, () => {
      const across = whole([line], 1, cells);
      const down = whole(
        line.map((each) => [each]),
        cells,
        1,
      );
      expected.forEach((place, i) => {
        assert.deepEqual(placeOf(across, i), place);
        assert.deepEqual(placeOf(down, i), place);
      });
    });
  }

  it('are what their definition says, at any size of a place', () => {
    fc.assert(
      fc.property(matrix, step, step, (entries, row, column) => {
        const areas = whole(entries, row, column);
        for (let r = 0; r < areas.rows; r++) {
          for (let c = 0; c < areas.columns; c++) {
            const expected = defined(entries, { row: r, column: c }, { row, column });
            for (const name of names) {
              near(areas[name][r * areas.columns + c] as number, expected[name], `${name} of ${r}, ${c}`);
            }
          }
        }
      }),
    );
  });

  it('are the same to the last bit read in parts and at once', () => {
    fc.assert(
      fc.property(matrix, step, step, fc.nat(8), fc.nat(10), (entries, row, column, r, c) => {
        const areas = whole(entries, row, column);
        const [down, across] = [r % areas.rows, c % areas.columns];
        const part = finish(
          reduceAreas(
            viewOf(entries),
            { first: down, places: areas.rows - down, cells: row },
            { first: across, places: areas.columns - across, cells: column },
          ),
        );
        for (let i = 0; i < part.rows; i++) {
          const at = (down + i) * areas.columns + across;
          for (const name of names) {
            assert.deepEqual(
              part[name].subarray(i * part.columns, (i + 1) * part.columns),
              areas[name].subarray(at, at + part.columns),
            );
          }
        }
      }),
    );
  });

  it('can be given up between steps: none takes more than some ten thousand cells', () => {
    let read = 0;
    const view: MatrixView = {
      rows: 900,
      columns: 3000,
      value: () => (read++, 1),
      kind: () => CellKind.value,
    };
    const steps = reduceAreas(view, { first: 0, places: 30, cells: 30 }, { first: 0, places: 30, cells: 100 });
    for (let before = 0; steps.next().done !== true; before = read) {
      assert.ok(read - before <= 60_000, `${read - before} cells in a step`);
    }
    assert.equal(read, 900 * 3000);
  });
});
