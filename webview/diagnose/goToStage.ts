import type { StageId } from '../../src/engine/stage.ts';
import { announce } from '../store/announce.ts';
import { tab } from '../store/view.ts';

/** Goes to a stage's pane in the pipeline: it comes into sight and has the focus. */
export function goToStage(stage: StageId): void {
  tab.value = 'pipeline';
  // Two frames later the figure has measured its width and laid itself out.
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      const pane = document.querySelector<HTMLElement>(`[data-pane="${stage}"]`);
      if (pane === null) return;
      pane.scrollIntoView({ block: 'nearest' });
      pane.querySelector<HTMLElement>('[role=grid] [tabindex="0"]')?.focus();
      announce(pane.getAttribute('aria-label') ?? stage);
    });
  });
}
