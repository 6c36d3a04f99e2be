import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { bytesPerMegabyte } from '../../src/engine/validation/memory.ts';
import type { PageStart, Settings } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** Where the scenario comes from and where its edits go. */
export interface DocumentState {
  /** A document's edits go into its text, a panel's stay in the panel. */
  readonly origin: Signal<PageStart['origin']>;
  /** Whether the document cannot be written: then the call is only looked at. */
  readonly isReadonly: ReadonlySignal<boolean>;
  readonly settings: Signal<Settings>;
  /** The scenario that "reset" goes back to: the one that was opened, or the preset last chosen. */
  readonly initialScenario: Signal<Scenario | null>;
}

export function createDocumentState(): DocumentState {
  const origin = signal<PageStart['origin']>({ kind: 'panel' });
  return {
    origin,
    isReadonly: computed(() => origin.value.kind === 'document' && origin.value.readonly),
    settings: signal<Settings>({ memoryCap: 1024 * bytesPerMegabyte }),
    initialScenario: signal(null),
  };
}
