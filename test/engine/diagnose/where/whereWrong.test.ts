import assert from 'node:assert/strict';
import { defaultParams, type Params } from '../../../../src/engine/core/call.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { type ErrorPlaces, whereWrong } from '../../../../src/engine/diagnose/where/whereWrong.ts';
import { wherePicture, whereSentences, whereSummary } from '../../../../src/scenario/report/whereWords.ts';
import { formatInteger } from '../../../../src/scenario/text/format.ts';
import { geometryOf } from '../../geometryOf.ts';
import { zeros } from '../../../../src/engine/core/tensor.ts';

/** An element by its image, channel, row and column. */
type Place = (n: number, c: number, y: number, x: number) => boolean;

/** An output of 2 images, 8 channels and 12 × 16 elements. */
function where(isWrong: Place, params: Partial<Params> = {}): ErrorPlaces {
  const all = { ...defaultParams, ...params };
  const { stride, groups } = all;
  const input = zeros('float32', [2, 8, 12 / stride[0], 16 / stride[1]]);
  const weight = zeros('float32', [8, 8 / groups, ...stride]);
  const geometry = geometryOf({ dtype: 'float32', input, weight, bias: null, params: all });
  assert.deepEqual(geometry.outputShape, [2, 8, 12, 16]);
  return finish(
    whereWrong(geometry, (at) =>
      isWrong(Math.floor(at / 1536), Math.floor(at / 192) % 8, Math.floor(at / 16) % 12, at % 16),
    ),
  );
}

const said = (isWrong: Place, params: Partial<Params> = {}): readonly string[] =>
  whereSentences(where(isWrong, params));

describe('where an output is wrong', () => {
  const cases: readonly (readonly [string, Place, readonly string[], Partial<Params>?])[] = [
    ['everywhere', () => true, []],
    ['the last rows', (_, __, y) => y > 8, ['Rows 0–8 are right, the last 3 rows are wrong.']],
    ['the first column', (_, __, ___, x) => x === 0, ['Columns 1–15 are right, the first column is wrong.']],
    ['rows in between', (_, __, y) => y === 4 || y === 5, ['Only rows 4–5 are wrong, of 12.']],
    ['one image', (n) => n === 1, ['Image 0 is right, the last image is wrong.']],
    ['odd columns', (_, __, ___, x) => x % 2 === 1, ['Only odd columns are wrong.']],
    ['every fourth channel', (_, c) => c % 4 === 3, ['Only every 4th channel is wrong, from channel 3 on.']],
    ['some channels', (_, c) => [0, 2, 3, 7].includes(c), ['Only channels 0, 2, 3, 7 are wrong, of 8.']],
    ['a group', (_, c) => c > 3 && c < 6, ['Only group 2 of 4 is wrong.'], { groups: 4 }],
    ['a part of a group', (_, c) => c === 5, ['Only channel 5 is wrong, of 8.'], { groups: 4 }],
    ['the border', (_, __, y, x) => y < 2 || y > 9 || x < 2 || x > 13, ['All errors are within 2 of the border.']],
    [
      'the last row and column',
      (_, __, y, x) => y === 11 || x === 15,
      ['All errors are in the last row and the last column.'],
    ],
    [
      'the first rows and columns',
      (_, __, y, x) => y < 2 || x < 2,
      ['All errors are in the first 2 rows and the first 2 columns.'],
    ],
    [
      'a checkerboard of phases',
      (_, __, y, x) => y % 2 !== x % 2,
      ['Only the phases (0, 1), (1, 0) of the stride are wrong: (row mod 2, column mod 2).'],
      { stride: [2, 2] },
    ],
    ['half of every four channels', (_, c) => c % 4 > 1, ['Only 2 of every 4 channels are wrong, from channel 2 on.']],
    ['rows that the top cuts off', (_, __, y) => (y + 1) % 5 < 2, ['Only 2 of every 5 rows are wrong, from row 4 on.']],
    [
      'one row and two columns',
      (_, __, y, x) => y === 5 || x === 5 || x === 6,
      ['All errors are in row 5 or in columns 5–6.'],
    ],
    ['all but some columns of every second row', (_, __, y, x) => y % 2 === 1 || (x > 0 && x < 14), []],
    [
      'seams of tiles of 4 × 8',
      (_, __, y, x) => y % 4 === 3 || (x + 1) % 8 < 2,
      ['All errors are where tiles meet: in every 4th row from row 3 on, or in 2 of every 8 columns from column 7 on.'],
    ],
    [
      'a phase of the stride',
      (_, __, y, x) => y % 2 === 1 || x % 2 === 0,
      ['Only the phases (0, 0), (1, 0), (1, 1) of the stride are wrong: (row mod 2, column mod 2).'],
      { stride: [2, 2] },
    ],
    [
      'the end of the memory',
      (n, c, y, x) => n * 1536 + c * 192 + y * 16 + x >= 1000,
      [`In memory, the first ${formatInteger(1000)} elements are right, the last ${formatInteger(2072)} are wrong.`],
    ],
    [
      'every fifth element in memory',
      (n, c, y, x) => (n * 1536 + c * 192 + y * 16 + x) % 5 === 2,
      ['In memory, only every 5th element is wrong, from element 2 on.'],
    ],
    [
      'an image, a channel and rows',
      (n, c, y) => n === 0 && c === 1 && y % 3 === 0,
      [
        'Image 1 is right, the first image is wrong.',
        'Only channel 1 is wrong, of 8.',
        'Only every 3rd row is wrong, from row 0 on.',
      ],
    ],
    [
      'one element',
      (n, c, y, x) => n + c === 0 && y === 3 && x === 15,
      [
        'Image 1 is right, the first image is wrong.',
        'Channels 1–7 are right, the first channel is wrong.',
        'Only row 3 is wrong, of 12.',
        'Columns 0–14 are right, the last column is wrong.',
      ],
    ],
  ];
  for (const [what, isWrong, sentences, params] of cases) {
    it(`is said in words: ${what}`, () => {
      assert.deepEqual(said(isWrong, params), sentences);
    });
  }

  it('is not said of errors without a pattern', () => {
    const { findings, wrong } = where((n, c, y, x) => (n * 7919 + c * 104729 + y * 1299709 + x * 15485863) % 7 < 3);
    assert.deepEqual(findings, []);
    assert.ok(wrong > 0);
  });

  it('is not said of a few errors that leave some rows and columns free by chance', () => {
    // 24 of 3 072 elements: some of 12 rows and 16 columns have none.
    const chosen = new Set(Array.from({ length: 24 }, (_, i) => (i * 1103515245 + 12345) % 3072));
    const found = where((n, c, y, x) => chosen.has(n * 1536 + c * 192 + y * 16 + x));
    assert.deepEqual(found.findings, []);
    assert.match(whereSummary(found), /^The wrong values are scattered, \d+ of 3.072: no images, channels, rows, /);
  });

  it('does not say that all but one row repeat', () => {
    assert.deepEqual(
      said((_, __, y) => y !== 1),
      [],
    );
  });

  it('is shown as a picture of the plane, lighter where fewer images and channels are wrong', () => {
    const found = where((n, c, y, x) => y > 8 && (x > 7 || (n === 0 && c < 4)));
    const picture = wherePicture(found);
    assert.equal(picture.length, 12);
    assert.deepEqual(picture[0], '·'.repeat(16));
    assert.deepEqual(picture.at(-1), '░'.repeat(8) + '█'.repeat(8));
    assert.equal(found.grid.at(-1)?.[0], 0.25);
  });
});
