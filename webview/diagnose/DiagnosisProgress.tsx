import { formatInteger } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { StepBar } from './StepBar.tsx';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { useDiagnose } from './diagnoseState.ts';

/** The progress of a diagnosis, or the reason why there is no diagnosis. */
export function DiagnosisProgress() {
  const now = useDiagnose().diagnosis.phase.value;
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
          <p>The diagnosis failed: {now.error}</p>
          <Again />
        </div>
      );
    default:
      return assertNever(now, 'phase');
  }
}

/** Lies over the page like the progress of a run; CSS hides it for the time in which it could not be read. */
function Computing() {
  const { phase, cancel } = useDiagnose().diagnosis;
  const now = phase.value;
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
      <button type="button" class="button secondary" onClick={cancel}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}

function Again() {
  const { again } = useDiagnose().diagnosis;
  return (
    <button type="button" class="button secondary" onClick={again}>
      Diagnose again
    </button>
  );
}
