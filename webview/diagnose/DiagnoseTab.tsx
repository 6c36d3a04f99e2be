import { isRight } from '../../src/engine/compare/verdict.ts';
import { Guard } from '../ui/Guard.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { BreakSection } from './breaking/BreakSection.tsx';
import { DiagnoseHeader } from './DiagnoseHeader.tsx';
import { DiagnoseMaps } from './DiagnoseMaps.tsx';
import { DiagnosisProgress } from './DiagnosisProgress.tsx';
import { FirstLook } from './FirstLook.tsx';
import { HypothesisDetails } from './hypotheses/HypothesisDetails.tsx';
import { HypothesisTable } from './hypotheses/HypothesisTable.tsx';
import { NothingToCheck } from './NothingToCheck.tsx';
import { ProbeHint } from './probe/ProbeHint.tsx';
import { ProbeSection } from './probe/ProbeSection.tsx';
import { ShrinkSection } from './shrink/ShrinkSection.tsx';
import { PropagationSection } from './propagation/PropagationSection.tsx';
import { WhereSection } from './where/WhereSection.tsx';
import { DiagnosisValues } from './DiagnosisValues.tsx';
import { useSession } from '../store/useSession.ts';
import { useDiagnose } from './diagnoseState.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';

/** The tab Diagnose: the verdict on the output to check, and the known mistakes that explain a wrong one. */
export function DiagnoseTab() {
  const { ref, width } = useWidth();
  const { form, runner } = useSession();
  const { diagnosis, breaking, probe } = useDiagnose();
  const { current } = diagnosis;
  // The diagnosis of a mistake made before is not shown for the next one.
  const isStale = breaking.isOpen.value && current.value?.subject !== breaking.subject.value;
  const now = isStale ? null : current.value;
  const scenario = form.scenario.value;
  const none = scenario?.actual === undefined;
  // While a run is computed, the last diagnosis is dimmed.
  const pending = diagnosis.phase.value.kind !== 'idle' || runner.phase.value.kind === 'computing';
  const run = runner.currentRun.value;
  const isFirst = now === null && diagnosis.phase.value.kind !== 'idle' && diagnosis.subject.value?.owner === run;
  const explained = (
    <>
      {isFirst && width > 0 ? (
        <FirstLook run={run.run} width={width}>
          <DiagnosisProgress />
        </FirstLook>
      ) : (
        <DiagnosisProgress />
      )}
      {now !== null && width > 0 && (
        <Guard name="The diagnosis" subject={now}>
          <div class={pending ? 'pending' : ''}>
            <Explained current={now} width={width} />
          </div>
        </Guard>
      )}
    </>
  );
  if (breaking.isOpen.value) {
    return (
      <section class="diagnose" ref={ref} aria-label="Break it">
        <BreakSection width={width} />
        {breaking.subject.value !== null && explained}
      </section>
    );
  }
  return (
    <section class="diagnose" ref={ref} aria-label="Diagnosis" aria-busy={pending}>
      <ProbeSection />
      {none ? <NothingToCheck /> : explained}
      {!none && probe.opened.value === null && <ProbeHint />}
      <ShrinkSection />
      <PropagationSection />
    </section>
  );
}

/** Says why a finished diagnosis has no hypothesis to draw. */
function unexplainedText({ report, selected }: CurrentDiagnosis): string {
  if (isRight(report.verdict)) return 'The output is correct.';
  return selected === null
    ? 'No known mistake gives this output. Select one below to see what it gives.'
    : 'This hypothesis has no output.';
}

function Explained({ current, width }: { readonly current: CurrentDiagnosis; readonly width: number }) {
  const { report } = current;
  return (
    <>
      <DiagnoseHeader current={current} />
      <WhereSection current={current} />
      <DiagnoseMaps current={current} unexplained={unexplainedText(current)} width={width} />
      <DiagnosisValues current={current} />
      {report.matches.length === 0 && !isRight(report.verdict) && (
        <p class="diagnose-unexplained">
          <Icon name="info" />
          Next: step through the largest differences (F8), or follow one value in Pipeline.
        </p>
      )}
      {current.rows.length > 0 && (
        <div class="diagnose-hypotheses">
          <HypothesisTable current={current} />
          <HypothesisDetails current={current} />
        </div>
      )}
    </>
  );
}
