import assert from 'node:assert/strict';
import { ticksOf } from '../../../webview/viewer/ticks.ts';

const places = { cell: 'l', block: 'y', size: 30, within: 'x' } as const;
const above = { gap: 34, pitch: 48, numbered: 16 };

describe('ticks', () => {
  it('name output rows in round numbers and leave room for the cursor’s column', () => {
    const ticks = ticksOf(places, { first: 0, length: 900, size: 638 / 900 }, { index: 429, role: 'element' }, above);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['l 429', 'y 0', 'y 5', 'y 10', 'y 20', 'y 25'],
    );
  });

  it('name the first place of a row where cells are large', () => {
    const names = { ...places, size: 8 };
    const ticks = ticksOf(names, { first: 16, length: 24, size: 27 }, { index: 29, role: 'element' }, above);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['l 29', 'y2 x0', 'y3 x0', 'y4 x0'],
    );
  });

  it('count every term where there is room, the cursor’s in its colour', () => {
    const ticks = ticksOf(
      { cell: 'r', block: 'c', size: 9 },
      { first: 0, length: 9, size: 26 },
      { index: 6, role: 'term' },
      { gap: 11, pitch: 28, numbered: 14 },
    );
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
