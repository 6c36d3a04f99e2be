import assert from 'node:assert/strict';
import type { DiagnosisReport, MatchReport } from '../../../src/scenario/report/diagnosisReport.ts';
import { diagnosisTitleOf, matchTitle, spokenDiagnosis } from '../../../webview/diagnose/diagnosisText.ts';

const match: MatchReport = {
  id: 'kernel-not-rotated',
  kind: 'single',
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
  evidence: null,
  ambiguity: null,
  shape: null,
  output: { shape: [2, 3, 4, 5] },
  actual: { shape: [2, 3, 4, 5] },
  error: null,
};

describe('a diagnosis in words', () => {
  it('names the precision whose rounding explains a correct output', () => {
    const right = { ...report, verdict: 'rounding', profile: 'float32', matches: [] } as const;
    const { words, detail, tone } = diagnosisTitleOf(right);
    assert.equal(words, 'Correct, within float32 rounding');
    assert.match(detail, /^All 120 values/);
    assert.equal(tone, 'passed');
    assert.equal(diagnosisTitleOf({ ...right, verdict: 'exact' }).words, 'Exactly correct');
  });

  it('says if a known mistake explains a wrong output', () => {
    assert.equal(diagnosisTitleOf(report).words, 'Wrong: the kernel was not rotated by 180°');
    assert.equal(diagnosisTitleOf(report).detail, 'That explains all 120 values.');
    assert.match(diagnosisTitleOf({ ...report, matches: [match, match] }).words, /or another mistake/);
    assert.match(diagnosisTitleOf({ ...report, matches: [] }).detail, /^No known mistake, and no pair of them/);
    for (const verdict of ['mismatch', 'non-finite', 'shape-mismatch'] as const) {
      assert.notEqual(diagnosisTitleOf({ ...report, verdict }).tone, 'passed');
    }
  });

  it('explains a wrong shape', () => {
    const shape =
      'The output’s shape is (1, 2), but the call gives (3, 4). These mistakes give this shape: stride-ignored.';
    const { words, detail } = diagnosisTitleOf({ ...report, verdict: 'shape-mismatch', shape });
    assert.equal(words, 'Wrong: the kernel was not rotated by 180°');
    assert.ok(detail.startsWith(shape));
  });

  it('distinguishes an exact match from a match within rounding', () => {
    assert.equal(matchTitle(match, 120).words, 'Exact match');
    const near = matchTitle({ ...match, maxAbs: 7.45e-7 }, 120);
    assert.equal(near.words, 'Match within rounding');
    assert.match(near.detail, /7\.45e−7/);
  });

  it('announces the verdict and the best match', () => {
    assert.equal(spokenDiagnosis(report), 'Wrong: the kernel was not rotated by 180°. That explains all 120 values.');
  });
});
