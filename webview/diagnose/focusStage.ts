import type { StageId } from '../../src/engine/provenance/stage.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';

/** Frames a pane may take to be laid out, painted and given its twin; a stage without a pane by then is none of this formulation's. */
const mostFrames = 60;

/** Brings a stage's pane into sight and gives it the focus as soon as it is drawn. */
export function focusStage(stage: StageId, clock: Clock, messages: Messages, frames = mostFrames): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${stage}"]`);
  const cell = pane?.querySelector<HTMLElement>('[role=grid] [tabindex="0"]');
  if (!pane || !cell) {
    if (frames > 0) clock.onFrame(() => focusStage(stage, clock, messages, frames - 1));
    return;
  }
  pane.scrollIntoView({ block: 'nearest' });
  cell.focus();
  messages.announce(pane.getAttribute('aria-label') ?? stage);
}
