import { FileDrop } from '../fields/FileDrop.tsx';
import { gammaOf } from '../statistics/gammaOf.ts';
import { VerdictBox } from '../statistics/VerdictBox.tsx';
import { useSession } from '../store/useSession.ts';

/** Explains how to name an output to check, and shows the verdict on the formulation's own output. */
export function NothingToCheck() {
  const { document, form, runner } = useSession();
  const run = runner.currentRun.value;
  return (
    <>
      <FileDrop role="actual">
        <p class="diagnose-how">
          To check an output of your own, choose its tensor file or drop it here (hold Shift when you drag it from the
          explorer), choose “Use as output to check” in a tensor file, or name it as <code>actual</code> in the
          document.
        </p>
        {!document.isReadonly.value && (
          <button type="button" class="button secondary" onClick={() => void form.takeTensor('actual', null)}>
            Choose a file…
          </button>
        )}
      </FileDrop>
      {run !== null && run.geometry.n > 0 && (
        <>
          <p class="dim">The formulation’s own output:</p>
          <VerdictBox run={run} bound={gammaOf(run).bound} />
        </>
      )}
    </>
  );
}
