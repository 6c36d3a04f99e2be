import { signal } from '@preact/signals';
import { announce, setSilent } from '../ui/announce.ts';
import { cursorText } from './cursorText.ts';
import { cursor, loaded, phase } from './session.ts';
import { stepElement, stepTerm, termsAt } from './steps.ts';

/** What is playing: the terms of one element, the elements of the output, or nothing. */
export const playing = signal<'terms' | 'elements' | null>(null);

/** Two steps a second for those who asked for less motion, else one a frame. */
const calmMilliseconds = 500;

let next: (() => void) | null = null;

function schedule(step: () => void): () => void {
  if (reducedMotion()) {
    const timer = setTimeout(step, calmMilliseconds);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}

function reducedMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

function step(): void {
  const run = loaded.value;
  if (run === null || phase.value.kind === 'computing') {
    pause();
    return;
  }
  const more = playing.value === 'elements' ? stepElement(1) : stepTerm(1);
  // Terms play to the end of their element, where its sum is complete.
  const complete = playing.value === 'terms' && cursor.value.term >= termsAt(run, cursor.value) - 1;
  if (!more || complete) pause();
  else next = schedule(step);
}

/** Starts playing, or pauses. From an element's last term it goes on with the next element's. */
export function togglePlay(what: 'terms' | 'elements' = 'terms'): void {
  if (playing.value !== null) {
    pause();
  } else if (loaded.value !== null && phase.value.kind !== 'computing') {
    playing.value = what;
    setSilent(true);
    next = schedule(step);
  }
}

/** Stops playing and says where the cursor is. */
export function pause(): void {
  next?.();
  next = null;
  if (playing.value === null) return;
  playing.value = null;
  setSilent(false);
  announce(`Paused. ${cursorText()}`);
}
