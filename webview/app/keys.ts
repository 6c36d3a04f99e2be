import { helpKey, type KeyCommand, type KeyGroup, keyCommandsOf } from '../ui/keyTable.ts';
import { type KeyHandler, listenToPageKeys } from '../ui/pageKeys.ts';
import type { Session } from '../store/session.ts';
import type { Tabs } from './tabs.ts';
import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { elementsOf } from '../store/places.ts';

/** Returns the keys of the debugger page by group: the table from which keys are handled and listed. */
export function debuggerKeys(
  { navigation, playback, layout, perform, versions }: Session,
  tabs: Tabs,
): readonly KeyGroup[] {
  /** Moves the cursor, then announces where it is. */
  const announced = (move: () => unknown): KeyCommand => {
    return () => {
      move();
      navigation.announce();
    };
  };
  const openGoTo = (): void => {
    layout.isGoToOpen.value = true;
  };
  const tabKeys = tabs.all.map(({ feature }, index): readonly [string, KeyCommand] => [
    String(index + 1),
    () => tabs.show(feature.id),
  ]);
  return [
    {
      title: 'Step',
      rows: [
        {
          does: 'previous or next term',
          keys: { ArrowLeft: () => perform('step-back'), ArrowRight: () => perform('step') },
        },
        {
          does: 'previous or next output element',
          keys: {
            'Shift+ArrowLeft': announced(() => navigation.stepElement(-1)),
            'Shift+ArrowRight': announced(() => navigation.stepElement(1)),
          },
        },
        { does: 'first term, then first element', keys: { Home: () => perform('first') } },
        { does: 'play or pause, term by term', keys: { ' ': () => playback.toggle('terms') } },
        { does: 'play or pause, a row of the output', keys: { 'Shift+ ': () => playback.toggle('elements') } },
        {
          does: 'play slower or faster',
          keys: { '<': () => playback.changeSpeed(-1), '>': () => playback.changeSpeed(1) },
        },
      ],
    },
    {
      title: 'Move over the output',
      rows: [
        {
          does: 'to a neighbour',
          shown: 'Alt+arrows',
          keys: {
            'Alt+ArrowUp': announced(() => navigation.stepAxis('y', -1)),
            'Alt+ArrowDown': announced(() => navigation.stepAxis('y', 1)),
            'Alt+ArrowLeft': announced(() => navigation.stepAxis('x', -1)),
            'Alt+ArrowRight': announced(() => navigation.stepAxis('x', 1)),
          },
        },
        {
          does: 'previous or next output channel',
          keys: {
            PageUp: announced(() => navigation.stepAxis('c', -1)),
            PageDown: announced(() => navigation.stepAxis('c', 1)),
          },
        },
        {
          does: 'previous or next input channel of the sum',
          keys: {
            '[': announced(() => navigation.stepInputChannel(-1)),
            ']': announced(() => navigation.stepInputChannel(1)),
          },
        },
        { does: 'go to an index', keys: { g: openGoTo } },
        { does: 'copy the value with its index', shown: 'Ctrl+C' },
      ],
    },
    {
      title: 'Find',
      rows: [
        {
          does: 'next or previous mismatch, else non-finite value, else largest error',
          keys: { F8: () => perform('next-mismatch'), 'Shift+F8': () => perform('previous-mismatch') },
        },
      ],
    },
    ...(versions.pair.value === null
      ? []
      : [
          {
            title: 'Versions',
            rows: [{ does: 'show the call before or after the change', keys: { b: versions.toggle } }],
          },
        ]),
    {
      title: 'Tabs',
      rows: [
        {
          does: tabs.all.map(({ feature }) => feature.title).join(', '),
          keys: Object.fromEntries(tabKeys),
        },
      ],
    },
    ...tabs.all.flatMap(({ feature, started }) =>
      started.keys === undefined ? [] : [{ title: feature.title, rows: started.keys }],
    ),
    {
      title: 'Edit',
      rows: [
        { does: 'undo an edit of the call', shown: 'Ctrl+Z' },
        { does: 'redo an edit of the call', shown: 'Ctrl+Shift+Z, Ctrl+Y' },
      ],
    },
    {
      title: 'Stop',
      rows: [{ does: 'cancel the computation, or restore a refused field', shown: 'Esc' }],
    },
    {
      title: 'Help',
      rows: [
        {
          does: 'show or hide the hints below the figure',
          keys: { h: () => layout.showCoach(!layout.isCoachShown.peek()) },
        },
        helpKey(layout.isKeyListOpen),
      ],
    },
  ];
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

/** The direction of a key that undoes or redoes; null for another key. */
function historyDirection({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): 'undo' | 'redo' | null {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const name = key.toLowerCase();
  if (name === 'z') return shiftKey ? 'redo' : 'undo';
  return name === 'y' && !shiftKey ? 'redo' : null;
}

/**
 * Undoes or redoes an edit of the call, also while a field of the call has the focus. A text that is no value yet, and
 * a field that is not the call's, undo their own typing. VS Code undoes the edits of a document.
 */
function stepHistory(
  { target }: KeyboardEvent,
  { document, drafts, form }: Session,
  direction: 'undo' | 'redo',
): KeyHandler {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    const isDraft = drafts.all.peek().some(({ text }) => text === target.value);
    if (isDraft || target.closest('form') !== null) return 'field';
  }
  return form.stepHistory(direction) || document.history.peek() !== null ? 'page' : 'host';
}

/** Handles a key that is pressed with Ctrl or the command key. */
function pressShortcut(event: KeyboardEvent, session: Session): KeyHandler {
  const direction = historyDirection(event);
  if (direction !== null) return stepHistory(event, session, direction);
  // A command of VS Code, such as one that saves the document, finds the typed text.
  session.form.settle();
  return 'host';
}

/** Listens to keys and to the clipboard's copy event; returns a function that stops listening. */
export function listenToKeys(session: Session, groups: readonly KeyGroup[]): () => void {
  const stop = listenToPageKeys(
    keyCommandsOf(groups),
    () => leave(session),
    (event) => pressShortcut(event, session),
  );
  const onCopy = (event: ClipboardEvent): void => copyCursorValue(event, session);
  document.addEventListener('copy', onCopy);
  return () => {
    stop();
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
