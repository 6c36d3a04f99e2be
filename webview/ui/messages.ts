import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from './clock.ts';

/** What a page says to its user outside its figures and fields. */
export interface Messages {
  /** The text of the page's one live region. */
  readonly announcement: ReadonlySignal<string>;
  /** The line over the page's lower edge: what was done and cannot be seen on the page, "Saved …". Null without one. */
  readonly notice: ReadonlySignal<string | null>;
  /** Says a text politely: at most four times a second, the latest wins. */
  readonly announce: (text: string) => void;
  /** Announces a text and shows it as a notice for some seconds. */
  readonly tell: (text: string) => void;
  /** While silent, nothing is announced: the debugger plays. */
  readonly setSilent: (silent: boolean) => void;
}

/** Screen readers stumble over more than a few changes a second. */
const restMilliseconds = 250;
/** Long enough to read a path. */
const noticeMilliseconds = 5000;

export function createMessages(clock: Clock): Messages {
  const announcement = signal('');
  const notice = signal<string | null>(null);
  let announcedAt = -Infinity;
  let isSilent = false;
  let stopAnnouncing = (): void => undefined;
  let stopHiding = (): void => undefined;

  const announce = (text: string): void => {
    if (isSilent) return;
    stopAnnouncing();
    stopAnnouncing = clock.after(Math.max(0, announcedAt + restMilliseconds - clock.now()), () => {
      announcedAt = clock.now();
      announcement.value = text;
    });
  };
  return {
    announcement,
    notice,
    announce,
    tell: (text) => {
      announce(text);
      notice.value = text;
      stopHiding();
      stopHiding = clock.after(noticeMilliseconds, () => {
        notice.value = null;
      });
    },
    setSilent: (silent) => {
      isSilent = silent;
      if (silent) stopAnnouncing();
    },
  };
}
