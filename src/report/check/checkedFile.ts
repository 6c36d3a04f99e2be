import type { CheckedOutput } from '../../scenario/report/checkedOutput.ts';

/** The check of one `*.convt.json`. */
export interface CheckedFile {
  /** The document's path, with `/` between folders. */
  readonly path: string;
  /** The line of the property `actual`, counted from 1; 1 if the text has none. */
  readonly line: number;
  readonly outcome: CheckOutcome;
}

/** How a check ended: with an answer, with a reason why there is none, or before it began. */
export type CheckOutcome =
  | { readonly kind: 'answered'; readonly output: CheckedOutput }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The document names no output to check. */
  | { readonly kind: 'skipped' };

/** The number of documents by outcome. */
export interface CheckCounts {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
}

/** Counts the outcomes. */
export function countsOf(files: readonly CheckedFile[]): CheckCounts {
  const count = (is: (outcome: CheckOutcome) => boolean): number => files.filter(({ outcome }) => is(outcome)).length;
  return {
    passed: count((outcome) => outcome.kind === 'answered' && outcome.output.passed),
    failed: count((outcome) => outcome.kind === 'answered' && !outcome.output.passed),
    errors: count(({ kind }) => kind === 'refused'),
    skipped: count(({ kind }) => kind === 'skipped'),
  };
}

/** Returns why an output is wrong and what to do: the detail, why the match is not certain, and the fix. */
export function causeOf({ detail, fix, report }: CheckedOutput): readonly string[] {
  return [detail, ...(report.ambiguity === null ? [] : [report.ambiguity]), ...(fix === null ? [] : [`Fix: ${fix}`])];
}
