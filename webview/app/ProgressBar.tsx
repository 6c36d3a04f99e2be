import { shareDone } from '../store/runProgress.ts';
import { useSession } from '../store/useSession.ts';

/** Two pixels under the tab row that fill while a run computes. */
export function ProgressBar() {
  const { displayPhase, progress } = useSession().runner;
  if (displayPhase.value.kind !== 'computing') return null;
  const percent = Math.round(100 * shareDone(progress.plan.value, progress.stages.value));
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
