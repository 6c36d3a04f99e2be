import { type Signal, signal } from '@preact/signals';
import type { SavedPart } from './featureParts.ts';

/** Which parts of the page are open. */
export interface LayoutState extends SavedPart {
  /** Sections of the sidebar that are folded up. */
  readonly collapsed: Signal<readonly string[]>;
  /** Where there is no room for a sidebar: whether its sheet is open. */
  readonly isSheetOpen: Signal<boolean>;
  /** Whether the field for an index to go to is open. */
  readonly isGoToOpen: Signal<boolean>;
}

export function createLayoutState(): LayoutState {
  const collapsed = signal<readonly string[]>([]);
  return {
    collapsed,
    isSheetOpen: signal(false),
    isGoToOpen: signal(false),
    save: () => ({ collapsed: collapsed.value }),
    restore: (saved) => {
      if (Array.isArray(saved.collapsed)) collapsed.value = saved.collapsed.map(String);
    },
  };
}
