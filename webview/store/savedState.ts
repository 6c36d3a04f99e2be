import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ui/clock.ts';
import type { SavedPart, SavedRecord } from './featureParts.ts';

/** Storage that survives hiding, moving and reloading the panel. JSON only. */
export interface StateStorage {
  readonly read: () => unknown;
  readonly write: (state: unknown) => void;
}

/** Saves the page's state: the scenario and the view, never tensors. */
export interface SavedState {
  /** True if the saved state is the current one. */
  readonly isSaved: ReadonlySignal<boolean>;
  /** Adds a part and restores its saved state. */
  readonly add: (part: SavedPart) => void;
  /** Saves every change from now on, at most five times a second. */
  readonly start: () => void;
  /** Saves at once, for a caller that may hide the page next. */
  readonly saveNow: () => void;
}

const pauseMilliseconds = 200;

/** Creates the saved state with the record that the storage holds. */
export function createSavedState(storage: StateStorage, clock: Clock): SavedState {
  const saved = recordOf(storage.read());
  /** The record of each part, made again only if that part has changed: a call may be long. */
  const records: ReadonlySignal<SavedRecord>[] = [];
  const isSaved = signal(false);
  let stop: (() => void) | null = null;

  const current = (): SavedRecord => Object.assign({}, ...records.map((record) => record.value)) as SavedRecord;
  const saveNow = (): void => {
    stop?.();
    stop = null;
    storage.write(current());
    isSaved.value = true;
  };
  return {
    isSaved,
    add: (part) => {
      records.push(computed(() => part.save()));
      part.restore(saved);
    },
    start: () => {
      effect(() => {
        current();
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

/** Returns the entries of a saved record that are valid; none if `record` is not an object. */
export function savedEntries<T>(record: unknown, isValid: (value: unknown) => value is T): Readonly<Record<string, T>> {
  if (typeof record !== 'object' || record === null) return {};
  const valid = Object.entries(record).filter((entry): entry is [string, T] => isValid(entry[1]));
  return Object.fromEntries(valid);
}
