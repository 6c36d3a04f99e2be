import { CursorFields } from './CursorFields.tsx';
import { FormulationField } from './FormulationField.tsx';
import { GoToForm } from './GoToForm.tsx';
import { Readout } from './Readout.tsx';
import { ScrubBar } from './ScrubBar.tsx';
import { StepButtons } from './StepButtons.tsx';
import { VersionSwitch } from './VersionSwitch.tsx';
import { useSession } from '../store/useSession.ts';

/** Shows the debugger's controls: the formulation, the step buttons, the cursor and the values at the cursor. */
export function DebugBar() {
  const { form, runner } = useSession();
  const scenario = form.scenario.value;
  const run = runner.currentRun.value;
  if (scenario === null) return <div class="debug-row" />;
  return (
    <section class="debug-row" aria-label="Debugger">
      <VersionSwitch />
      <FormulationField scenario={scenario} />
      <span class="reference-name">{run === null ? null : <ComparedPair actualFile={run.run.actualFile} />}</span>
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

/** Names what is compared: the output to check with the reference, or the formulation with the naive loop. */
function ComparedPair({ actualFile }: { readonly actualFile: string | null }) {
  if (actualFile === null) {
    return (
      <>
        <span class="dim">vs</span> naive scatter<span class="precision"> · float64</span>
      </>
    );
  }
  const name = actualFile.slice(actualFile.lastIndexOf('/') + 1);
  return (
    <>
      <span class="checked-file mono" title={actualFile}>
        {name}
      </span>{' '}
      <span class="dim">vs</span> reference
    </>
  );
}
