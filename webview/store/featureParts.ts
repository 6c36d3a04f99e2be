import type { ReadonlySignal } from '@preact/signals';
import type { PictureSource } from '../../src/protocol/tileMessages.ts';

/** The state of a part of the page, as it survives hiding, moving and reloading the panel: JSON only. */
export type SavedRecord = Readonly<Record<string, unknown>>;

/** A part of the page that has something to save. Its keys are its own: all parts are saved in one record. */
export interface SavedPart {
  readonly save: () => SavedRecord;
  /** Takes up what was saved, as far as it can be made out. */
  readonly restore: (saved: SavedRecord) => void;
}

/** The parts that a started feature adds to the page; each is absent where the feature has none. */
export interface FeatureParts {
  /** Escape's first concern: stops a question that the user asked; returns false when nothing is under way. */
  readonly cancelQuestion?: () => boolean;
  /** Escape's last concern: stops work that runs by itself; returns false when nothing is under way. */
  readonly cancelBackground?: () => boolean;
  readonly saved?: SavedPart;
  /** Keys of the debugger by modifiers and `KeyboardEvent.key`, and what each does. */
  readonly keys?: Readonly<Record<string, () => void>>;
  /** The source of the pictures on the feature's tab, in place of the current run; null where the tab shows the run. */
  readonly pictures?: ReadonlySignal<PictureSource | null>;
}
