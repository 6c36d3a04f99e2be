import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { bytesPerMegabyte } from '../../src/engine/validation/memory.ts';
import type { History, PageStart, Settings } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** The document or panel that the scenario comes from and its edits go to. */
export interface DocumentState {
  /** Edits of a document change its text; edits of a panel stay in the panel. */
  readonly origin: Signal<PageStart['origin']>;
  /** True if the document cannot be written, so that the call cannot be edited. */
  readonly isReadonly: ReadonlySignal<boolean>;
  /** The edits of a panel that can be undone; null for a document, whose edits VS Code undoes. */
  readonly history: Signal<History | null>;
  readonly settings: Signal<Settings>;
  /** True if the host can export a report of the call and copy a link that opens it. */
  readonly canHandOn: Signal<boolean>;
  /** The scenario that reset restores: the one that was opened, or the preset last chosen. */
  readonly initialScenario: Signal<Scenario | null>;
}

/** Creates the state of a panel; the reply of the host may replace it. */
export function createDocumentState(): DocumentState {
  const origin = signal<PageStart['origin']>({ kind: 'panel' });
  return {
    origin,
    isReadonly: computed(() => origin.value.kind === 'document' && origin.value.readonly),
    history: signal<History | null>(null),
    settings: signal<Settings>({ memoryCap: 1024 * bytesPerMegabyte }),
    canHandOn: signal(false),
    initialScenario: signal(null),
  };
}
