import type { Channel } from '../../src/protocol/channel.ts';
import { type Action, firstStepped } from '../../src/protocol/hostMessages.ts';
import type { Form } from './form.ts';
import type { Navigation } from './navigation.ts';
import type { Playback } from './playback.ts';

interface ActionParts {
  readonly host: Channel;
  readonly navigation: Navigation;
  readonly playback: Playback;
  /** Opens a tab that follows the cursor, unless one is open. */
  readonly showCursor: () => void;
  readonly form: Pick<Form, 'stepHistory'>;
  readonly escape: () => boolean;
  /** Opens the explanation of the verdict. */
  readonly explain: () => void;
  /** Shows the call in the words of each framework. */
  readonly showFrameworks: () => void;
}

/** Creates the function that performs an action of a button, a key or a command of the extension. */
export function createActions({
  host,
  navigation,
  playback,
  form,
  showCursor,
  escape,
  explain,
  showFrameworks,
}: ActionParts): (action: Action) => void {
  let hasStepped = false;
  /** Tells the host that the user has stepped. */
  const noteStep = (): void => {
    if (!hasStepped) host.emit(firstStepped, null);
    hasStepped = true;
  };
  const step = (move: () => unknown): void => {
    noteStep();
    playback.pause();
    move();
    navigation.announce();
  };
  const find = (by: 1 | -1): void => {
    playback.pause();
    showCursor();
    navigation.nextMismatch(by);
  };
  const actions: Readonly<Record<Action, () => void>> = {
    first: () => step(() => navigation.goFirst()),
    'step-back': () => step(() => navigation.stepTerm(-1)),
    step: () => step(() => navigation.stepTerm(1)),
    play: () => {
      noteStep();
      playback.toggle();
    },
    'next-mismatch': () => find(1),
    'previous-mismatch': () => find(-1),
    cancel: () => void escape(),
    undo: () => void form.stepHistory('undo'),
    redo: () => void form.stepHistory('redo'),
    explain,
    'show-frameworks': showFrameworks,
  };
  return (action) => actions[action]();
}
