import { effect, signal } from '@preact/signals';
import { loaded, phase, type Phase } from './session.ts';

/** A computation that is over sooner changes nothing on the page but its result. */
const unseenMilliseconds = 150;

/**
 * The phase as the page shows it: a computation only once it has taken a moment, so that a short one
 * neither flickers nor takes the time of two more pictures. Without a run to keep showing, at once.
 */
export const shownPhase = signal<Phase>(phase.peek());

effect(() => {
  const now = phase.value;
  if (now.kind !== 'computing' || loaded.peek() === null) {
    shownPhase.value = now;
    return;
  }
  if (shownPhase.peek().kind === 'computing') return;
  const timer = setTimeout(() => (shownPhase.value = phase.peek()), unseenMilliseconds);
  return () => clearTimeout(timer);
});
