import { useState } from 'preact/hooks';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { sourceCursor } from '../../../src/engine/diagnose/nonFinite/sourceCursor.ts';
import { countsText, formulationDifferenceText } from '../../../src/scenario/report/propagationText.ts';
import { Guard } from '../../ui/Guard.tsx';
import { useWidth } from '../../ui/useWidth.ts';
import { QuestionState } from '../QuestionState.tsx';
import type { CurrentPropagation } from './propagationState.ts';
import { PropagationFormulations } from './PropagationFormulations.tsx';
import { foreignKinds, ownKinds } from './causeKinds.ts';
import { PropagationMap } from './PropagationMap.tsx';
import { PropagationSources } from './PropagationSources.tsx';
import { PropagationStages } from './PropagationStages.tsx';
import { useSession, useViewer } from '../../store/useSession.ts';
import { useDiagnose } from '../diagnoseState.ts';

/** The sources of the current run's NaN and infinities; hidden if there are none. */
export function PropagationSection() {
  const { runner } = useSession();
  const { propagation } = useDiagnose();
  const { trace } = propagation;
  const now = propagation.current.value;
  const tracing = trace.phase.value;
  // While a call is refused, the last run stays on the page, but its trace is hidden.
  const isVisible = now !== null && now.run === runner.currentRun.value && runner.phase.value.kind !== 'refused';
  if (!isVisible && tracing.kind === 'idle') return null;
  const pending = tracing.kind === 'computing' || runner.phase.value.kind === 'computing';
  return (
    <section class="trace-section" aria-labelledby="propagation-title">
      <h2 id="propagation-title">Where NaN and infinities come from</h2>
      <QuestionState question={trace} doing="Tracing" again="Trace again" onAgain={propagation.again} />
      {isVisible && (
        <Guard name="The trace" subject={now}>
          <div class={pending ? 'pending' : ''}>
            <Propagation key={now.run.run.call} current={now} />
          </div>
        </Guard>
      )}
    </section>
  );
}

const mapWidth = 300;
const mapGap = 24;
/** Least width of a map in CSS pixels that has room for its legend. */
const leastMap = 220;

function Propagation({ current }: { readonly current: CurrentPropagation }) {
  const { cursor } = useViewer();
  const { report, run, outputs, actual } = current;
  const { ref, width } = useWidth();
  const [selected, setSelected] = useState(0);
  const source = report.sources[selected] ?? report.sources[0];
  const difference = formulationDifferenceText(report);
  const { title } = formulationOf(report.formulation);
  const maps = actual === null ? 1 : 2;
  // Two maps stand side by side if there is room for both.
  const half = Math.floor((width - mapGap) / maps);
  const room = Math.min(mapWidth, half >= leastMap ? half : width);
  const select = (index: number): void => {
    setSelected(index);
    const chosen = report.sources[index];
    if (chosen === undefined || run.geometry.n === 0) return;
    const { tensor, index: at, value } = chosen;
    const element = { tensor, index: at, value: Number(value) };
    cursor.value = sourceCursor(run.formulation, run.geometry, element, cursor.peek());
  };
  return (
    <div ref={ref}>
      <p class="trace-words">{countsText(report)}</p>
      {difference !== null && <p class="trace-words">{difference}</p>}
      <div class="propagation-columns">
        {run.geometry.n > 0 && room > 0 && (
          <div class="propagation-maps">
            <PropagationMap
              title={`Output of ${title}`}
              run={run}
              kinds={outputs}
              entries={ownKinds(report, title)}
              width={room}
            />
            {actual !== null && report.actual !== null && (
              <PropagationMap
                title="Output to check"
                run={run}
                kinds={actual}
                entries={foreignKinds(report.actual)}
                width={room}
              />
            )}
          </div>
        )}
        <div class="propagation-words">
          {source !== undefined && <PropagationSources report={report} selected={selected} select={select} />}
          <PropagationFormulations report={report} />
        </div>
      </div>
      {source !== undefined && run.geometry.n > 0 && <PropagationStages current={current} source={source} />}
    </div>
  );
}
