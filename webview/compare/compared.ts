import { signal } from '@preact/signals';
import type { Comparison, Tolerance } from '../../src/engine/compare/comparison.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import type { CompareInfo } from '../../src/protocol/tensorMessages.ts';

/** Two tensors of one shape, and how they differ. */
export interface Compared {
  readonly info: CompareInfo;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly tolerance: Tolerance;
  readonly comparison: Comparison;
}

export type ComparePhase =
  { readonly kind: 'computing' } | { readonly kind: 'done' } | { readonly kind: 'refused'; readonly message: string };

export const comparePhase = signal<ComparePhase>({ kind: 'computing' });
/** What is shown; it stays while the next is read. */
export const compared = signal<Compared | null>(null);
