import { computed, signal } from '@preact/signals';
import type { Refusal } from '../../../src/engine/core/refusal.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import type { FileInfo } from '../../../src/protocol/tensorMessages.ts';
import { matching } from './matching.ts';

/** What the page of a tensor file is doing. */
export type FilePhase =
  { readonly kind: 'computing' } | { readonly kind: 'done' } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Until the host has answered nobody knows. */
export const filePhase = signal<FilePhase>({ kind: 'computing' });
/** What is in the file; the last that could be read stays while it is refused. */
export const fileInfo = signal<FileInfo | null>(null);

/** What the list is narrowed to. */
export const filter = signal('');
/** The entries that the filter leaves. */
export const listed = computed(() => matching(fileInfo.value?.entries ?? [], filter.value));

/** The key of the tensor that is shown, or is about to be. */
export const selectedKey = signal<string | null>(null);
export const selectedEntry = computed(
  () => fileInfo.value?.entries.find(({ key }) => key === selectedKey.value) ?? null,
);

/** A tensor with the entry that it was read for. */
export interface ShownTensor {
  readonly entry: TensorEntry;
  readonly tensor: Tensor;
}

/** What is seen of the selected tensor. */
export type TensorPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'shown'; readonly shown: ShownTensor }
  | { readonly kind: 'refused'; readonly message: string };
export const tensorPhase = signal<TensorPhase>({ kind: 'none' });

/** An index for each axis before the last two. */
export const leading = signal<readonly number[]>([]);
