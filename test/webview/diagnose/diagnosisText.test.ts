import assert from 'node:assert/strict';
import { catalogue } from '../../../src/engine/diagnose/mistakes/catalogue.ts';
import type { DiagnosisReport, MatchReport } from '../../../src/scenario/report/diagnosisReport.ts';
import { diagnosisTitleOf, matchTitle, placeText, spokenDiagnosis } from '../../../webview/diagnose/diagnosisText.ts';

const match: MatchReport = {
  id: 'kernel-not-rotated',
  title: 'The kernel was not rotated by 180°',
  detail: '',
  place: 'rotated',
  fix: 'Flip it.',
  known: [],
  maxAbs: 0,
  confidence: 'certain',
};
const report: DiagnosisReport = {
  verdict: 'mismatch',
  profile: null,
  dtype: 'float32',
  matches: [match],
  ambiguity: null,
  shape: null,
  output: { shape: [2, 3, 4, 5] },
  actual: { shape: [2, 3, 4, 5] },
  error: null,
};

describe('a diagnosis in words', () => {
  it('says of a right output of which precision the rounding is', () => {
    const right = { ...report, verdict: 'rounding', profile: 'float32', matches: [] } as const;
    const { words, detail, tone } = diagnosisTitleOf(right);
    assert.equal(words, 'Rounding of float32');
    assert.match(detail, /^All 120 elements/);
    assert.equal(tone, 'passed');
    assert.equal(diagnosisTitleOf({ ...right, verdict: 'exact' }).words, 'Exact');
  });

  it('says plainly whether something known explains a wrong one', () => {
    assert.match(diagnosisTitleOf(report).detail, /One known mistake reproduces every element/);
    assert.match(diagnosisTitleOf({ ...report, matches: [match, match] }).detail, /2 known mistakes/);
    assert.match(diagnosisTitleOf({ ...report, matches: [] }).detail, /Nothing known explains it/);
    for (const verdict of ['mismatch', 'non-finite', 'shape-mismatch'] as const) {
      assert.notEqual(diagnosisTitleOf({ ...report, verdict }).tone, 'passed');
    }
  });

  it('gives the explanation of a shape', () => {
    const shape = 'The output has the shape (1, 2), and the call makes (3, 4): what you get with stride-ignored.';
    const { words, detail } = diagnosisTitleOf({ ...report, verdict: 'shape-mismatch', shape });
    assert.equal(words, 'Shape mismatch');
    assert.ok(detail.startsWith(shape));
  });

  it('tells a match to the bit from one within rounding', () => {
    assert.equal(matchTitle(match, 120).words, 'Exact match');
    const near = matchTitle({ ...match, maxAbs: 7.45e-7 }, 120);
    assert.equal(near.words, 'Match within rounding');
    assert.match(near.detail, /7\.45e−7/);
  });

  it('says the verdict and the best match to who listens', () => {
    assert.match(spokenDiagnosis(report), /^Bug\..*First: The kernel was not rotated by 180°\.$/);
  });

  it('has words for every stage that a mistake of the catalogue belongs to', () => {
    for (const { id, place } of catalogue) assert.notEqual(placeText(place), place, id);
  });
});
