import assert from 'node:assert/strict';
import { reduceAreas } from '../../../../src/engine/areas/reduceAreas.ts';
import { CellKind } from '../../../../src/engine/geometry/geometry.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import type { MatrixView } from '../../../../src/engine/geometry/matrixView.ts';
import { signedScale } from '../../../../src/colour/scale.ts';
import { colourAreas } from '../../../../webview/viewer/areas/colourAreas.ts';
import { colourCell } from '../../../../webview/viewer/areas/pixelColour.ts';
import type { PixelShows } from '../../../../webview/store/pixelShows.ts';

const tones = { padding: [10, 20, 30], inserted: [200, 100, 0], outside: [1, 2, 3] } as const;
const scale = signedScale(1);

type Entry = number | 'padding' | 'inserted';

const viewOf = (line: readonly Entry[]): MatrixView => ({
  rows: 1,
  columns: line.length,
  value: (_, c) => (typeof line[c] === 'number' ? line[c] : 0),
  kind: (_, c) => (typeof line[c] === 'string' ? CellKind[line[c]] : CellKind.value),
});

/** The one pixel that shows a whole line. */
function pixelOf(line: readonly Entry[], shows: PixelShows = 'mean'): readonly number[] {
  const cut = { first: 0, places: 1, cells: line.length };
  const areas = finish(reduceAreas(viewOf(line), { first: 0, places: 1, cells: 1 }, cut));
  return [...colourAreas(areas, shows, scale, tones)];
}

// The ends and the middle of ColorBrewer's RdBu.
const blue = [5, 48, 97, 255];
const red = [103, 0, 31, 255];
const white = [247, 247, 247, 255];
const black = [17, 17, 17, 255];

describe('the colour of a pixel that stands for several cells', () => {
  const cases: readonly {
    readonly name: string;
    readonly line: readonly Entry[];
    readonly mean: readonly number[];
    readonly min: readonly number[];
    readonly max: readonly number[];
  }[] = [
    { name: '+1 beside −1', line: [1, -1], mean: white, min: blue, max: red },
    {
      name: 'one extreme among zeros',
      line: [0, 0, 1, 0, -1, 0],
      mean: white,
      min: blue,
      max: red,
    },
    // Red's end and the tone, half and half, in the mean; an extreme is not paled.
    { name: 'a value beside padding', line: [1, 'padding'], mean: [56, 10, 30, 255], min: red, max: red },
    {
      name: 'padding alone',
      line: ['padding', 'padding'],
      mean: [10, 20, 30, 255],
      min: [10, 20, 30, 255],
      max: [10, 20, 30, 255],
    },
    {
      name: 'inserted zeros alone',
      line: ['inserted'],
      mean: [200, 100, 0, 255],
      min: [200, 100, 0, 255],
      max: [200, 100, 0, 255],
    },
    { name: 'a stored zero', line: [0, 0], mean: white, min: white, max: white },
    { name: 'NaN among values', line: [1, 1, NaN, 1], mean: black, min: black, max: black },
    { name: '−Inf among zeros', line: ['padding', -Infinity], mean: black, min: black, max: black },
  ];
  for (const { name, line, ...expected } of cases) {
    it(name, () => {
      assert.deepEqual(pixelOf(line, 'mean'), expected.mean);
      assert.deepEqual(pixelOf(line, 'min'), expected.min);
      assert.deepEqual(pixelOf(line, 'max'), expected.max);
    });
  }

  it('beyond the last cell there is nothing', () => {
    const cut = { first: 3, places: 1, cells: 1 };
    const areas = finish(reduceAreas(viewOf([1, 1]), { first: 0, places: 1, cells: 1 }, cut));
    assert.deepEqual([...colourAreas(areas, 'mean', scale, tones)], [1, 2, 3, 255]);
  });

  it('a cell alone looks like an area of that cell alone', () => {
    for (const entry of [1, -1, 0, 0.37, NaN, Infinity, 'padding', 'inserted'] as const) {
      const pixels = new Uint8ClampedArray(4);
      const view = viewOf([entry]);
      colourCell(pixels, 0, view.kind(0, 0), view.value(0, 0), scale, tones);
      assert.deepEqual([...pixels], pixelOf([entry]), String(entry));
    }
  });
});
