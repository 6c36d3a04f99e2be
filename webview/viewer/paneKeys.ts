import type { KeyGroup } from '../ui/keyTable.ts';

/** What a key does in the focused cell of a matrix, beyond moving to its neighbours. */
export type PaneAction = 'zoom-in' | 'zoom-out' | 'fit' | 'pick' | 'menu';

/** The keys and the gestures of every matrix. */
export const paneKeys: KeyGroup<PaneAction> = {
  title: 'In a matrix',
  rows: [
    { does: 'move the cursor from cell to cell; with Ctrl to the edge', shown: '← ↑ → ↓' },
    { does: 'move the cursor to the focused cell', keys: { Enter: 'pick' } },
    { does: 'zoom in or out', shown: '+ −', keys: { '+': 'zoom-in', '=': 'zoom-in', '-': 'zoom-out' } },
    { does: 'fit the matrix again', keys: { '0': 'fit' } },
    { does: 'open the menu of the matrix', shown: 'Shift+F10', keys: { 'Shift+F10': 'menu', ContextMenu: 'menu' } },
    { does: 'zoom around the pointer', shown: 'Ctrl+wheel' },
    { does: 'pan along a row', shown: 'Shift+wheel' },
    { does: 'pan', shown: 'Drag' },
    { does: 'fit the matrix again', shown: 'Double-click' },
    { does: 'copy the value of the focused cell', shown: 'Ctrl+C' },
  ],
};
