import { effect, signal } from '@preact/signals';
import { loaded, phase, type Phase } from './session.ts';

/** A computation that is over sooner changes nothing on the page but its result. */
const unseenMilliseconds = 150;

/**
 * The phase as the page shows it: a computation only once it has taken a moment, so that a short one
 * neither flickers nor takes the time of two more pictures. Without a run to keep showing, at once.
 */
export const shownPhase = signal<Phase>(phase.peek());

let timer: ReturnType<typeof setTimeout> | null = null;

effect(() => {
  const now = phase.value;
  const unseen = now.kind === 'computing' && loaded.peek() !== null;
  if (unseen && shownPhase.peek().kind !== 'computing') {
    // Its reports come more often than that: the first one's moment counts.
    timer ??= setTimeout(() => {
      timer = null;
      shownPhase.value = phase.peek();
    }, unseenMilliseconds);
    return;
  }
  if (timer !== null) clearTimeout(timer);
  timer = null;
  shownPhase.value = now;
});
