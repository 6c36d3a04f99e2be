import type { Session } from '../store/session.ts';
import type { Tabs } from './tabs.ts';
import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { elementsOf } from '../store/places.ts';

type Command = () => void;
type Commands = Readonly<Record<string, Command>>;

/** Returns the page's commands by key: modifiers, then `KeyboardEvent.key`. */
function commandsOf({ navigation, playback, layout, perform }: Session, tabs: Tabs): Commands {
  /** Moves the cursor, then announces where it is. */
  const announced = (move: () => unknown): Command => {
    return () => {
      move();
      navigation.announce();
    };
  };
  const own: Commands = {
    Home: () => perform('first'),
    ArrowLeft: () => perform('step-back'),
    ArrowRight: () => perform('step'),
    'Shift+ArrowLeft': announced(() => navigation.stepElement(-1)),
    'Shift+ArrowRight': announced(() => navigation.stepElement(1)),
    ' ': () => playback.toggle('terms'),
    'Shift+ ': () => playback.toggle('elements'),
    // Some keyboards have these characters on a shifted key.
    '<': () => playback.changeSpeed(-1),
    'Shift+<': () => playback.changeSpeed(-1),
    '>': () => playback.changeSpeed(1),
    'Shift+>': () => playback.changeSpeed(1),
    F8: () => perform('next-mismatch'),
    'Shift+F8': () => perform('previous-mismatch'),
    'Alt+ArrowUp': announced(() => navigation.stepAxis('y', -1)),
    'Alt+ArrowDown': announced(() => navigation.stepAxis('y', 1)),
    'Alt+ArrowLeft': announced(() => navigation.stepAxis('x', -1)),
    'Alt+ArrowRight': announced(() => navigation.stepAxis('x', 1)),
    PageUp: announced(() => navigation.stepAxis('c', -1)),
    PageDown: announced(() => navigation.stepAxis('c', 1)),
    '[': announced(() => navigation.stepInputChannel(-1)),
    ']': announced(() => navigation.stepInputChannel(1)),
    g: () => {
      layout.isGoToOpen.value = true;
    },
  };
  const featureKeys = tabs.all.map(({ started }) => started.keys ?? {});
  const tabKeys = tabs.all.map(({ feature }, index): Commands => ({
    [String(index + 1)]: () => tabs.show(feature.id),
  }));
  return Object.assign({}, own, ...featureKeys, ...tabKeys) as Commands;
}

/** Returns whether the focused field uses the key. No field uses a function key. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (/^F\d/.test(event.key)) return false;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('[type=radio]')) return event.key.startsWith('Arrow');
  if (target.matches('[type=range]')) return /^(Arrow|Home|End|Page)/.test(event.key);
  return target.matches('input:not([type=checkbox]), textarea, select');
}

/** The direction of a key that undoes or redoes; null for another key. */
function historyDirection({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): 'undo' | 'redo' | null {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const name = key.toLowerCase();
  if (name === 'z') return shiftKey ? 'redo' : 'undo';
  return name === 'y' && !shiftKey ? 'redo' : null;
}

/**
 * Undoes or redoes an edit of the call, also while a field of the call has the focus. A text that is no value yet, and
 * a field that is not the call's, undo their own typing. Returns who handles the key: the page, the focused field as the
 * browser does, or VS Code, which undoes the edits of a document.
 */
function stepHistory(
  { target }: KeyboardEvent,
  { document, drafts, form }: Session,
  direction: 'undo' | 'redo',
): 'page' | 'field' | 'host' {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    const isDraft = drafts.all.peek().some(({ text }) => text === target.value);
    if (isDraft || target.closest('form') !== null) return 'field';
  }
  return form.stepHistory(direction) || document.history.peek() !== null ? 'page' : 'host';
}

/** Returns whether the key presses the focused button, as Space does. */
function isPressing(event: KeyboardEvent): boolean {
  const { target } = event;
  return event.key === ' ' && target instanceof HTMLElement && target.matches('button, input:not([type=range]), summary');
}

function commandOf(event: KeyboardEvent, commands: Commands): Command | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  const modifiers = `${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}`;
  const name = modifiers + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

/**
 * Handles Escape: closes the sheet if it is open, else calls the session's `escape`. Returns false if there was nothing
 * to do.
 */
function leave({ layout, escape }: Session): boolean {
  if (!layout.isSheetOpen.value) return escape();
  layout.isSheetOpen.value = false;
  return true;
}

/** Listens to keys and to the clipboard's copy event; returns a function that stops listening. */
export function listenToKeys(session: Session, tabs: Tabs): () => void {
  const commands = commandsOf(session, tabs);
  const onKeyDown = (event: KeyboardEvent): void => {
    // The focused pane or menu has handled the key.
    if (event.defaultPrevented) return;
    const direction = historyDirection(event);
    if (direction !== null) {
      const by = stepHistory(event, session, direction);
      if (by === 'field') event.stopPropagation();
      if (by !== 'page') return;
    } else if (event.key === 'Escape') {
      if (!leave(session)) return;
    } else {
      // A command of VS Code, such as one that saves the document, finds what was typed.
      if (event.ctrlKey || event.metaKey) session.form.settle();
      const command = isTyping(event) || isPressing(event) ? undefined : commandOf(event, commands);
      if (command === undefined) return;
      command();
    }
    event.preventDefault();
    // VS Code listens at the window and would run its own binding of the key as well.
    event.stopPropagation();
  };
  const onCopy = (event: ClipboardEvent): void => copyCursorValue(event, session);
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('copy', onCopy);
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('copy', onCopy);
  };
}

/** If no text is selected, copies the output element at the cursor: its index and its value in full precision. */
function copyCursorValue(event: ClipboardEvent, { runner, viewer, messages }: Session): void {
  const run = runner.currentRun.value;
  const cursor = viewer.cursor.value;
  if (event.defaultPrevented || run === null || elementsOf(run) === 0) return;
  const { activeElement } = document;
  const isInField = activeElement?.matches('input, textarea') === true;
  if (isInField || (getSelection()?.toString() ?? '') !== '') return;
  const { n, c, y, x } = cursor;
  const value = run.run.output.data[outputOffset(run.geometry, cursor)] ?? NaN;
  const index = run.geometry.batched ? [n, c, y, x] : [c, y, x];
  const text = `y[${index.join(', ')}] = ${value}`;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  messages.tell(`Copied ${text}`);
}
