import { shownPhase } from '../store/shownPhase.ts';
import { plan, progress, shareDone } from '../store/progress.ts';

/** Two pixels under the tab row that fill while a run computes. */
export function ProgressBar() {
  if (shownPhase.value.kind !== 'computing') return null;
  const percent = Math.round(100 * shareDone(plan.value, progress.value));
  return (
    <div
      class="progress-bar"
      role="progressbar"
      aria-label="Computing"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}
