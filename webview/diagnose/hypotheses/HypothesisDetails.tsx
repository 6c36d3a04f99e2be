import { noMistake } from '../../../src/engine/diagnose/model/hypothesis.ts';
import { Icon } from '../../ui/Icon.tsx';
import { VerdictFrame } from '../../ui/VerdictFrame.tsx';
import { BeforeAfter } from './BeforeAfter.tsx';
import { CodeDiff } from './CodeDiff.tsx';
import { stageStyles } from '../../viewer/stageStyles.ts';
import { FirstMismatch } from '../FirstMismatch.tsx';
import { fitTitle, linkOf } from './hypothesisText.ts';
import { useSession } from '../../store/useSession.ts';
import { useDiagnose } from '../../diagnose/diagnoseState.ts';
import type { CurrentDiagnosis } from '../../diagnose/diagnosisState.ts';

/** The selected hypothesis explains itself: how well it fits, what it changes, how it is mended, where it is known from. */
export function HypothesisDetails({ of }: { readonly of: CurrentDiagnosis }) {
  const { runner } = useSession();
  const { goToStage } = useDiagnose();
  const row = of.rows.find(({ key }) => key === of.selected);
  if (row === undefined) {
    return (
      <section class="hypothesis-details" aria-label="The selected hypothesis">
        <p class="dim">Choose a hypothesis to see what it makes, and what remains.</p>
        <FirstMismatch of={of} />
      </section>
    );
  }
  const { key, title, detail, place, fix, known } = row;
  const verdict = fitTitle(row, of.actual.shape);
  // That of another row until this one's is computed.
  const explanation = of.explanation?.row.key === key ? of.explanation : null;
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
            At the stage of {stageStyles[place].name}.
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
      <FirstMismatch of={of} />
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

/** VS Code opens the link in the browser when it is clicked; the page itself fetches nothing. */
function Source({ source }: { readonly source: string }) {
  const link = linkOf(source);
  return link === null ? <>{source}</> : <a href={link}>{source}</a>;
}
