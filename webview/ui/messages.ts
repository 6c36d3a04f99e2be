import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from './clock.ts';

/** Messages of a page to its user, outside figures and fields. */
export interface Messages {
  /** Text of the page's only live region. */
  readonly announcement: ReadonlySignal<string>;
  /** Line above the page's lower edge about an action whose result the page does not show ("Saved …"), or null. */
  readonly notice: ReadonlySignal<string | null>;
  /** Announces a text politely, at most four times a second; a newer text replaces one that waits. */
  readonly announce: (text: string) => void;
  /** Announces a text and shows it as a notice for some seconds. */
  readonly tell: (text: string) => void;
  /** Turns announcements off and on; they are off while the debugger plays. */
  readonly setSilent: (silent: boolean) => void;
}

/** Least time between announcements: screen readers cannot follow more than a few a second. */
const restMilliseconds = 250;
/** Time that a notice is visible: long enough to read a path. */
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
