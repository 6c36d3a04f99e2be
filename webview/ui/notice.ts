import { signal } from '@preact/signals';
import { announce } from './announce.ts';

/** What was done outside the page and cannot be seen in it: "Copied …", "Saved …". Null: nothing new. */
export const notice = signal<string | null>(null);

/** Long enough to read a path. */
const showMilliseconds = 5000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says it to those who listen and shows it for some seconds to those who look. */
export function tell(text: string): void {
  announce(text);
  notice.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    notice.value = null;
  }, showMilliseconds);
}
