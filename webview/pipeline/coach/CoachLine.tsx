import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useSession, useViewer } from '../../store/useSession.ts';
import { watchChanges } from '../../viewer/watch.ts';
import { coachSentences, coachStep } from './coachSentences.ts';

/**
 * Explains the figure above it in four sentences with the numbers at the cursor, one at a time: the one about what the
 * cursor's last move changed, or the one that the buttons choose. A click dismisses them for
 * good; the key H shows them again.
 */
export function CoachLine() {
  const { layout, runner } = useSession();
  const { cursor } = useViewer();
  const step = useMemo(() => signal<number>(coachStep.output), []);
  useEffect(() => followMoves(cursor, step), []);
  const run = runner.currentRun.value;
  const sentences = useMemo(
    () => computed(() => (run === null ? null : coachSentences(run, cursor.value))),
    [run],
  ).value;
  if (!layout.isCoachShown.value || sentences === null) return null;
  const at = step.value;
  const go = (by: 1 | -1): void => {
    step.value = (at + by + sentences.length) % sentences.length;
  };
  return (
    <section class="coach" aria-label="Hint">
      <Icon name="info" />
      <p>{sentences[at]}</p>
      <span class="coach-steps">
        <button
          type="button"
          class="icon-button"
          title="Previous hint"
          aria-label="Previous hint"
          onClick={() => go(-1)}
        >
          <Icon name="chevron-left" />
        </button>
        <span class="mono dim">
          {at + 1} / {sentences.length}
        </span>
        <button type="button" class="icon-button" title="Next hint" aria-label="Next hint" onClick={() => go(1)}>
          <Icon name="chevron-right" />
        </button>
      </span>
      <button
        type="button"
        class="icon-button"
        title="Dismiss the hints (H shows them again)"
        aria-label="Dismiss the hints"
        onClick={() => layout.showCoach(false)}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}

/** Chooses the sentence about what a move of the cursor changed: the term alone, or the element. */
function followMoves(cursor: ReadonlySignal<Cursor>, step: Signal<number>): () => void {
  let before = cursor.peek();
  return watchChanges([cursor], () => {
    const now = cursor.peek();
    const isSameElement = (['n', 'c', 'y', 'x'] as const).every((axis) => now[axis] === before[axis]);
    before = now;
    step.value = isSameElement ? coachStep.term : coachStep.column;
  });
}
