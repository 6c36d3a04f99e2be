import assert from 'node:assert/strict';
import type { DiagnosisReport, MatchReport } from '../../../src/scenario/report/diagnosisReport.ts';
import { matchTitle, spokenDiagnosis } from '../../../webview/diagnose/diagnosisText.ts';

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
  it('distinguishes an exact match from a match within rounding', () => {
    assert.equal(matchTitle(match, 120).words, 'Exact match');
    const near = matchTitle({ ...match, maxAbs: 7.45e-7 }, 120);
    assert.equal(near.words, 'Match within rounding');
    assert.match(near.detail, /7\.45e−7/);
  });

  it('announces the verdict, what it explains, and the fix', () => {
    const spoken = spokenDiagnosis(report, null);
    assert.equal(spoken, 'Wrong: the kernel was not rotated by 180°. That explains all 120 values. Fix: flip it.');
  });
});
