import type { Tolerance } from '../../engine/compare/comparison.ts';
import { defaultTolerance, type StoredDType } from '../../engine/compare/defaultTolerance.ts';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type FormatName, formats } from '../../engine/rounding/formats.ts';
import { elementFormats } from '../common/element.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import type { MemoryCheck } from '../readTensorAsNpy.ts';
import {
  cancelledRefusal,
  type Pacing,
  scanStored,
  type StoredOptions,
  type ValueDifference,
} from './compareStored.ts';
import { type EntryPair, isComparable } from './pairEntries.ts';
import { locateForComparison, type StoredPair } from './storedPair.ts';

/**
 * What became of a tensor. `added`: only in the second file. `removed`: only in the first. `reshaped`: another shape, so
 * that the values are not compared. `changed`: at least one value differs by more than the tolerance allows. `close`:
 * values differ, all within the tolerance. `retyped`: the same values in another element type. `unread`: a tensor cannot
 * be read.
 */
export type PairStatus = 'added' | 'removed' | 'reshaped' | 'changed' | 'close' | 'retyped' | 'equal' | 'unread';

/** How a tensor differs between two files. */
export interface PairDifference {
  readonly status: PairStatus;
  /** Null if the values were not compared. */
  readonly values: ValueDifference | null;
  /** The reason why a tensor cannot be read; null if it can. */
  readonly reason: string | null;
}

/** Two open files. */
export interface FilePair {
  readonly a: TensorFile;
  readonly b: TensorFile;
}

/** How the tensors of two files are compared. */
export interface DifferenceOptions {
  /** The parts of the tolerance that are set; the others are the defaults of the two element types. */
  readonly tolerance: Partial<Tolerance>;
  /** Decides whether a tensor may be read into memory. */
  readonly admit: MemoryCheck;
  readonly pacing: Pacing;
}

/** Returns the options with which two tensors are compared, by their element types. */
export function storedOptionsOf(a: TensorEntry, b: TensorEntry, chosen: Partial<Tolerance>): StoredOptions {
  const [one, other] = [elementFormats[a.element].stored, elementFormats[b.element].stored];
  return { tolerance: { ...defaultTolerance(one, other), ...chosen }, ulp: coarserFormat(one, other) };
}

/** Returns the format with the larger units in the last place; null if a dtype has no such units, as integers. */
function coarserFormat(a: StoredDType, b: StoredDType): FormatName | null {
  const formatOf = (dtype: StoredDType): FormatName | null =>
    dtype === 'integer' || dtype === 'float8' ? null : dtype;
  const [one, other] = [formatOf(a), formatOf(b)];
  if (one === null || other === null) return null;
  return formats[one].roundoff >= formats[other].roundoff ? one : other;
}

/** Locates the two tensors of a pair. Both exist and have the same shape. */
export async function locatePair(
  files: FilePair,
  a: TensorEntry,
  b: TensorEntry,
  admit: MemoryCheck,
): Promise<Result<StoredPair>> {
  try {
    const one = await locateForComparison(files.a, a, admit);
    if (!one.ok) return one;
    const other = await locateForComparison(files.b, b, admit);
    return other.ok ? ok({ a: one.value, b: other.value }) : other;
  } catch (error) {
    // The cap allows the tensors, but the memory is not available.
    return refuse('memory', messageOf(error));
  }
}

/** Returns what became of a tensor. Refused only if the comparison was cancelled. */
export async function comparePair(
  pair: EntryPair,
  files: FilePair,
  { tolerance, admit, pacing }: DifferenceOptions,
): Promise<Result<PairDifference>> {
  const without = (status: PairStatus, reason: string | null = null): Result<PairDifference> =>
    ok({ status, values: null, reason });
  if (pair.a === null) return without('added');
  if (pair.b === null) return without('removed');
  if (!isComparable(pair)) return without('reshaped');
  const { a, b } = pair;
  const stored = await locatePair(files, a, b, admit);
  if (!stored.ok) return without('unread', stored.refusal.message);
  const values = await scanStored(stored.value, storedOptionsOf(a, b, tolerance), pacing);
  if (values === cancelledRefusal) return values;
  if (!values.ok) return without('unread', values.refusal.message);
  return ok({ status: statusOf(values.value, a.element === b.element), values: values.value, reason: null });
}

function statusOf({ isEqual, mismatches }: ValueDifference, isSameElement: boolean): PairStatus {
  if (isEqual) return isSameElement ? 'equal' : 'retyped';
  return mismatches === 0 ? 'close' : 'changed';
}

/** Returns true if a tensor counts as the same in both files: its values are compared, and within the tolerance. */
export function isSameInBoth({ status, values }: PairDifference): boolean {
  return (status === 'equal' || status === 'close' || status === 'retyped') && values?.mismatches === 0;
}
