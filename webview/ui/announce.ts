import { signal } from '@preact/signals';

/** What the page's one live region says. */
export const announcement = signal('');

/** Screen readers stumble over more than a few changes a second. */
const restMilliseconds = 250;

let last = -Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;
let silent = false;

/** Says something politely: at most four times a second, the latest wins. */
export function announce(text: string): void {
  if (silent) return;
  clearTimeout(timer);
  const wait = Math.max(0, last + restMilliseconds - performance.now());
  timer = setTimeout(() => {
    last = performance.now();
    announcement.value = text;
  }, wait);
}

/** While the debugger plays, nothing is said. */
export function setSilent(value: boolean): void {
  silent = value;
  if (value) clearTimeout(timer);
}
