import { noMistake } from '../../../src/engine/diagnose/model/hypothesis.ts';
import { Icon } from '../../ui/Icon.tsx';
import { VerdictFrame } from '../../ui/VerdictFrame.tsx';
import { BeforeAfter } from './BeforeAfter.tsx';
import { CodeDiff } from './CodeDiff.tsx';
import { stageStyles } from '../../viewer/stageStyles.ts';
import { FirstMismatch } from '../FirstMismatch.tsx';
import { fitTitle, linkOf } from './hypothesisText.ts';
import { useSession } from '../../store/useSession.ts';
import { useDiagnose } from '../diagnoseState.ts';
import type { CurrentDiagnosis } from '../currentDiagnosis.ts';

/** The details of the selected hypothesis: its fit, its changes, its fix and its known reports. */
export function HypothesisDetails({ current }: { readonly current: CurrentDiagnosis }) {
  const { runner } = useSession();
  const { goToStage } = useDiagnose();
  const row = current.rows.find(({ key }) => key === current.selected);
  if (row === undefined) {
    return (
      <section class="hypothesis-details" aria-label="The selected hypothesis">
        <p class="dim">Select a hypothesis to see its prediction and the residual.</p>
        <FirstMismatch current={current} />
      </section>
    );
  }
  const { key, title, detail, place, fix, known } = row;
  const verdict = fitTitle(row, current.actual.shape);
  // Until this row's explanation is computed, the last explanation is another row's.
  const explanation = current.explanation?.row.key === key ? current.explanation : null;
  const stage = runner.currentRun.value?.stages.find(({ id }) => id === place);
  return (
    <section class="hypothesis-details" aria-label="The selected hypothesis">
      <h2>
        {title} {key !== noMistake && <span class="hypothesis-id mono">{key}</span>}
      </h2>
      {detail !== '' && <p>{detail}</p>}
      <VerdictFrame {...verdict} />
      {place !== null && (
        <>
          <h3>Where</h3>
          <p class="hypothesis-place">
            In the stage {stageStyles[place].name}.
            {stage !== undefined && (
              <button type="button" class="button secondary" onClick={() => goToStage(stage.id)}>
                <Icon name="arrow-right" />
                Show in Pipeline
              </button>
            )}
          </p>
        </>
      )}
      {explanation !== null && <BeforeAfter explanation={explanation} />}
      {fix !== '' && (
        <>
          <h3>Fix</h3>
          <p class="hypothesis-fix">{fix}</p>
          {explanation?.code.map((lines, at) => (
            <CodeDiff key={at} lines={lines} />
          ))}
        </>
      )}
      <FirstMismatch current={current} />
      {known.length > 0 && (
        <>
          <h3>Known from</h3>
          <ul class="hypothesis-known">
            {known.map((source) => (
              <li key={source} class="mono">
                <Source source={source} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** A known report. VS Code opens its link in the browser; the page itself fetches nothing. */
function Source({ source }: { readonly source: string }) {
  const link = linkOf(source);
  return link === null ? <>{source}</> : <a href={link}>{source}</a>;
}
