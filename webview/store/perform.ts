import type { Action } from '../../src/protocol/hostMessages.ts';
import { pause, togglePlay } from './play.ts';
import { escape } from './actions.ts';
import { announceCursor } from './cursorText.ts';
import { hunt } from './hunt.ts';
import { goFirst, stepTerm } from './steps.ts';

const stepped = (step: () => unknown): (() => void) => {
  return () => {
    pause();
    step();
    announceCursor();
  };
};

const hunted = (by: 1 | -1): (() => void) => {
  return () => {
    pause();
    hunt(by);
  };
};

const actions: Readonly<Record<Action, () => void>> = {
  first: stepped(goFirst),
  'step-back': stepped(() => stepTerm(-1)),
  step: stepped(() => stepTerm(1)),
  play: () => togglePlay(),
  'next-mismatch': hunted(1),
  'previous-mismatch': hunted(-1),
  cancel: () => void escape(),
};

/** Does what a button, a key or a command of the extension asks for. */
export function perform(action: Action): void {
  actions[action]();
}
