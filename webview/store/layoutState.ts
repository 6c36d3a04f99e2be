import { type Signal, signal } from '@preact/signals';
import type { Channel } from '../../src/protocol/channel.ts';
import { coachShown } from '../../src/protocol/hostMessages.ts';
import type { SavedPart } from './featureParts.ts';

/** Which parts of the page are open. */
export interface LayoutState extends SavedPart {
  /** The ids of the collapsed sections of the sidebar. */
  readonly collapsed: Signal<readonly string[]>;
  /** True if the sheet, which replaces the sidebar in a narrow page, is open. */
  readonly isSheetOpen: Signal<boolean>;
  /** True if the field that asks for an output index is open. */
  readonly isGoToOpen: Signal<boolean>;
  /** True if the list of keys is open. */
  readonly isKeyListOpen: Signal<boolean>;
  /** True if the hints below the figure are shown. */
  readonly isCoachShown: Signal<boolean>;
  /** Shows or hides the hints, here and, by the host, on every page that is opened from now on. */
  readonly showCoach: (shown: boolean) => void;
}

/** Creates the layout of a new page. */
export function createLayoutState(host: Channel): LayoutState {
  const collapsed = signal<readonly string[]>([]);
  const isCoachShown = signal(false);
  return {
    collapsed,
    isSheetOpen: signal(false),
    isGoToOpen: signal(false),
    isKeyListOpen: signal(false),
    isCoachShown,
    showCoach: (shown) => {
      isCoachShown.value = shown;
      host.emit(coachShown, shown);
    },
    save: () => ({ collapsed: collapsed.value }),
    restore: (saved) => {
      if (Array.isArray(saved.collapsed)) collapsed.value = saved.collapsed.map(String);
    },
  };
}
