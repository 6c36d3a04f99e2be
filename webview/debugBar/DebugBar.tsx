import { CursorFields } from './CursorFields.tsx';
import { FormulationField } from './FormulationField.tsx';
import { GoToForm } from './GoToForm.tsx';
import { Readout } from './Readout.tsx';
import { ScrubBar } from './ScrubBar.tsx';
import { StepButtons } from './StepButtons.tsx';
import { useSession } from '../store/useSession.ts';

/** Shows the debugger's controls: the formulation, the step buttons, the cursor and the values at the cursor. */
export function DebugBar() {
  const { form, runner } = useSession();
  const scenario = form.scenario.value;
  const run = runner.currentRun.value;
  if (scenario === null) return <div class="debug-row" />;
  return (
    <section class="debug-row" aria-label="Debugger">
      <FormulationField scenario={scenario} />
      <span class="reference-name">
        <span class="dim">vs</span> naive scatter<span class="precision"> · float64</span>
      </span>
      <span class="divider" />
      {run !== null && (
        <>
          <StepButtons />
          <span class="divider wide-only" />
          <span class="row-break" />
          <CursorFields run={run} />
          <GoToForm />
          <span class="spacer" />
          <Readout run={run} />
          <ScrubBar run={run} />
        </>
      )}
    </section>
  );
}
