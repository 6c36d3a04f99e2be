import { effect, signal } from '@preact/signals';
import { cursor } from '../store/session.ts';

/** The cursor once it has rested for a moment: what is rendered from it does not slow playing down. */
export const settledCursor = signal(cursor.peek());

const restMilliseconds = 200;
let timer: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const next = cursor.value;
  clearTimeout(timer);
  timer = setTimeout(() => {
    settledCursor.value = next;
  }, restMilliseconds);
});
