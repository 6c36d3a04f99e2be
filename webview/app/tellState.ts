import { effect } from '@preact/signals';
import { judged, phase } from '../store/session.ts';

/** Writes the phase on the page's root, for tests that wait for it; `judged` is between `computing` and `done`. */
export function tellState(root: HTMLElement): void {
  effect(() => {
    root.dataset.state = judged.value === null ? phase.value.kind : 'judged';
  });
}
