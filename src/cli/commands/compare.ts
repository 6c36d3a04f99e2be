import { compareTensors, checkSameShape } from '../../engine/compare/compareTensors.ts';
import { defaultTolerance } from '../../engine/compare/defaultTolerance.ts';
import { ok, refuse } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { comparedHeadline } from '../../scenario/text/verdictWords.ts';
import { errorReportOf } from '../../scenario/report/reportOf.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { errorLines } from '../text/errorLines.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { readTensorPair } from '../files/readTensor.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { readTolerance } from '../arguments/readTolerance.ts';

/** `convt compare`: compares the tensors of two files by the rule of `torch.testing.assert_close`. */
export const compareCommand: Command = {
  name: 'compare',
  usage: 'ACTUAL[#key] EXPECTED[#key] [flags]',
  summary: 'compare two tensors as torch.testing.assert_close does: |actual − expected| ≤ atol + rtol·|expected|',
  notes: [
    'Files of different dtypes are compared by value, with the larger of the two default tolerances.',
    'A file of raw numbers is read like the other one, or as FILE:dtype:shape says: y.bin:float32:1x3x6x6.',
    'Exit code: 0 if the tensors are close, 1 if they are not, 2 on an error.',
  ],
  flags: [sharedFlags.rtol, sharedFlags.atol, sharedFlags.equalNan, sharedFlags.json, sharedFlags.memoryCap],
  maxPositionals: 2,
  async run({ flags, positionals }) {
    const [actualPath, expectedPath] = positionals;
    if (actualPath === undefined || expectedPath === undefined) {
      return refuse('actual', 'compare needs two files: convt compare ACTUAL EXPECTED');
    }
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const given = readTolerance(flags);
    if (!given.ok) return given;
    const read = await readTensorPair(actualPath, expectedPath, cap.value);
    if (!read.ok) return read;
    const [actual, expected] = read.value;
    const [a, e] = [actual.tensor, expected.tensor];
    const { shape, dtype } = a;
    const same = checkSameShape(shape, e.shape);
    if (!same.ok) return same;
    // Finding quantiles of the errors takes a float64 for each element.
    const bytes = a.data.byteLength + e.data.byteLength + 8 * a.data.length;
    const fits = refuseLarger('the comparison', bytes, cap.value);
    if (!fits.ok) return fits;
    const standard = defaultTolerance(actual.stored, expected.stored);
    const tolerance = { ...standard, ...given.value };
    const comparison = finish(compareTensors(a, e, { tolerance }));
    const error = errorReportOf(comparison, shape, { ulp: dtype, bound: null });
    const close = comparison.mismatches.count === 0;
    const report = {
      close,
      actual: { file: actualPath, shape, dtype },
      expected: { file: expectedPath, shape, dtype: e.dtype },
      error,
      verdict: comparison.verdict,
    };
    const text = flags.has('json')
      ? jsonOutput(report)
      : [...errorLines(error), `${'verdict'.padEnd(14)} ${comparedHeadline(comparison)}`].join('\n');
    return ok({ text, exitCode: close ? 0 : 1 });
  },
};
