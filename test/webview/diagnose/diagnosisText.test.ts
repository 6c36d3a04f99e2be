import assert from 'node:assert/strict';
import type { DiagnosisReport, MatchReport } from '../../../src/scenario/report/diagnosisReport.ts';
import type { HypothesisExplanation } from '../../../src/scenario/report/hypothesisRow.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { wrongElementAt } from '../../../src/scenario/report/diagnosisWords.ts';
import { copiedFix, matchTitle, spokenDiagnosis } from '../../../webview/diagnose/diagnosisText.ts';

const match: MatchReport = {
  id: 'kernel-not-rotated',
  kind: 'single',
  title: 'The kernel was not rotated by 180°',
  detail: '',
  place: 'rotated',
  fix: 'Flip it.',
  known: [],
  maxAbs: 0,
  call: null,
  instead: null,
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
  where: null,
  shapeCauses: null,
  output: { shape: [2, 3, 4, 5] },
  actual: { shape: [2, 3, 4, 5] },
  error: null,
};

describe('the header of a diagnosis', () => {
  it('is announced with the fix', () => {
    const spoken = spokenDiagnosis(report, null);
    assert.equal(spoken, 'Wrong: the kernel was not rotated by 180°. That explains all 120 values. Fix: flip it.');
  });

  it('reads a wrong element by its flat index', () => {
    const actual = tensorOf('float32', [1, 1, 2, 2], [1, 2, NaN, 4]);
    const expected = { dtype: 'float64', shape: [1, 1, 2, 2], data: Float64Array.of(1, 2, 3, 4) } as const;
    assert.deepEqual(wrongElementAt({ actual, expected }, 2), { index: [0, 0, 1, 0], yours: NaN, correct: 3 });
    assert.equal(wrongElementAt({ actual, expected }, null), null);
  });

  it('copies the corrected lines of the best match, or its fix in a sentence', () => {
    const explained = (key: string): HypothesisExplanation =>
      ({
        row: { key },
        code: [
          [
            { sign: '-', text: 'rotated = w' },
            { sign: '+', text: 'rotated = w.flip(2, 3)' },
            { sign: ' ', text: 'Y = K @ U' },
          ],
        ],
      }) as unknown as HypothesisExplanation;
    assert.equal(copiedFix({ report, explanation: explained(match.id) }), 'rotated = w.flip(2, 3)\nY = K @ U\n');
    assert.equal(copiedFix({ report, explanation: explained('bias-missing') }), 'Flip it.');
    assert.equal(copiedFix({ report, explanation: null }), 'Flip it.');
  });
});

describe('a match in words', () => {
  it('is exact, or within rounding', () => {
    assert.equal(matchTitle(match, 120).words, 'Exact match');
    const near = matchTitle({ ...match, maxAbs: 7.45e-7 }, 120);
    assert.equal(near.words, 'Match within rounding');
    assert.match(near.detail, /7\.45e−7/);
  });
});
