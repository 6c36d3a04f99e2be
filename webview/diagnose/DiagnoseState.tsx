import { formatInteger } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { StepBar } from './StepBar.tsx';
import { cancelDiagnosis, diagnoseAgain, diagnosePhase } from './diagnosis.ts';

/** What there is to say while a diagnosis is under way, or when there is none. */
export function DiagnoseState() {
  const now = diagnosePhase.value;
  switch (now.kind) {
    case 'idle':
      return null;
    case 'computing':
      return <Computing />;
    case 'cancelled':
      return (
        <div class="banner">
          <Icon name="circle-slash" />
          <p>The diagnosis was cancelled.</p>
          <Again />
        </div>
      );
    case 'failed':
      return (
        <div class="banner failed" role="alert">
          <Icon name="error" />
          <p>The output could not be explained: {now.error}</p>
          <Again />
        </div>
      );
    default: {
      const never: never = now;
      return never;
    }
  }
}

/** Lies over the page like the stages of a run, and like them only once it takes long enough to be read. */
function Computing() {
  const now = diagnosePhase.value;
  const step = now.kind === 'computing' ? now.step : null;
  return (
    <div class="stages">
      <StepBar label="Diagnosing" step={step} before="Reading" />
      <ul>
        <li>
          <span class="active">
            <Icon name="play" />
          </span>
          <span>{step?.stage ?? 'Reading'}</span>
          <span class="mono">{step !== null && `${formatInteger(step.done)} / ${formatInteger(step.total)}`}</span>
        </li>
      </ul>
      <button type="button" class="button secondary" onClick={cancelDiagnosis}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}

function Again() {
  return (
    <button type="button" class="button secondary" onClick={diagnoseAgain}>
      Diagnose again
    </button>
  );
}
