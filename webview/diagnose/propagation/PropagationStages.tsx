import { computed } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { sourceCursor } from '../../../src/engine/diagnose/nonFinite/sourceCursor.ts';
import type { NonFiniteElement } from '../../../src/engine/diagnose/nonFinite/sources.ts';
import type { StageReach } from '../../../src/engine/diagnose/nonFinite/stageReaches.ts';
import type { SourceReport } from '../../../src/scenario/report/propagationReport.ts';
import { sliceText } from '../../../src/engine/stages/sliceText.ts';
import { formatIndex } from '../../../src/scenario/text/format.ts';
import { sourceName } from '../../../src/scenario/report/propagationText.ts';
import { QuestionState } from '../QuestionState.tsx';
import { StageReachCard } from './StageReachCard.tsx';
import type { CurrentPropagation } from './propagationState.ts';
import { useViewer } from '../../store/useSession.ts';
import { useDiagnose } from '../diagnoseState.ts';

/** The cells of each stage that a source reaches, drawn for a cursor on an output that the source reaches. */
export function PropagationStages({
  current,
  source,
}: {
  readonly current: CurrentPropagation;
  readonly source: SourceReport;
}) {
  const { cursor } = useViewer();
  const { stageReaches } = useDiagnose().propagation;
  const { run } = current;
  const element = elementOf(source);
  // The stages are requested again only if the cursor changes the slices that they show.
  const seen = useMemo(
    () =>
      computed(() => {
        const at = sourceCursor(run.formulation, run.geometry, element, cursor.value);
        return { at, slices: run.stages.map((stage) => sliceText(stage.slice(at))).join('|') };
      }),
    [current, source],
  ).value;
  const [found, setFound] = useState<readonly StageReach[]>([]);
  const ask = (): void => {
    void stageReaches.start({ source: element, cursor: seen.at }).then((answer) => {
      if (answer !== null) setFound(answer);
    });
  };
  useEffect(() => {
    ask();
    return () => stageReaches.drop();
  }, [current, source, seen.slices]);
  const { n, c, y, x } = seen.at;
  const place = formatIndex([...(run.geometry.batched ? [n] : []), c, y, x]);
  return (
    <section class="propagation-stages" aria-label="Through the stages">
      <h3>
        <span class="mono">{sourceName(source)}</span> through {run.formulation.title}
        <span class="dim"> as seen from output {place}</span>
      </h3>
      <QuestionState
        question={stageReaches}
        doing="Following the source through the stages"
        again="Follow again"
        onAgain={ask}
      />
      <ul class={stageReaches.phase.value.kind === 'computing' ? 'pending' : ''}>
        {found.map((stage) => (
          <StageReachCard key={stage.id} stage={stage} seenFrom={seen.at} />
        ))}
      </ul>
    </section>
  );
}

function elementOf({ tensor, index, value }: SourceReport): NonFiniteElement {
  return { tensor, index, value: Number(value) };
}
