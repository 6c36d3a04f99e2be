import type { StageId } from '../../src/engine/provenance/stage.ts';
import { announce } from '../ui/announce.ts';
import { tab } from '../store/view.ts';

/** So many frames a pane may take to be laid out, painted and given its twin; one that is not there by then is none of this formulation's. */
const mostFrames = 60;

/** Goes to a stage's pane in the pipeline: it comes into sight and has the focus. */
export function goToStage(stage: StageId): void {
  tab.value = 'pipeline';
  focusWhenDrawn(stage, mostFrames);
}

function focusWhenDrawn(stage: StageId, frames: number): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${stage}"]`);
  const cell = pane?.querySelector<HTMLElement>('[role=grid] [tabindex="0"]');
  if (!pane || !cell) {
    if (frames > 0) requestAnimationFrame(() => focusWhenDrawn(stage, frames - 1));
    return;
  }
  pane.scrollIntoView({ block: 'nearest' });
  cell.focus();
  announce(pane.getAttribute('aria-label') ?? stage);
}
