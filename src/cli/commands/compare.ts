import { compareTensors, checkSameShape } from '../../engine/compare/compareTensors.ts';
import { defaultTolerance } from '../../engine/compare/defaultTolerance.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { comparedHeadline } from '../../scenario/text/verdictWords.ts';
import { errorReportOf } from '../../scenario/report/reportOf.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import { type Command, type CommandOutcome, jsonOutput } from '../arguments/command.ts';
import { errorLines } from '../text/errorLines.ts';
import { tensorFileNote } from '../text/help.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { withFileSources } from '../files/fileSources.ts';
import { readTensorPair } from '../files/readTensor.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { readTolerance } from '../arguments/readTolerance.ts';
import { areWholeFiles, compareFiles, type CompareFilesOptions } from './compareFiles.ts';

/**
 * `convt compare`: compares two tensors, or all tensors of two files, by the rule of `torch.testing.assert_close`.
 */
export const compareCommand: Command = {
  name: 'compare',
  usage: 'ACTUAL[#key] EXPECTED[#key] [flags]',
  summary:
    'compare two tensors, or all of two files, as torch.testing.assert_close does: |actual − expected| ≤ atol + rtol·|expected|',
  notes: [
    tensorFileNote('ACTUAL and EXPECTED are tensor files'),
    '#key names one of its tensors (convt list prints the keys).',
    'Files of several tensors are compared by the tensors’ names, block by block: which were added, removed, reshaped or',
    'changed, and by how much. Equal tensors are only counted, unless --all lists them.',
    'Files of different dtypes are compared by value, with the larger of the two default tolerances.',
    'A file of raw numbers is read like the other one, or as FILE:dtype:shape says: y.bin:float32:1x3x6x6.',
    'Exit code: 0 if the tensors are close, 1 if they are not (or one file has tensors that the other lacks), 2 on an error.',
  ],
  flags: [
    sharedFlags.rtol,
    sharedFlags.atol,
    sharedFlags.equalNan,
    { name: 'all', value: null, help: 'list equal tensors as well (files of several tensors)' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
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
    const whole = await compareWholeFiles(actualPath, expectedPath, {
      tolerance: given.value,
      memoryCap: cap.value,
      isJson: flags.has('json'),
      isWhole: flags.has('all'),
    });
    if (whole !== null) return whole;
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

/** Compares two files of several tensors. Returns null if the paths name two single tensors, or no readable file. */
async function compareWholeFiles(
  actual: string,
  expected: string,
  options: CompareFilesOptions,
): Promise<Result<CommandOutcome> | null> {
  const [a, b] = [tensorPathOf(actual), tensorPathOf(expected)];
  if (a.key !== null || b.key !== null) return null;
  return await withFileSources(options.memoryCap, async (sources) => {
    const open = async (path: string): Promise<TensorFile | null> => {
      const source = await sources.open(path);
      const file = source.ok ? await openTensorFile(source.value, sources.beside(path)) : source;
      return file.ok ? file.value : null;
    };
    const files = { a: await open(a.file), b: await open(b.file) };
    if (files.a === null || files.b === null) return null;
    const pair = { a: files.a, b: files.b };
    return areWholeFiles(pair) ? await compareFiles(pair, options) : null;
  });
}
