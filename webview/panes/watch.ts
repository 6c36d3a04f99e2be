import { effect, type ReadonlySignal } from '@preact/signals';

/** Calls back now and whenever one of the signals changes; returns how to stop. */
export function watch(
  signals: readonly ReadonlySignal<unknown>[],
  changed: () => void,
): () => void {
  return effect(() => {
    signals.map((signal) => signal.value);
    changed();
  });
}
