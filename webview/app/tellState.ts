import { effect } from '@preact/signals';
import { phase } from '../store/session.ts';

/** Writes the phase on the page's root, for style sheets and for tests that wait for it. */
export function tellState(root: HTMLElement): void {
  effect(() => {
    root.dataset.state = phase.value.kind;
  });
}
