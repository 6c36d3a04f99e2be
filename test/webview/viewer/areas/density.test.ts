import assert from 'node:assert/strict';
import { emptyAreas } from '../../../../src/engine/areas/areas.ts';
import { areaText, densityText, exactnessText } from '../../../../webview/viewer/areas/density.ts';
import { unzoomed } from '../../../../webview/store/viewports.ts';
import { paneFrameOf } from '../../../../webview/viewer/frame.ts';

const frame = (rows: number, columns: number, width: number, height: number) =>
  paneFrameOf({ width, height, cellWidth: width / columns, cellHeight: height / rows }, rows, columns, unzoomed);

describe('what a pixel stands for, in words', () => {
  it('is how many columns and rows', () => {
    assert.equal(densityText(frame(450, 900, 638, 225)), '1 px ≈ 1.4 × 2 cells');
    assert.equal(densityText(frame(4608, 262_144, 638, 225)), '1 px ≈ 411 × 20 cells');
    assert.equal(densityText(frame(8, 1276, 638, 225)), '1 px ≈ 2 × 1 cells');
  });

  it('is nothing where every cell has a pixel of its own', () => {
    assert.equal(densityText(frame(9, 24, 672, 234)), '');
  });

  it('says whether the picture is sampled, and whether that will change', () => {
    assert.equal(exactnessText('exact', 'mean', null), 'area mean');
    assert.equal(exactnessText('exact', 'max', 'out of memory'), 'area max');
    assert.equal(exactnessText('sampled', 'min', null), 'sampled, refining …');
    assert.match(exactnessText('sampled', 'mean', 'out of memory'), /^sampled, .*out of memory$/);
  });

  it('gives the extremes and the mean, and what is no finite value', () => {
    const of = (fields: object) => {
      const areas = emptyAreas(1, 1);
      for (const [name, value] of Object.entries(fields)) {
        areas[name as 'mean'][0] = value as number;
      }
      return areaText(areas, 0);
    };
    const values = { min: -2.125, mean: 0.5, max: 3 };
    assert.equal(of({ ...values, values: 4 }), 'min −2.13, mean 0.5, max 3');
    assert.equal(
      of({ ...values, values: 1, padding: 1, inserted: 2 }),
      'min −2.13, mean 0.5, max 3, 75% structural zeros',
    );
    assert.equal(of({ ...values, values: 3, nonFinite: 1 }), 'min −2.13, mean 0.5, max 3, 1 NaN or Inf');
    assert.equal(of({ mean: NaN, min: NaN, max: NaN, padding: 6 }), 'structural zeros');
    assert.equal(of({ mean: NaN, min: NaN, max: NaN, nonFinite: 6 }), '6 NaN or Inf');
  });
});
