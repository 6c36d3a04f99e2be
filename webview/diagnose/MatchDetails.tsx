import { elementCount } from '../../src/engine/tensor.ts';
import { Icon } from '../app/Icon.tsx';
import { loaded } from '../store/session.ts';
import type { Diagnosed } from './diagnosis.ts';
import { matchTitle, placeText } from './diagnosisText.ts';
import { goToStage } from './goToStage.ts';
import { VerdictFrame } from '../stats/VerdictFrame.tsx';

/** The selected match explains itself: how well it fits, where it belongs, how it is mended, where it is known from. */
export function MatchDetails({ of }: { readonly of: Diagnosed }) {
  const match = of.report.matches[of.selected];
  if (match === undefined) return null;
  const { title, detail, place, fix, known } = match;
  const { words, icon, tone, detail: how } = matchTitle(match, elementCount(of.actual.shape));
  const stage = loaded.value?.stages.find(({ id }) => id === place);
  return (
    <section class="match-details" aria-label="The selected match">
      <h2>{title}</h2>
      {detail !== '' && <p>{detail}</p>}
      <VerdictFrame tone={tone} icon={icon} words={words} detail={how} />
      <h3>Where</h3>
      <p class="match-place">
        At the stage of {placeText(place)}.
        {stage !== undefined && (
          <button type="button" class="button secondary" onClick={() => goToStage(stage.id)}>
            <Icon name="arrow-right" />
            Show in Pipeline
          </button>
        )}
      </p>
      <h3>Fix</h3>
      <p class="match-fix">{fix}</p>
      {known.length > 0 && (
        <>
          <h3>Known from</h3>
          <ul class="match-known">
            {known.map((source) => (
              <li key={source} class="mono">
                {source}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
