import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { formulationChoices, type Scenario } from '../../src/scenario/document/scenario.ts';
import { isRefused } from '../store/refusalAt.ts';
import { CursorFields } from './CursorFields.tsx';
import { GoToForm } from './GoToForm.tsx';
import { Readout } from './Readout.tsx';
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

function FormulationField({ scenario }: { readonly scenario: Scenario }) {
  const { document, form, runner } = useSession();
  return (
    <select
      class="formulation"
      aria-label="Formulation"
      disabled={document.isReadonly.value}
      aria-invalid={isRefused(runner.refusal.value, 'formulation')}
      value={scenario.formulation}
      onChange={(event) => {
        const chosen = formulationChoices.find((id) => id === event.currentTarget.value);
        if (chosen === undefined) return;
        form.edit((before) => ({ ...before, formulation: chosen }));
      }}
    >
      {formulationChoices.map((id) => (
        <option key={id} value={id}>
          {id === 'auto' ? `auto: ${formulationOf(id).title}` : formulationOf(id).title}
        </option>
      ))}
    </select>
  );
}
