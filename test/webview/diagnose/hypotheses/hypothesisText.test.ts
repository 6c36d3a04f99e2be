import assert from 'node:assert/strict';
import { catalogue } from '../../../../src/engine/diagnose/mistakes/catalogue.ts';
import type { HypothesisRow } from '../../../../src/scenario/report/hypothesisRow.ts';
import {
  differenceText,
  equalText,
  fitTitle,
  linkOf,
  shapeMismatchText,
  sideText,
} from '../../../../webview/diagnose/hypotheses/hypothesisText.ts';
import { cropExtentOf } from '../../../../webview/diagnose/hypotheses/frameExtent.ts';
import { kernelAt } from '../../../../webview/diagnose/hypotheses/kernelAt.ts';
import { rankRows } from '../../../../webview/diagnose/hypotheses/rankRows.ts';

const shape = [1, 2, 12, 12];
const row = (key: string, fit: HypothesisRow['fit']): HypothesisRow => ({
  key,
  kind: 'single',
  title: key,
  means: '',
  detail: '',
  place: null,
  fix: '',
  known: [],
  fit,
});
const far = (maxAbs: number, equal = 0, compared = 288, total = 288) =>
  ({ kind: 'differs', distance: { maxAbs, equal, compared, total } }) as const;

describe('a hypothesis in words', () => {
  it('never rounds a share to 100% or 0%', () => {
    const share = (equal: number, compared: number): string => equalText({ equal, compared });
    assert.deepEqual([share(288, 288), share(287, 288), share(9999, 10_000)], ['100%', '>99%', '>99%']);
    assert.deepEqual([share(0, 288), share(1, 288), share(72, 288)], ['0%', '<1%', '25%']);
  });

  it('marks the distance of a sample as a lower bound', () => {
    assert.equal(differenceText({ maxAbs: 4.351, compared: 288, total: 288 }), '4.35');
    assert.equal(differenceText({ maxAbs: 4.351, compared: 40, total: 288 }), '≥ 4.35');
    assert.equal(differenceText({ maxAbs: Infinity, compared: 40, total: 288 }), 'not finite');
    const { words, detail } = fitTitle(row('a', far(4.351, 10, 40, 5000)), shape);
    assert.equal(words, 'Does not match');
    assert.match(
      detail,
      /^30 of the 40 compared elements \(of 5\u00a0000\) differ by more than rounding \(max 4\.35\)\.$/,
    );
  });

  it('counts the elements that differ and names the largest difference', () => {
    const { words, detail, tone } = fitTitle(row('a', far(4.351, 72)), shape);
    assert.equal(words, 'Does not match');
    assert.notEqual(tone, 'passed');
    assert.match(detail, /^216 of 288 elements differ by more than rounding \(max 4\.35\)\.$/);
    assert.equal(fitTitle(row('none', far(4.351, 72)), shape).words, 'Not rounding');
  });

  it('says that an element is NaN or infinite if no finite number is the largest difference', () => {
    assert.equal(
      fitTitle(row('a', far(Infinity, 72)), shape).detail,
      '216 of 288 elements differ by more than rounding. At least one of them is NaN or infinite in one of the outputs.',
    );
  });

  it('names the planes where the shapes differ there', () => {
    assert.equal(shapeMismatchText([1, 2, 11, 11], shape), 'shape 11 × 11 ≠ 12 × 12');
    assert.equal(shapeMismatchText([1, 3, 12, 12], shape), 'shape 1×3×12×12 ≠ 1×2×12×12');
  });

  it('writes pairs as tuples and long lists in part', () => {
    assert.deepEqual(
      [[1], [0, -2], [0.5], 'none'].map((side) => sideText(side as number[])),
      ['1', '(0, −2)', '0.5', 'none'],
    );
    assert.equal(sideText([1, 2, 3, 4, 5, 6, 7, 8, 9]), '(1, 2, 3, 4, 5, 6, 7, 8, …)');
  });

  it('links issues on GitHub, and nothing else', () => {
    assert.equal(linkOf('google/flax#3137'), 'https://github.com/google/flax/issues/3137');
    assert.equal(linkOf('discuss.pytorch.org: ConvTranspose2d using unfold'), null);
    const sources = catalogue.flatMap(({ known }) => known).filter((source) => source.includes('#'));
    for (const source of sources) assert.match(linkOf(source) ?? '', /^https:/, source);
  });
});

describe('the rank of hypotheses', () => {
  it('is by fit, then by distance, with unmeasured rows after measured ones', () => {
    const rows = [
      row('shape', { kind: 'shape', shape }),
      row('waiting', { kind: 'differs', distance: null }),
      row('far', far(9)),
      row('unlike', far(Infinity)),
      row('near', far(2)),
      row('second', { kind: 'match', distance: far(1e-7, 288).distance }),
      row('third', { kind: 'match', distance: far(0, 288).distance }),
    ];
    const keys = rankRows(rows).map(({ key }) => key);
    assert.deepEqual(keys, ['second', 'third', 'near', 'far', 'unlike', 'waiting', 'shape']);
  });
});

describe('the pictures of a hypothesis', () => {
  it('show a kernel as in K, rotated by 180°, clamped to the weight’s channels', () => {
    const data = Float32Array.from({ length: 24 }, (_, i) => i);
    const weight = { dtype: 'float32', shape: [2, 2, 2, 3], data } as const;
    const { values, cin, cout, rows, columns } = kernelAt(weight, { cin: 1, c: 3 });
    assert.deepEqual([cin, cout, rows, columns], [1, 1, 2, 3]);
    assert.deepEqual(values, [23, 22, 21, 20, 19, 18]);
    assert.equal(kernelAt(weight, { cin: 7, c: 0 }).cin, 1);
  });

  it('have room for an output that reaches beyond the uncropped plane', () => {
    const extent = cropExtentOf({ full: [13, 13], start: [-1, 2], size: [16, 12] });
    assert.deepEqual(extent, { top: -1, left: 0, height: 16, width: 14 });
  });
});
