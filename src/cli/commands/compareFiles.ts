import type { Tolerance } from '../../engine/compare/comparison.ts';
import { indexAt } from '../../engine/core/flatIndex.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { quoted } from '../../formats/common/quoted.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { compareAll } from '../../formats/differences/compareAll.ts';
import {
  type DifferenceOptions,
  type FilePair,
  isSameInBoth,
  type PairDifference,
} from '../../formats/differences/comparePair.ts';
import { type EntryPair, isRenamed, keyOfPair, pairEntries } from '../../formats/differences/pairEntries.ts';
import {
  statusCountsText,
  countStatuses,
  pairElementText,
  pairRemark,
  pairShapeText,
  pairStatusWords,
} from '../../scenario/text/differenceWords.ts';
import { formatInteger, formatShort, formatUlp } from '../../scenario/text/format.ts';
import { type CommandOutcome, jsonOutput } from '../arguments/command.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { columns } from '../text/columns.ts';

/** A tensor of two files, what became of it, and the other file's key of its values if it is in one file only. */
interface ComparedTensor {
  readonly pair: EntryPair;
  readonly difference: PairDifference;
  readonly twin: string | null;
}

/** How two files are compared and reported. */
export interface CompareFilesOptions {
  readonly tolerance: Partial<Tolerance>;
  readonly memoryCap: number;
  readonly isJson: boolean;
  /** True if the table lists equal tensors as well. */
  readonly isWhole: boolean;
}

/** Returns true if two files are compared as wholes: they have keys, and one of them has several tensors. */
export function areWholeFiles({ a, b }: FilePair): boolean {
  const isBare = ({ entries }: TensorFile): boolean => entries.length === 0 || entries.some(({ key }) => key === '');
  return !isBare(a) && !isBare(b) && (a.entries.length > 1 || b.entries.length > 1);
}

/** Compares all tensors of two files by their names. */
export async function compareFiles(files: FilePair, options: CompareFilesOptions): Promise<Result<CommandOutcome>> {
  const compared = await comparedTensors(files, options);
  if (!compared.ok) return compared;
  const tensors = compared.value;
  const differences = tensors.map(({ difference }) => difference);
  const close = tensors.every(({ pair, difference }) => isSameInBoth(difference) && !isRenamed(pair));
  const text = options.isJson ? jsonOutput(reportOf(files, tensors, close)) : tableOf(files, tensors, close, options);
  return ok({ text, exitCode: differences.some(({ status }) => status === 'unread') ? 2 : close ? 0 : 1 });
}

async function comparedTensors(
  files: FilePair,
  { tolerance, memoryCap }: CompareFilesOptions,
): Promise<Result<readonly ComparedTensor[]>> {
  const pairs = pairEntries(files.a.entries, files.b.entries);
  const options: DifferenceOptions = {
    tolerance,
    admit: (bytes) => refuseLarger('a tensor', bytes, memoryCap),
    pacing: {
      run: (steps) => Promise.resolve({ value: finish(steps) }),
      rest: () => Promise.resolve(),
      report: () => undefined,
    },
  };
  const differences: PairDifference[] = [];
  const twins = await compareAll(pairs, files, options, (_, difference) => differences.push(difference));
  if (!twins.ok) return twins;
  return ok(
    pairs.map((pair, i) => ({
      pair,
      difference: differences[i] as PairDifference,
      twin: twins.value.get(i) ?? null,
    })),
  );
}

