import { type Signal, signal } from '@preact/signals';
import type { SavedPart } from './featureParts.ts';

/** Which parts of the page are open. */
export interface LayoutState extends SavedPart {
  /** The ids of the collapsed sections of the sidebar. */
  readonly collapsed: Signal<readonly string[]>;
  /** True if the sheet, which replaces the sidebar in a narrow page, is open. */
  readonly isSheetOpen: Signal<boolean>;
  /** True if the field that asks for an output index is open. */
  readonly isGoToOpen: Signal<boolean>;
}

/** Creates the layout of a new page. */
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
