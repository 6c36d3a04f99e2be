import assert from 'node:assert/strict';
import { catalogue } from '../../../src/engine/diagnose/mistakes/catalogue.ts';
import type { DiagnosisReport, MatchReport } from '../../../src/scenario/report/diagnosisReport.ts';
import { diagnosisMarkdown, type MarkdownFacts } from '../../../src/scenario/report/diagnosisMarkdown.ts';
import { wordsOfDiagnosis } from '../../../src/scenario/report/diagnosisWords.ts';
import type { ErrorReport } from '../../../src/scenario/report/runReport.ts';

const match: MatchReport = {
  id: 'kernel-not-rotated',
  kind: 'single',
  title: 'The kernel was not rotated by 180°',
  detail: '',
  place: 'rotated',
  fix: 'Flip the kernel: w.flip(2, 3).',
  known: [],
  maxAbs: 0,
  call: null,
  instead: null,
  confidence: 'certain',
};
const finite = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
const error: ErrorReport = {
  maxAbs: 4.0213,
  maxAbsAt: [0, 1, 7, 22],
  maxRel: 2,
  maxUlp: 1e7,
  ulp: 'float32',
  boundRatio: 12619.4,
  bound: 'float32',
  boundRatioAt: [0, 1, 7, 22],
  meanSigned: 0,
  meanAbs: 1,
  rms: 1,
  quantiles: {},
  mismatches: 3438,
  beyondBound: 3438,
  total: 3456,
  rtol: 1.3e-6,
  atol: 1e-5,
  equalNan: true,
  nonFinite: { actual: finite, expected: finite, unmatched: 0 },
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
  output: { shape: [1, 6, 24, 24] },
  actual: { shape: [1, 6, 24, 24] },
  error,
};
const facts: MarkdownFacts = {
  file: 'y.npy',
  input: [1, 8, 12, 12],
  weight: [8, 6, 4, 4],
  bias: null,
  params: { stride: [2, 2], padding: [1, 1], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
  code: [
    [
      { sign: '-', text: 'rotated = w' },
      { sign: '+', text: 'rotated = w.flip(2, 3)' },
    ],
  ],
  firstMismatch: { index: [0, 0, 0, 0], yours: 0.25, correct: -1.5 },
  nonFinite: null,
  version: '1.2.3',
};
const nbsp = '\u00a0';

describe('a diagnosis in words', () => {
  it('names the mistake first, then what it explains', () => {
    assert.deepEqual(wordsOfDiagnosis(report, null), {
      headline: 'Wrong: the kernel was not rotated by 180°',
      detail: `That explains all 3${nbsp}456 values. Largest difference 4.02 at [0, 1, 7, 22].`,
    });
    const pair = {
      ...match,
      kind: 'pair',
      title: 'The output is shifted; The bias is added twice',
      detail: 'left',
    } as const;
    const both = wordsOfDiagnosis({ ...report, matches: [pair] }, null);
    assert.equal(both.headline, 'Wrong: the output is shifted, and the bias is added twice (left)');
    assert.match(both.detail, /^Together, they explain all/);
    const several = wordsOfDiagnosis({ ...report, matches: [match, match, match] }, null);
    assert.match(several.headline, /, or one of 2 other mistakes with the same result$/);
  });

  it('says how many known mistakes were tried in vain', () => {
    const { headline, detail } = wordsOfDiagnosis({ ...report, matches: [] }, null);
    assert.equal(headline, `Wrong: 3${nbsp}438 of 3${nbsp}456 values are off by more than rounding can cause`);
    assert.ok(
      detail.startsWith(`None of the ${catalogue.length} known mistakes, nor a pair of them, gives this output.`),
    );
    assert.ok(detail.endsWith(`at [0, 1, 7, 22], up to 12${nbsp}619 times what rounding can cause.`));
    const far = wordsOfDiagnosis({ ...report, matches: [], error: { ...error, boundRatio: 2e7 } }, null);
    assert.match(far.detail, /, far more than rounding can cause\.$/);
  });

  it('says which value is NaN, and what is expected there', () => {
    const one = { ...error, nonFinite: { ...error.nonFinite, unmatched: 1 } };
    const wrong: DiagnosisReport = { ...report, verdict: 'non-finite', matches: [], error: one };
    const at = { index: [0, 2, 5, 7], yours: NaN, correct: -0.8731 };
    const place = `1 of 3${nbsp}456 values is NaN where −0.873 is expected: [0, 2, 5, 7].`;
    assert.ok(wordsOfDiagnosis(wrong, at).detail.endsWith(place));
    const two = { ...wrong, error: { ...one, nonFinite: { ...one.nonFinite, unmatched: 2 } } };
    assert.match(
      wordsOfDiagnosis(two, at).detail,
      /2 of .* The first is NaN where −0\.873 is expected: \[0, 2, 5, 7\]\.$/,
    );
    // A mistake that explains the NaN comes first.
    const known = wordsOfDiagnosis({ ...wrong, matches: [match] }, at);
    assert.equal(known.headline, 'Wrong: the kernel was not rotated by 180°');
    assert.match(known.detail, /is NaN where −0\.873/);
  });

  it('says that an overflow of the precision is no mistake', () => {
    const overflow: DiagnosisReport = {
      ...report,
      verdict: 'non-finite',
      profile: 'float16',
      dtype: 'float16',
      matches: [],
    };
    const { headline, detail } = wordsOfDiagnosis(overflow, null);
    assert.equal(headline, 'Correct, with float16 overflow');
    assert.match(detail, /These are float16 overflows/);
  });

  it('says that a correct output is correct', () => {
    const exact = wordsOfDiagnosis({ ...report, verdict: 'exact', matches: [] }, null);
    assert.deepEqual(exact, {
      headline: 'Exactly correct',
      detail: `All 3${nbsp}456 values equal the float64 reference.`,
    });
    const rounded = wordsOfDiagnosis({ ...report, verdict: 'rounding', profile: 'float32', matches: [] }, null);
    assert.equal(rounded.headline, 'Correct, within float32 rounding');
  });

  it('explains a wrong shape', () => {
    const shape = 'y.npy is 28×28; this call’s output is 24×24.';
    const { headline, detail } = wordsOfDiagnosis({ ...report, verdict: 'shape-mismatch', shape }, null);
    assert.equal(headline, 'Wrong: the kernel was not rotated by 180°');
    assert.ok(detail.startsWith(shape));
  });
});

describe('a diagnosis as Markdown', () => {
  it('has the answer, the fix, the call as PyTorch, the first mismatch and the version', () => {
    assert.equal(
      diagnosisMarkdown(report, facts),
      `### conv_transpose2d: \`y.npy\`

**Wrong: the kernel was not rotated by 180°.** That explains all 3${nbsp}456 values. Largest difference 4.02 at [0, 1, 7, 22].

**Fix:** Flip the kernel: w.flip(2, 3).

\`\`\`diff
-rotated = w
+rotated = w.flip(2, 3)
\`\`\`

\`\`\`python
# float32: x (1, 8, 12, 12), w (8, 6, 4, 4), no bias
y = F.conv_transpose2d(x, w, None, stride=(2, 2), padding=(1, 1))
\`\`\`

| first mismatch | yours | correct |
| --- | ---: | ---: |
| [0, 0, 0, 0] | 0.25 | −1.5 |

<sub>ConvTranspose2d Debugger 1.2.3. Compared with the definition in float64, within the bound of float32 rounding.</sub>
`,
    );
  });

  it('writes groups, a bias, padding at the end and another shape', () => {
    const params = { ...facts.params, paddingEnd: [0, 1], groups: 2 } as const;
    const other = diagnosisMarkdown(
      { ...report, verdict: 'shape-mismatch', shape: 'y is 28×28.', actual: { shape: [1, 6, 28, 28] } },
      { ...facts, params, bias: [6], firstMismatch: null },
    );
    assert.match(other, /w, b, stride=\(2, 2\), padding=\(1, 1\), groups=2\)/);
    assert.match(other, /bottom and right by \(0, 1\)/);
    assert.match(other, /Shape: \(1, 6, 28, 28\); correct: \(1, 6, 24, 24\)\./);
  });
});
