import { computed, signal } from '@preact/signals';
import { bytesPerMegabyte } from '../../src/engine/validation/memory.ts';
import type { Init, Settings } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** Where edits go: a document's into its text, a panel's stay in the panel. */
export const origin = signal<Init['origin']>({ kind: 'panel' });
/** Whether the document cannot be written: then the call is looked at as it is. */
export const isReadonly = computed(() => origin.value.kind === 'document' && origin.value.readonly);
export const settings = signal<Settings>({ memoryCap: 1024 * bytesPerMegabyte });

/** What "reset" goes back to: the scenario as it was opened, or the preset last chosen. */
export const base = signal<Scenario | null>(null);

/** The last scenario that was accepted: what the figure shows or is about to show. */
export const accepted = signal<Scenario | null>(null);
