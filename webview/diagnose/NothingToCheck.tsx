import { FileDrop } from '../fields/FileDrop.tsx';
import { gammaOf } from '../statistics/gammaOf.ts';
import { VerdictBox } from '../statistics/VerdictBox.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useSession } from '../store/useSession.ts';
import { useDiagnose } from './diagnoseState.ts';

/** Explains how to have an output checked, offers examples, and shows the verdict on the formulation's own output. */
export function NothingToCheck() {
  const { document, form, runner } = useSession();
  const { breaking, probe } = useDiagnose();
  const run = runner.currentRun.value;
  const canChoose = form.scenario.value !== null && !document.isReadonly.value;
  return (
    <>
      <FileDrop role="actual" takeOther={probe.take}>
        <div class="diagnose-how">
          <h2>What is wrong with an output?</h2>
          <p>
            Diagnose compares an output with the correct one, and names the known mistake that produces it, with the
            fix.
          </p>
          {canChoose && (
            <p>
              To check your own output, choose its file or drop it here (hold Shift when dragging from the Explorer).
            </p>
          )}
          <div class="diagnose-choices">
            {canChoose && (
              <button type="button" class="button" onClick={() => void form.takeTensor('actual', null)}>
                <Icon name="go-to-file" />
                Choose a file…
              </button>
            )}
            <button type="button" class="button secondary" onClick={() => void probe.open(null)}>
              Open probe result…
            </button>
            <button type="button" class="button secondary" onClick={breaking.openExample}>
              See it on an example
            </button>
            <button type="button" class="button secondary" onClick={breaking.open}>
              Break it…
            </button>
          </div>
        </div>
      </FileDrop>
      {run !== null && run.geometry.n > 0 && (
        <>
          <p class="dim">This formulation’s own output:</p>
          <VerdictBox run={run} bound={gammaOf(run).bound} />
        </>
      )}
    </>
  );
}
