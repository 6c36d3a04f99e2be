import { type KeyCommand, keyNameOf } from './keyTable.ts';

/** Returns whether the focused field uses the key. No field uses a function key. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (/^F\d/.test(event.key)) return false;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('[type=radio]')) return event.key.startsWith('Arrow');
  if (target.matches('[type=range]')) return /^(Arrow|Home|End|Page)/.test(event.key);
  return target.matches('input:not([type=checkbox]), textarea, select');
}

/** Returns whether the key presses the focused button, as Space does. */
function isPressing(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    event.key === ' ' && target instanceof HTMLElement && target.matches('button, input:not([type=range]), summary')
  );
}

/** Handles a key: the page, the focused field as the browser does, or VS Code. */
export type KeyHandler = 'page' | 'field' | 'host';

/**
 * Performs the commands of a page's keys, unless the focused element uses the key itself. `escape` handles Escape and
 * returns false if there was nothing to do. `shortcut` handles a key with Ctrl or the command key. Returns a function
 * that stops listening.
 */
export function listenToPageKeys(
  commands: ReadonlyMap<string, KeyCommand>,
  escape: () => boolean,
  shortcut: (event: KeyboardEvent) => KeyHandler = () => 'host',
): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    // The focused pane or menu has handled the key, or a dialog covers the page.
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    if (event.ctrlKey || event.metaKey) {
      const by = shortcut(event);
      if (by === 'field') event.stopPropagation();
      if (by !== 'page') return;
    } else if (event.key === 'Escape') {
      if (!escape()) return;
    } else {
      const name = isTyping(event) || isPressing(event) ? null : keyNameOf(event);
      const command = name === null ? undefined : commands.get(name);
      if (command === undefined) return;
      command();
    }
    event.preventDefault();
    // VS Code listens at the window and would run its own binding of the key as well.
    event.stopPropagation();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
