import { signal } from '@preact/signals';
import type { TensorSummary } from '../../src/engine/views/summary.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { elementBytes } from '../../src/formats/common/element.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { summaryRequest } from '../../src/protocol/tensorMessages.ts';
import { host } from '../bridge/host.ts';

/** By key: what is known of each tensor's numbers, or why nothing is. */
export const summaries = signal<ReadonlyMap<string, TensorSummary | string>>(new Map());

/** Tensors above this many bytes are looked at when they are selected, not because they are in the list. */
export const unaskedBytes = 64_000_000;

/** Keys of what is in sight and not known yet, in the list's order. */
const wanted = new Map<string, TensorEntry>();
let working = false;
let generation = 0;

export function sizeOfEntry({ element, shape }: TensorEntry): number {
  return elementCount(shape) * elementBytes(element);
}

/** It has come into sight: it is summarised when it is its turn, unless it is too large to do so unasked. */
export function wantSummary(entry: TensorEntry): void {
  if (sizeOfEntry(entry) <= unaskedBytes) needSummary(entry);
}

/** As {@link wantSummary}, whatever its size. */
export function needSummary(entry: TensorEntry): void {
  if (!summaries.peek().has(entry.key)) wanted.set(entry.key, entry);
  void work();
}

/** It has left the sight before it was its turn. */
export function dropSummary(entry: TensorEntry): void {
  wanted.delete(entry.key);
}

/** The file changed. */
export function forgetSummaries(): void {
  generation += 1;
  wanted.clear();
  summaries.value = new Map();
}

/** One at a time: the host has other work, and what has left the sight meanwhile is not asked for. */
async function work(): Promise<void> {
  if (working) return;
  working = true;
  for (;;) {
    const [key] = wanted.keys();
    if (key === undefined) break;
    wanted.delete(key);
    const mine = generation;
    const reply = await host.call(summaryRequest, { key }).reply;
    if (mine !== generation) continue;
    const known = !reply.ok ? reply.error : reply.value.ok ? reply.value.value : reply.value.refusal.message;
    summaries.value = new Map(summaries.peek()).set(key, known);
  }
  working = false;
}
