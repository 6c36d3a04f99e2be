import { Guard } from '../ui/Guard.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { phase, scenario } from '../store/session.ts';
import { type Diagnosed, diagnosed, diagnosePhase } from './diagnosis.ts';
import { DiagnoseHeader } from './DiagnoseHeader.tsx';
import { DiagnoseMaps } from './DiagnoseMaps.tsx';
import { DiagnoseState } from './DiagnoseState.tsx';
import { HypothesisDetails } from './hypotheses/HypothesisDetails.tsx';
import { HypothesisTable } from './hypotheses/HypothesisTable.tsx';
import { NothingToCheck } from './NothingToCheck.tsx';
import { ShrinkSection } from './shrink/ShrinkSection.tsx';
import { PropagationSection } from './propagation/PropagationSection.tsx';
import { DiagnosisValues } from './DiagnosisValues.tsx';

/** Whether an output to check is right, and if not which known mistake reproduces it. */
export function DiagnoseTab() {
  const { ref, width } = useWidth();
  const now = diagnosed.value;
  const none = scenario.value !== null && scenario.value.actual === undefined;
  // Of a run that is not over yet there is the last diagnosis, at half strength.
  const pending = diagnosePhase.value.kind !== 'idle' || phase.value.kind === 'computing';
  return (
    <section class="diagnose" ref={ref} aria-label="Diagnosis" aria-busy={pending}>
      {none ? (
        <NothingToCheck />
      ) : (
        <>
          <DiagnoseState />
          {now !== null && width > 0 && (
            <Guard name="The diagnosis" of={now}>
              <div class={pending ? 'pending' : ''}>
                <Explained of={now} width={width} />
              </div>
            </Guard>
          )}
        </>
      )}
      <ShrinkSection />
      <PropagationSection />
    </section>
  );
}

function Explained({ of, width }: { readonly of: Diagnosed; readonly width: number }) {
  const { report } = of;
  return (
    <>
      <DiagnoseHeader of={of} />
      <DiagnoseMaps of={of} width={width} />
      <DiagnosisValues of={of} />
      {report.matches.length === 0 && report.verdict !== 'exact' && report.verdict !== 'rounding' && (
        <p class="diagnose-unexplained">
          <Icon name="info" />
          No known mistake, nor a pair of them, makes this output. The largest differences (F8) and the stages in
          Pipeline are where to go on.
        </p>
      )}
      {of.rows.length > 0 && (
        <div class="diagnose-hypotheses">
          <HypothesisTable of={of} />
          <HypothesisDetails of={of} />
        </div>
      )}
    </>
  );
}
