import { Icon } from '../../ui/Icon.tsx';
import { FileDrop } from '../../fields/FileDrop.tsx';
import { useDiagnose } from '../diagnoseState.ts';

/** Says what to do if the implementation itself can be run. A result file may be dropped on it. */
export function ProbeHint() {
  const { probe } = useDiagnose();
  return (
    <FileDrop role="actual" takeOther={probe.take}>
      <p class="probe-hint">
        <span>
          <Icon name="info" /> If you can run the implementation, <span class="mono">convt probe</span> finds out what
          it computes.
        </span>
        <button type="button" class="button secondary" onClick={() => void probe.open(null)}>
          Open probe result…
        </button>
      </p>
    </FileDrop>
  );
}
