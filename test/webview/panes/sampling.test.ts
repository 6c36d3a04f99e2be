import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CellKind } from '../../../src/engine/geometry.ts';
import type { MatrixView } from '../../../src/engine/view.ts';
import { signedScale } from '../../../webview/colour/scale.ts';
import { frameOf, unzoomed } from '../../../webview/panes/frame.ts';
import { areaMean } from '../../../webview/panes/paint/areaMean.ts';
import { cellOfRead, densityText, samplePlan } from '../../../webview/panes/paint/sampling.ts';

const tones = { padding: [10, 20, 30], inserted: [200, 100, 0] } as const;

function view(rows: number, columns: number, value: (r: number, c: number) => number): MatrixView {
  return { rows, columns, value, kind: () => CellKind.value };
}

const frame = (rows: number, columns: number, width: number, height: number) =>
  frameOf(
    { width, height, cellWidth: width / columns, cellHeight: height / rows },
    rows,
    columns,
    unzoomed,
  );

describe('sampling a picture', () => {
  it('reads every cell of the forum call’s U, and says what a pixel stands for', () => {
    const of = frame(450, 900, 638, 225);
    const plan = samplePlan(of, 1);
    assert.deepEqual([plan.rows.reads, plan.columns.reads, plan.sampled], [450, 900, false]);
    assert.equal(densityText(of), '1 px ≈ 1.4 × 2 cells, area mean');
  });

  it('says nothing where every cell has a pixel of its own', () => {
    assert.equal(densityText(frame(9, 24, 672, 234)), '');
  });

  it('a U of 4.8 GB is sampled within the budget, down to no less than a read a pixel, and says so', () => {
    const of = frame(4608, 262_144, 638, 225);
    const plan = samplePlan(of, 1);
    assert.ok(plan.sampled);
    assert.ok(plan.rows.reads * plan.columns.reads <= 1_000_000);
    assert.ok(plan.rows.reads >= 225 && plan.columns.reads >= 638);
    assert.match(densityText(of), /^1 px ≈ 411 × 20 cells, sampled$/);
  });

  it('ends for a single row, and for a budget of one', () => {
    const row = samplePlan(frame(1, 300_000, 600, 1), 1, 100);
    assert.equal(row.rows.reads, 1);
    assert.ok(row.columns.reads <= 100);
    const one = samplePlan(frame(7, 9, 600, 220), 1, 1);
    assert.deepEqual([one.rows.reads, one.columns.reads], [1, 1]);
  });

  it('never reads more than the budget, nor a cell outside the frame', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 300_000 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.constantFrom(1, 1.5, 2),
        (rows, columns, budget, ratio) => {
          const plan = samplePlan(frame(rows, columns, 600, 220), ratio, budget);
          assert.ok(plan.rows.reads * plan.columns.reads <= budget);
          for (const axis of [plan.rows, plan.columns]) {
            assert.ok(axis.reads >= 1 && axis.places >= 1 && axis.places <= axis.reads);
            assert.ok(cellOfRead(axis, 0) >= axis.from);
            assert.ok(cellOfRead(axis, axis.reads - 1) < axis.from + axis.count);
          }
        },
      ),
    );
  });
});

describe('the area mean', () => {
  const scale = signedScale(1);
  const paint = (of: MatrixView, width: number, height: number) =>
    areaMean(of, samplePlan(frame(of.rows, of.columns, width, height), 1), scale, tones);
  const pixel = (pixels: Uint8ClampedArray, i: number) => [...pixels.subarray(4 * i, 4 * i + 3)];

  it('is the colour of the mean: +1 beside −1 is the white of 0', () => {
    const pixels = paint(
      view(2, 2, (r, c) => (r === c ? 1 : -1)),
      1,
      1,
    );
    assert.deepEqual(pixel(pixels, 0), [247, 247, 247]);
  });

  it('a cell on the border between two pixels counts for both by its area', () => {
    // Three cells over two pixels: means (1 + 0/2) / 1.5 = 2/3 and (0/2 − 1) / 1.5 = −2/3.
    const pixels = paint(
      view(1, 3, (_, c) => 1 - c),
      2,
      1,
    );
    const single = (value: number) =>
      pixel(
        paint(
          view(1, 1, () => value),
          1,
          1,
        ),
        0,
      );
    assert.deepEqual(pixel(pixels, 0), single(2 / 3));
    assert.deepEqual(pixel(pixels, 1), single(-2 / 3));
  });

  it('every cell counts equally in a matrix that divides evenly', () => {
    const pixels = paint(
      view(30, 60, (r, c) => Math.sin(r * 7 + c)),
      6,
      3,
    );
    let sum = 0;
    for (let r = 0; r < 10; r++) for (let c = 0; c < 10; c++) sum += Math.sin(r * 7 + c);
    const expected = pixel(
      paint(
        view(1, 1, () => sum / 100),
        1,
        1,
      ),
      0,
    );
    assert.deepEqual(pixel(pixels, 0), expected);
  });

  it('structural zeros do not pale the values they stand among, they tint the pixel by their share', () => {
    const half: MatrixView = {
      rows: 1,
      columns: 2,
      value: (_, c) => (c === 0 ? 1 : 0),
      kind: (_, c) => (c === 0 ? CellKind.value : CellKind.padding),
    };
    // Red's end (103, 0, 31) and the tone (10, 20, 30), half and half.
    assert.deepEqual(pixel(paint(half, 1, 1), 0), [56, 10, 30]);
  });

  it('a stored 0 is white where a structural one has its tone', () => {
    const mixed: MatrixView = {
      rows: 1,
      columns: 3,
      value: () => 0,
      kind: (_, c) => ([CellKind.value, CellKind.padding, CellKind.inserted] as const)[c] ?? 0,
    };
    const pixels = paint(mixed, 3, 1);
    assert.deepEqual(pixel(pixels, 0), [247, 247, 247]);
    assert.deepEqual(pixel(pixels, 1), [...tones.padding]);
    assert.deepEqual(pixel(pixels, 2), [...tones.inserted]);
  });

  it('one NaN among thousands blackens its pixel', () => {
    const pixels = paint(
      view(100, 100, (r, c) => (r === 57 && c === 13 ? NaN : 0.5)),
      10,
      10,
    );
    assert.deepEqual(pixel(pixels, 51), [17, 17, 17]);
    assert.notDeepEqual(pixel(pixels, 50), [17, 17, 17]);
  });
});
