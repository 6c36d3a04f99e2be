import { formatInteger } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useDiagnose } from '../diagnoseState.ts';

/** A riddle: the mistakes that may have been made, and whether the guess was right. */
export function GuessPanel() {
  const { breaking } = useDiagnose();
  const { guessing, score, made } = breaking;
  const riddle = guessing.value;
  if (riddle === null) {
    return (
      <div class="break-side">
        <p>Fewer than two mistakes change this call, so there is nothing to guess. Try the small example.</p>
      </div>
    );
  }
  const { options, guess, choice } = riddle;
  const alike = made.value?.alike ?? [];
  const isRight = (id: string): boolean => id === choice.id || alike.includes(id);
  const { right, all } = score.value;
  return (
    <div class="break-side">
      <h3 id="guess-title">Which mistake gives this output?</h3>
      <ul class="guess-options" aria-labelledby="guess-title">
        {options.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              class="guess-option"
              aria-pressed={guess === id}
              disabled={guess !== null || made.value === null}
              data-mistake={id}
              onClick={() => breaking.guessThat(id)}
            >
              {guess !== null && (isRight(id) || id === guess) && <Icon name={isRight(id) ? 'pass' : 'close'} />}
              {title}
            </button>
          </li>
        ))}
      </ul>
      <p class="guess-outcome" role="status">
        {guess !== null && <Outcome isRight={isRight(guess)} answer={made.value?.entry.title ?? ''} />}
      </p>
      <div class="break-actions">
        <button type="button" class="button secondary" onClick={breaking.nextRiddle}>
          <Icon name="refresh" />
          Another one
        </button>
        {all > 0 && (
          <span class="dim">
            {formatInteger(right)} of {formatInteger(all)} guessed
          </span>
        )}
      </div>
    </div>
  );
}

function Outcome({ isRight, answer }: { readonly isRight: boolean; readonly answer: string }) {
  return (
    <>
      <b class={isRight ? 'passed' : 'failed'}>{isRight ? 'Right:' : 'No:'}</b> {answer}.
    </>
  );
}
