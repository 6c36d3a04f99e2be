import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listWindowOf, resizedView, scrollTopShowing } from '../../../webview/ui/listWindow.ts';

describe('the window on a list of equal rows', () => {
  const cases = [
    // The first row is at 0 to 20, the fifth at 80 to 100.
    ['at the top', { scrollTop: 0, height: 100, rowHeight: 20 }, 1000, [0, 5], [0, 8]],
    ['in the middle, on a border of rows', { scrollTop: 400, height: 100, rowHeight: 20 }, 1000, [20, 25], [17, 28]],
    ['in the middle, between borders', { scrollTop: 401, height: 100, rowHeight: 20 }, 1000, [20, 26], [17, 29]],
    ['at the end', { scrollTop: 19_900, height: 100, rowHeight: 20 }, 1000, [995, 1000], [992, 1000]],
    ['of rows of a fractional height', { scrollTop: 100.5, height: 50, rowHeight: 16.75 }, 10, [6, 9], [3, 10]],
    ['that is longer than its rows', { scrollTop: 0, height: 500, rowHeight: 20 }, 3, [0, 3], [0, 3]],
    [
      'that has become shorter than its scroll position',
      { scrollTop: 9000, height: 100, rowHeight: 20 },
      7,
      [2, 7],
      [0, 7],
    ],
    ['without rows', { scrollTop: 40, height: 100, rowHeight: 20 }, 0, [0, 0], [0, 0]],
    ['without a height', { scrollTop: 40, height: 0, rowHeight: 20 }, 1000, [2, 2], [0, 5]],
    ['before a row was measured', { scrollTop: 0, height: 100, rowHeight: 0 }, 1000, [0, 0], [0, 1]],
    ['before a row was measured, without rows', { scrollTop: 0, height: 100, rowHeight: 0 }, 0, [0, 0], [0, 0]],
  ] as const;
  for (const [name, view, count, visible, drawn] of cases) {
    it(`${name} has the rows ${visible.join(' to ')}, and draws ${drawn.join(' to ')}`, () => {
      assert.deepEqual(listWindowOf(view, count, 3), {
        visible: { first: visible[0], end: visible[1] },
        drawn: { first: drawn[0], end: drawn[1] },
      });
    });
  }

  it('covers every visible pixel of the rows with as few rows as that takes', () => {
    const size = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.nat(20_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (height, rowHeight, count, at) => {
          const scrollTop = at * Math.max(0, count * rowHeight - height);
          const { visible } = listWindowOf({ scrollTop, height, rowHeight }, count, 0);
          const bottom = Math.min(scrollTop + height, count * rowHeight);
          const gap = 1e-6;
          assert.ok(visible.first * rowHeight <= scrollTop + gap && scrollTop < (visible.first + 1) * rowHeight + gap);
          assert.ok(visible.end * rowHeight >= bottom - gap && (visible.end - 1) * rowHeight < bottom + gap);
        },
      ),
    );
  });
});

describe('the scroll position that shows a row', () => {
  const view = { scrollTop: 400, height: 100, rowHeight: 20 };
  for (const [name, row, scrollTop] of [
    ['stays if all of the row is visible', 22, 400],
    ['stays at the first row', 20, 400],
    ['stays at the last row', 24, 400],
    ['goes up to the row', 3, 60],
    ['goes down until the row is the last', 25, 420],
    ['goes to the first row of all', 0, 0],
  ] as const) {
    it(name, () => assert.equal(scrollTopShowing(row, view), scrollTop));
  }
  it('goes to the top of a row that is taller than the list', () => {
    assert.equal(scrollTopShowing(9, { ...view, height: 15 }), 180);
  });
});

describe('a list whose rows change their height', () => {
  it('keeps its first visible row, and the part of it that is visible', () => {
    // Row 10 of 20 px, half of it hidden, becomes row 10 of 30 px, half of it hidden.
    const now = resizedView(
      { scrollTop: 210, height: 100, rowHeight: 20 },
      { scrollTop: 210, height: 90, rowHeight: 30 },
    );
    assert.deepEqual(now, { scrollTop: 315, height: 90, rowHeight: 30 });
  });

  it('stays where it is when a row is measured for the first time', () => {
    const now = { scrollTop: 0, height: 90, rowHeight: 30 };
    assert.deepEqual(resizedView({ scrollTop: 0, height: 0, rowHeight: 0 }, now), now);
  });
});
