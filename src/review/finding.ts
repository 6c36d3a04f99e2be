import type { TextRange } from '../python/callSite.ts';

/** The kinds of findings in source code. Each has a setting of its own. */
export type FindingKind =
  'illegal-call' | 'uneven-overlap' | 'unreached-output-padding' | 'channel-mismatch' | 'bias-before-norm';

/** Replaces a range of the source by a text. */
export interface SourceEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** A change to the source that resolves a finding. */
export interface Fix {
  /** An imperative, such as "Use kernel_size=4, padding=1 (same output size)". */
  readonly title: string;
  /** Ranges that do not overlap, in ascending order. */
  readonly edits: readonly SourceEdit[];
}

/** Something about a call in source code that its reader should know. */
export interface Finding {
  readonly kind: FindingKind;
  /** What is wrong, with the numbers, and what follows from it. */
  readonly message: string;
  readonly range: TextRange;
  readonly fixes: readonly Fix[];
}
