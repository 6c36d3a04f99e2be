import { isRight } from '../../src/engine/compare/verdict.ts';
import { Guard } from '../ui/Guard.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { DiagnoseHeader } from './DiagnoseHeader.tsx';
import { DiagnoseMaps } from './DiagnoseMaps.tsx';
import { DiagnosisProgress } from './DiagnosisProgress.tsx';
import { HypothesisDetails } from './hypotheses/HypothesisDetails.tsx';
import { HypothesisTable } from './hypotheses/HypothesisTable.tsx';
import { NothingToCheck } from './NothingToCheck.tsx';
import { ShrinkSection } from './shrink/ShrinkSection.tsx';
import { PropagationSection } from './propagation/PropagationSection.tsx';
import { DiagnosisValues } from './DiagnosisValues.tsx';
import { useSession } from '../store/useSession.ts';
import { useDiagnose } from '../diagnose/diagnoseState.ts';
import type { CurrentDiagnosis } from '../diagnose/diagnosisState.ts';

/** Whether an output to check is right, and if not which known mistake reproduces it. */
export function DiagnoseTab() {
  const { ref, width } = useWidth();
  const { form, runner } = useSession();
  const { diagnosis } = useDiagnose();
  const now = diagnosis.current.value;
  const scenario = form.scenario.value;
  const none = scenario !== null && scenario.actual === undefined;
  // While a run is under way, the last diagnosis stays at half strength.
  const pending = diagnosis.phase.value.kind !== 'idle' || runner.phase.value.kind === 'computing';
  return (
    <section class="diagnose" ref={ref} aria-label="Diagnosis" aria-busy={pending}>
      {none ? (
        <NothingToCheck />
      ) : (
        <>
          <DiagnosisProgress />
          {now !== null && width > 0 && (
            <Guard name="The diagnosis" subject={now}>
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

function Explained({ of, width }: { readonly of: CurrentDiagnosis; readonly width: number }) {
  const { report } = of;
  return (
    <>
      <DiagnoseHeader of={of} />
      <DiagnoseMaps of={of} width={width} />
      <DiagnosisValues of={of} />
      {report.matches.length === 0 && !isRight(report.verdict) && (
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
