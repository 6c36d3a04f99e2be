import { Fragment } from 'preact';
import type { Action } from '../../src/protocol/hostMessages.ts';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/Icon.tsx';
import { playSpeeds, speedText } from '../store/playback.ts';
import { navigationTargetOf } from '../store/navigationTarget.ts';
import { useSession } from '../store/useSession.ts';

interface Button {
  readonly action: Action;
  readonly icon: IconName;
  readonly title: string;
}

const targetTitles = {
  mismatch: 'Next mismatch (F8)',
  'non-finite': 'Next non-finite element (F8)',
  worst: 'Next largest error (F8)',
} as const;

/**
 * Shows the buttons first, back, play, step and next mismatch. Arrow keys move the cursor, so each button is a tab
 * stop.
 */
export function StepButtons() {
  const { playback, runner, perform } = useSession();
  const isPlaying = playback.mode.value !== null;
  const run = runner.currentRun.value;
  const buttons: readonly Button[] = [
    { action: 'first', icon: 'first', title: 'First term, then first element (Home)' },
    { action: 'step-back', icon: 'chevron-left', title: 'Step back (←; Shift+← for elements)' },
    {
      action: 'play',
      icon: isPlaying ? 'debug-pause' : 'play',
      title: isPlaying ? 'Pause (Space)' : 'Play (Space; Shift+Space for a row of the output)',
    },
    { action: 'step', icon: 'chevron-right', title: 'Step (→; Shift+→ for elements)' },
    {
      action: 'next-mismatch',
      icon: 'next-mismatch',
      title: targetTitles[run === null ? 'mismatch' : navigationTargetOf(run.run).kind],
    },
  ];
  return (
    <span class="transport" role="group" aria-label="Step controls">
      {buttons.map(({ action, icon, title }) => (
        <Fragment key={action}>
          <button
            type="button"
            class={`icon-button action-${action}`}
            title={title}
            aria-label={title}
            onClick={() => perform(action)}
          >
            <Icon name={icon} />
          </button>
          {action === 'play' && <SpeedSelect />}
        </Fragment>
      ))}
    </span>
  );
}

/** Chooses how fast the debugger plays; the keys < and > do as well. */
function SpeedSelect() {
  const { playback } = useSession();
  return (
    <select
      class="speed"
      aria-label="Speed of playing"
      title="Speed of playing: 1× is 3 steps a second (< slower, > faster)"
      value={playback.speed.value}
      onChange={(event) => {
        const chosen = playSpeeds.find((speed) => String(speed) === event.currentTarget.value);
        if (chosen !== undefined) playback.setSpeed(chosen);
      }}
    >
      {playSpeeds.map((speed) => (
        <option key={speed} value={speed}>
          {speedText(speed)}
        </option>
      ))}
    </select>
  );
}
