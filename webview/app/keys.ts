import { togglePlay } from '../store/play.ts';
import { escape } from '../store/actions.ts';
import { announceCursor } from '../store/cursorText.ts';
import { stepAxis, stepElement, stepInputChannel } from '../store/steps.ts';
import { perform } from '../store/perform.ts';
import { sheetOpen, tab, tabs } from '../store/view.ts';
import { goToField } from '../debugBar/goToField.ts';
import { goToParting } from '../pipeline/dotProduct/orders/parting.ts';
import { copyCursorValue } from './copyValue.ts';
import { cycleErrorMeasure } from './cycleErrorMeasure.ts';

type Command = () => void;

/** Moves, then says where. */
const told = (move: () => unknown): Command => {
  return () => {
    move();
    announceCursor();
  };
};

/** Keys of the debugger, by modifiers and `KeyboardEvent.key`. */
const commands: Readonly<Record<string, Command>> = {
  Home: () => perform('first'),
  ArrowLeft: () => perform('step-back'),
  ArrowRight: () => perform('step'),
  'Shift+ArrowLeft': told(() => stepElement(-1)),
  'Shift+ArrowRight': told(() => stepElement(1)),
  ' ': () => togglePlay('terms'),
  'Shift+ ': () => togglePlay('elements'),
  F8: () => perform('next-mismatch'),
  'Shift+F8': () => perform('previous-mismatch'),
  'Alt+ArrowUp': told(() => stepAxis('y', -1)),
  'Alt+ArrowDown': told(() => stepAxis('y', 1)),
  'Alt+ArrowLeft': told(() => stepAxis('x', -1)),
  'Alt+ArrowRight': told(() => stepAxis('x', 1)),
  PageUp: told(() => stepAxis('c', -1)),
  PageDown: told(() => stepAxis('c', 1)),
  '[': told(() => stepInputChannel(-1)),
  ']': told(() => stepInputChannel(1)),
  e: cycleErrorMeasure,
  p: goToParting,
  g: () => goToField.open(),
};

/** Keys go to the field while one is being typed in; F8 never means anything to a field. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (/^F\d/.test(event.key)) return false;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('[type=radio]')) return event.key.startsWith('Arrow');
  return target.matches('input:not([type=checkbox]), textarea, select');
}

/** Space on a button presses it. */
function isPressing(event: KeyboardEvent): boolean {
  const { target } = event;
  return event.key === ' ' && target instanceof HTMLElement && target.matches('button, input, summary');
}

function commandOf(event: KeyboardEvent): Command | undefined {
  const plain = !event.ctrlKey && !event.metaKey;
  if (!plain) return undefined;
  const number = event.altKey || event.shiftKey ? NaN : Number(event.key);
  const numbered = tabs[number - 1];
  if (numbered !== undefined) return () => (tab.value = numbered);
  const modifiers = `${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}`;
  return commands[modifiers + (event.key.length === 1 ? event.key.toLowerCase() : event.key)];
}

function onKeyDown(event: KeyboardEvent): void {
  // A pane or a menu that knew better has had it already.
  if (event.defaultPrevented) return;
  const command = event.key === 'Escape' ? leave : isTyping(event) || isPressing(event) ? undefined : commandOf(event);
  if (command === undefined) return;
  if (command === leave && !leave()) return;
  if (command !== leave) command();
  event.preventDefault();
  // VS Code listens at the window and would run its own binding of this key as well.
  event.stopPropagation();
}

/** Escape closes what is open, stops what is computing, leaves a refused edit. */
function leave(): boolean {
  if (sheetOpen.value) {
    sheetOpen.value = false;
    return true;
  }
  return escape();
}

/** Listens until called off. Copying is a matter of the clipboard event, which a selection comes before. */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('copy', copyCursorValue);
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('copy', copyCursorValue);
  };
}
