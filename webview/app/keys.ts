import type { Session } from '../store/session.ts';
import type { Tabs } from './tabs.ts';
import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { elementsOf } from '../store/places.ts';

type Command = () => void;
type Commands = Readonly<Record<string, Command>>;

/** Keys of the debugger, by modifiers and `KeyboardEvent.key`. */
function commandsOf({ navigation, playback, layout, perform }: Session, tabs: Tabs): Commands {
  /** Moves, then says where the cursor is. */
  const told = (move: () => unknown): Command => {
    return () => {
      move();
      navigation.announce();
    };
  };
  const own: Commands = {
    Home: () => perform('first'),
    ArrowLeft: () => perform('step-back'),
    ArrowRight: () => perform('step'),
    'Shift+ArrowLeft': told(() => navigation.stepElement(-1)),
    'Shift+ArrowRight': told(() => navigation.stepElement(1)),
    ' ': () => playback.toggle('terms'),
    'Shift+ ': () => playback.toggle('elements'),
    F8: () => perform('next-mismatch'),
    'Shift+F8': () => perform('previous-mismatch'),
    'Alt+ArrowUp': told(() => navigation.stepAxis('y', -1)),
    'Alt+ArrowDown': told(() => navigation.stepAxis('y', 1)),
    'Alt+ArrowLeft': told(() => navigation.stepAxis('x', -1)),
    'Alt+ArrowRight': told(() => navigation.stepAxis('x', 1)),
    PageUp: told(() => navigation.stepAxis('c', -1)),
    PageDown: told(() => navigation.stepAxis('c', 1)),
    '[': told(() => navigation.stepInputChannel(-1)),
    ']': told(() => navigation.stepInputChannel(1)),
    g: () => {
      layout.isGoToOpen.value = true;
    },
  };
  const ofFeatures = tabs.all.map(({ started }) => started.keys ?? {});
  const ofTabs = tabs.all.map(({ feature }, index): Commands => ({ [String(index + 1)]: () => tabs.show(feature.id) }));
  return Object.assign({}, own, ...ofFeatures, ...ofTabs) as Commands;
}

/** Whether the key belongs to the field that is being typed in; F8 never means anything to a field. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (/^F\d/.test(event.key)) return false;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('[type=radio]')) return event.key.startsWith('Arrow');
  return target.matches('input:not([type=checkbox]), textarea, select');
}

/** Whether the key presses a button: Space does. */
function isPressing(event: KeyboardEvent): boolean {
  const { target } = event;
  return event.key === ' ' && target instanceof HTMLElement && target.matches('button, input, summary');
}

function commandOf(event: KeyboardEvent, commands: Commands): Command | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  const modifiers = `${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}`;
  const name = modifiers + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

/** Escape closes what is open, stops what is computing, leaves a refused edit; returns false when there is nothing of this. */
function leave({ layout, escape }: Session): boolean {
  if (!layout.isSheetOpen.value) return escape();
  layout.isSheetOpen.value = false;
  return true;
}

/** Listens until called off. Copying is a matter of the clipboard event, which a selection comes before. */
export function listenToKeys(session: Session, tabs: Tabs): () => void {
  const commands = commandsOf(session, tabs);
  const onKeyDown = (event: KeyboardEvent): void => {
    // A pane or a menu has handled the key already.
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') {
      if (!leave(session)) return;
    } else {
      const command = isTyping(event) || isPressing(event) ? undefined : commandOf(event, commands);
      if (command === undefined) return;
      command();
    }
    event.preventDefault();
    // VS Code listens at the window and would run its own binding of this key as well.
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

/** Without a selection, copying gives the value under the cursor with its index, every digit of it. */
function copyCursorValue(event: ClipboardEvent, { runner, viewer, messages }: Session): void {
  const run = runner.currentRun.value;
  const cursor = viewer.cursor.value;
  if (event.defaultPrevented || run === null || elementsOf(run) === 0) return;
  const { activeElement } = document;
  const typing = activeElement?.matches('input, textarea') === true;
  if (typing || (getSelection()?.toString() ?? '') !== '') return;
  const { n, c, y, x } = cursor;
  const value = run.run.output.data[outputOffset(run.geometry, cursor)] ?? NaN;
  const index = run.geometry.batched ? [n, c, y, x] : [c, y, x];
  const text = `y[${index.join(', ')}] = ${value}`;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  messages.tell(`Copied ${text}`);
}
