import type { Signal } from '@preact/signals';

/** Performs what a key does. */
export type KeyCommand = () => void;

/** What some keys do, as the list of keys shows it. `A` is what a key stands for: a command, or the name of an action. */
export interface KeyRow<A = KeyCommand> {
  /** "next or previous mismatch". */
  readonly does: string;
  /**
   * By key: modifiers, then `KeyboardEvent.key` (a letter in lower case): "Shift+ArrowLeft". The list shows
   * the keys in this order.
   */
  readonly keys: Readonly<Record<string, A>>;
  /** How the list shows the keys, if not one by one: "1 – 4"; commas separate several. */
  readonly shown?: string;
}

/** A movement of the mouse or a shortcut of the system that the list names beside the keys. */
export interface GestureRow {
  readonly does: string;
  readonly shown: string;
}

/** The keys of one part of a page. */
export interface KeyGroup<A = KeyCommand> {
  readonly title: string;
  readonly rows: readonly (KeyRow<A> | GestureRow)[];
}

/** Returns what the keys of some groups stand for. @throws if two rows have the same key */
export function keyCommandsOf<A>(groups: readonly KeyGroup<A>[]): ReadonlyMap<string, A> {
  const commands = new Map<string, A>();
  for (const row of groups.flatMap(({ rows }) => rows)) {
    if (!('keys' in row)) continue;
    for (const [key, command] of Object.entries(row.keys)) {
      if (commands.has(key)) throw new Error(`Two rows have the key ${key}.`);
      commands.set(key, command);
    }
  }
  return commands;
}

/** Returns the name of a pressed key in a {@link KeyRow}; null while Ctrl or the command key is held. */
export function keyNameOf(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // Shift only produces the character, as it does for "?"; with a letter, Space or a named key it is a modifier.
  const isShifted = event.shiftKey && (event.key.length > 1 || /[a-z ]/.test(key));
  return `${event.altKey ? 'Alt+' : ''}${isShifted ? 'Shift+' : ''}${key}`;
}

const symbols: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
  Escape: 'Esc',
  '-': '−',
};

/** Returns a key as people write it: "Shift+←", "G". */
export function keyLabel(name: string): string {
  // The key itself may be "+".
  const end = name.lastIndexOf('+', name.length - 2) + 1;
  const key = name.slice(end);
  return name.slice(0, end) + (symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** Returns how the list shows the keys of a row, one by one. */
export function keyLabelsOf(row: KeyRow<unknown> | GestureRow): readonly string[] {
  if (row.shown !== undefined) return row.shown.split(', ');
  return 'keys' in row ? Object.keys(row.keys).map(keyLabel) : [];
}

/** Returns the row of the key that shows the list. */
export function helpKey(isOpen: Signal<boolean>): KeyRow {
  const open = (): void => {
    isOpen.value = true;
  };
  return { does: 'show this list', keys: { '?': open } };
}
