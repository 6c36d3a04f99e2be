import { effect, type ReadonlySignal } from '@preact/signals';

/** Calls back now and whenever one of the signals changes. Returns a function that stops. */
export function watch(signals: readonly ReadonlySignal<unknown>[], changed: () => void): () => void {
  return effect(() => {
    signals.map((signal) => signal.value);
    changed();
  });
}

/** Calls back whenever one of the signals changes, but not now. Returns a function that stops. */
export function watchChanges(signals: readonly ReadonlySignal<unknown>[], changed: () => void): () => void {
  let first = true;
  return watch(signals, () => {
    if (!first) changed();
    first = false;
  });
}