function tableOf(
  files: FilePair,
  tensors: readonly ComparedTensor[],
  close: boolean,
  { isWhole }: CompareFilesOptions,
): string {
  const listed = tensors.filter(({ pair, difference }) => isWhole || !isUnchanged(pair, difference));
  const rows = listed.map(({ pair, difference, difference: { status, values }, twin }) => [
    isRenamed(pair) && status === 'equal' ? 'renamed' : pairStatusWords[status],
    plainKey(keyOfPair(pair)),
    pairShapeText(pair),
    pairElementText(pair),
    ...(values === null
      ? ['', '', '', '']
      : [
          values.maxAbs === null ? '–' : formatShort(values.maxAbs.value),
          values.maxRel === null ? '–' : formatShort(values.maxRel.value),
          values.maxUlp === null ? '–' : formatUlp(values.maxUlp.value),
          `${formatInteger(values.mismatches)} / ${formatInteger(values.total)}`,
        ]),
    pairRemark(pair, difference, twin),
  ]);
  const head = ['', 'tensor', 'shape', 'dtype', 'max |Δ|', 'max relative', 'max ULP', 'mismatches'];
  const words = tensors.map(({ difference }) => difference);
  const hasNaN = words.some(({ status, values }) => status === 'equal' && values !== null && values.mismatches > 0);
  return [
    ...columns([
      ['A', files.a.name, countOfTensors(files.a)],
      ['B', files.b.name, countOfTensors(files.b)],
    ]),
    ...(rows.length === 0 ? [] : ['', ...columns([head, ...rows])]),
    '',
    `${'tensors'.padEnd(14)} ${statusCountsText(countStatuses(words))}`,
    ...(hasNaN ? [`${''.padEnd(14)} NaN does not equal NaN; with --equal-nan it does`] : []),
    `${'verdict'.padEnd(14)} ${verdictOf(tensors, close)}`,
  ].join('\n');
}

/** Returns a key as it is, or quoted if it has characters that a terminal would not show. */
function plainKey(key: string): string {
  const safe = quoted(key);
  return safe === `"${key}"` ? key : safe;
}

/** Returns true if a tensor has the same name, element type and values in both files. */
function isUnchanged(pair: EntryPair, difference: PairDifference): boolean {
  return difference.status === 'equal' && isSameInBoth(difference) && !isRenamed(pair);
}

function countOfTensors({ entries }: TensorFile): string {
  return entries.length === 1 ? '1 tensor' : `${formatInteger(entries.length)} tensors`;
}

function verdictOf(tensors: readonly ComparedTensor[], close: boolean): string {
  if (!close) {
    const count = tensors.filter(({ pair, difference }) => !isSameInBoth(difference) || isRenamed(pair)).length;
    return `Different: ${formatInteger(count)} of ${formatInteger(tensors.length)} tensors`;
  }
  return tensors.every(({ difference: { status } }) => status === 'equal') ? 'Equal' : 'Close, within rtol and atol';
}

/** Returns what `--json` prints. Errors that overflowed are the largest double. */
function reportOf({ a, b }: FilePair, tensors: readonly ComparedTensor[], close: boolean): object {
  const side = (entry: TensorEntry | null): object | null =>
    entry && { key: entry.key, shape: entry.shape, element: entry.element };
  return {
    close,
    actual: { file: a.name, tensors: a.entries.length },
    expected: { file: b.name, tensors: b.entries.length },
    counts: Object.fromEntries(countStatuses(tensors.map(({ difference }) => difference))),
    tensors: tensors.map(({ pair, difference: { status, values, reason }, twin }) => ({
      key: keyOfPair(pair),
      status,
      close: values === null ? null : values.mismatches === 0,
      actual: side(pair.a),
      expected: side(pair.b),
      ...(values !== null && {
        error: {
          total: values.total,
          mismatches: values.mismatches,
          maxAbs: finite(values.maxAbs?.value),
          maxAbsAt: values.maxAbs === null || pair.a === null ? null : indexAt(pair.a.shape, values.maxAbs.at),
          maxRel: finite(values.maxRel?.value),
          maxUlp: finite(values.maxUlp?.value),
        },
      }),
      ...(reason !== null && { reason }),
      ...(twin !== null && { sameValuesAs: twin }),
    })),
  };
}

function finite(value: number | undefined): number | null {
  return value === undefined ? null : Math.min(value, Number.MAX_VALUE);
}
