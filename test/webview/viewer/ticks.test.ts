import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellNumbers } from '../../../webview/viewer/cellNumbers.ts';
import { paddedCaption } from '../../../webview/viewer/paddedCaption.ts';
import { numpyLiteral } from '../../../webview/viewer/actions/numpyLiteral.ts';
import { exactNumber } from '../../../webview/viewer/cellWords.ts';
import { windowStart } from '../../../webview/pipeline/figure/schemeCells.ts';
import { ticksOf } from '../../../webview/viewer/ticks.ts';
import { axisGeometryOf } from '../../../src/engine/geometry/geometry.ts';

const places = { cell: 'l', block: 'y', size: 30, within: 'x' } as const;

describe('ticks', () => {
  it('name output rows in round numbers and leave room for the cursor’s column', () => {
    const ticks = ticksOf(places, 0, 900, 638 / 900, { index: 429, role: 'element' }, 34, 48, false);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['l 429', 'y 0', 'y 5', 'y 10', 'y 20', 'y 25'],
    );
  });

  it('name the first place of a row where cells are large', () => {
    const names = { ...places, size: 8 };
    const ticks = ticksOf(names, 16, 24, 27, { index: 29, role: 'element' }, 34, 48, false);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['l 29', 'y2 x0', 'y3 x0', 'y4 x0'],
    );
  });

  it('count every term where there is room, the cursor’s in its colour', () => {
    const ticks = ticksOf({ cell: 'r', block: 'c', size: 9 }, 0, 9, 26, { index: 6, role: 'term' }, 11, 28, true);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['0', '1', '2', '3', '4', '5', '6', '7', '8'],
    );
    assert.deepEqual(
      ticks.filter(({ role }) => role === 'term').map(({ label }) => label),
      ['6'],
    );
  });
});

describe('the window of a numbered matrix', () => {
  it('is whole output rows about the cursor', () => {
    assert.equal(windowStart(29, 24, 8, 64), 16);
    assert.equal(windowStart(29, 16, 8, 64), 24);
    assert.equal(windowStart(0, 24, 8, 64), 0);
    assert.equal(windowStart(63, 24, 8, 64), 40);
  });

  it('always shows the cursor’s column and stays inside the matrix', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.nat(),
        (block, rows, shown, seed) => {
          const columns = block * rows;
          const count = Math.min(columns, shown * block);
          const column = seed % columns;
          const start = windowStart(column, count, block, columns);
          assert.ok(start >= 0 && start + count <= columns);
          assert.ok(start <= column && column < start + count);
        },
      ),
    );
  });
});

describe('numbers in cells', () => {
  it('have as many decimals as the limits leave room for, all the same', () => {
    const upToFour = cellNumbers(4);
    assert.deepEqual(
      [3.74, -0.03, 1, 0].map((value) => upToFour(value, 4)),
      ['3.7', '0.0', '1.0', '0.0'],
    );
    const belowOne = cellNumbers(0.3);
    assert.deepEqual(
      [0.15, -0.014, 0].map((value) => belowOne(value, 4)),
      ['.15', '\u2212.01', '.00'],
    );
    assert.equal(cellNumbers(80)(-79.6, 4), '\u221280');
  });

  it('never take more characters than there are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: 3, max: 9 }),
        (limit, share, characters) => {
          const text = cellNumbers(limit)(limit * share, characters);
          // A value that rounds up to the next power of ten may be one digit longer than its limit.
          assert.ok(text.length <= characters + 1, `${text} in ${characters}`);
        },
      ),
    );
  });
});

describe('copied numbers', () => {
  it('are the shortest that read back to the same float32', () => {
    assert.equal(exactNumber(Math.fround(0.1), 'float32'), '0.1');
    assert.equal(exactNumber(16_777_216, 'float32'), '16777216');
    assert.equal(exactNumber(0.1, 'float64'), '0.1');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(Math.fround(Number(exactNumber(value, 'float32'))), value === 0 ? 0 : value);
      }),
    );
  });

  it('as NumPy name what is not a number', () => {
    const values = [1, NaN, -Infinity, 0.5];
    assert.equal(
      numpyLiteral({ rows: 2, columns: 2, kind: () => 0, value: (r, c) => values[2 * r + c] ?? 0 }, 'float32'),
      'np.array([[1, np.nan],\n          [-np.inf, 0.5]], dtype=np.float32)',
    );
  });
});

describe('the caption of x̂', () => {
  it('says the formula where both ends are padded alike, else both ends', () => {
    const even = axisGeometryOf(28, 3, 1, 0, 0, 1);
    assert.equal(paddedCaption({ h: even, w: even }), 'zeros between: 0 · pad d(k−1)−p = 2');
    const odd = axisGeometryOf(4, 3, 2, 1, 1, 1);
    assert.equal(paddedCaption({ h: odd, w: odd }), 'zeros between: 1 · pad: 1 before, 2 after');
  });

  it('says so where it crops, and tells the axes apart where they differ', () => {
    const cropped = axisGeometryOf(8, 1, 1, 2, 0, 1);
    const plain = axisGeometryOf(8, 3, 2, 1, 0, 1);
    assert.equal(
      paddedCaption({ h: cropped, w: plain }),
      'zeros between: 0 × 1 · pad d(k−1)−p = −2 × 1 (negative crops)',
    );
  });
});
