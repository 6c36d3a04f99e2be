import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ui/clock.ts';
import type { SavedPart, SavedRecord } from './featureParts.ts';

/** What survives hiding, moving and reloading the panel; JSON only. */
export interface StateStorage {
  readonly read: () => unknown;
  readonly write: (state: unknown) => void;
}

/** Saves the page's state: parameters and what the view looks like, never tensors. */
export interface SavedState {
  /** Whether the state is saved as it is now. */
  readonly isSaved: ReadonlySignal<boolean>;
  /** Adds a part, and lets it take up what it had saved. */
  readonly add: (part: SavedPart) => void;
  /** Keeps the state saved from now on, at most five times a second. */
  readonly start: () => void;
  /** Saves without waiting: for a caller that is told that something is done, and may hide the page next. */
  readonly saveNow: () => void;
}

const pauseMilliseconds = 200;

export function createSavedState(storage: StateStorage, clock: Clock): SavedState {
  const saved = recordOf(storage.read());
  const parts: SavedPart[] = [];
  const isSaved = signal(false);
  let stop: (() => void) | null = null;

  const present = (): SavedRecord => Object.assign({}, ...parts.map((part) => part.save())) as SavedRecord;
  const saveNow = (): void => {
    stop?.();
    stop = null;
    storage.write(present());
    isSaved.value = true;
  };
  return {
    isSaved,
    add: (part) => {
      parts.push(part);
      part.restore(saved);
    },
    start: () => {
      effect(() => {
        present();
        isSaved.value = false;
        stop ??= clock.after(pauseMilliseconds, saveNow);
      });
    },
    saveNow,
  };
}

function recordOf(state: unknown): SavedRecord {
  return typeof state === 'object' && state !== null ? (state as SavedRecord) : {};
}

/** The entries of a saved record that are what they should be; none of anything that is no record. */
export function savedEntries<T>(record: unknown, isFit: (value: unknown) => value is T): Readonly<Record<string, T>> {
  if (typeof record !== 'object' || record === null) return {};
  const fit = Object.entries(record).filter((entry): entry is [string, T] => isFit(entry[1]));
  return Object.fromEntries(fit);
}
