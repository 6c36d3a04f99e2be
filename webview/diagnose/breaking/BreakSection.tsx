import { useEffect, useRef } from 'preact/hooks';
import { QuestionState } from '../QuestionState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useDiagnose } from '../diagnoseState.ts';
import { BrokenPicture } from './BrokenPicture.tsx';
import { GuessPanel } from './GuessPanel.tsx';
import { MistakeList } from './MistakeList.tsx';

/** Width in CSS pixels from which the list stands beside the picture. */
const sideBySide = 720;
const [sideWidth, gap] = [300, 24];

/** A playground: makes a known mistake in a call, shows the wrong output, and lets the diagnosis find the mistake. */
export function BreakSection({ width }: { readonly width: number }) {
  const { breaking, diagnosis } = useDiagnose();
  const { mode, listing, making, entries, made } = breaking;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const leave = (): void => {
    breaking.close();
    document.getElementById('tab-diagnose')?.focus();
  };
  const isWorking = [listing, making, diagnosis.phase].some((phase) => phase.value.kind === 'computing');
  const onKeyDown = (event: KeyboardEvent): void => {
    // While something is computed, Escape cancels it.
    if (event.key !== 'Escape' || isWorking || event.defaultPrevented) return;
    leave();
    event.preventDefault();
    event.stopPropagation();
  };
  const room = width >= sideBySide ? width - sideWidth - gap : width;
  const now = made.value;
  return (
    <section class="break-it" aria-labelledby="break-it-title" onKeyDown={onKeyDown}>
      <header class="break-header">
        <div>
          <h2 id="break-it-title" tabIndex={-1} ref={heading}>
            Break it
          </h2>
          <p class="dim">
            Make a known mistake on purpose and see what it does to the output. Your document does not change.
          </p>
        </div>
        <Switches />
        <button type="button" class="button secondary" onClick={leave}>
          Leave <kbd>Esc</kbd>
        </button>
      </header>
      <QuestionState
        question={{ phase: listing, cancel: breaking.cancel }}
        doing="Trying the known mistakes"
        again="Try again"
        onAgain={breaking.again}
      />
      {entries.value !== null && (
        <div class={width >= sideBySide ? 'break-parts beside' : 'break-parts'}>
          {mode.value === 'choose' ? <MistakeList entries={entries.value} /> : <GuessPanel />}
          <div class="break-picture" aria-busy={making.value.kind === 'computing'}>
            <QuestionState
              question={{ phase: making, cancel: breaking.cancel }}
              doing="Making the mistake"
              again="Make it again"
              onAgain={breaking.again}
            />
            {now !== null && room > 0 && <BrokenPicture key={now.right} made={now} width={room} />}
            {now === null && mode.value === 'choose' && making.value.kind === 'idle' && (
              <p class="break-hint dim">
                <Icon name="info" />
                Choose a mistake to see the output that it gives.
              </p>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

/** Switches between choosing and guessing a mistake, and between the page's call and a small example. */
function Switches() {
  const { breaking } = useDiagnose();
  const { mode, call, hasOwnCall } = breaking;
  return (
    <div class="break-switches">
      <span class="segments" role="radiogroup" aria-label="Mode">
        {(['choose', 'guess'] as const).map((id) => (
          <label key={id}>
            <input type="radio" name="break-mode" checked={mode.value === id} onChange={() => breaking.setMode(id)} />
            <span>{id === 'choose' ? 'Choose a mistake' : 'Guess the mistake'}</span>
          </label>
        ))}
      </span>
      {hasOwnCall.value && (
        <span class="segments" role="radiogroup" aria-label="Call to break">
          {(['own', 'example'] as const).map((id) => (
            <label key={id}>
              <input
                type="radio"
                name="break-call"
                checked={call.value === id}
                onChange={() => breaking.breakCall(id)}
              />
              <span>{id === 'own' ? 'This call' : 'Small example'}</span>
            </label>
          ))}
        </span>
      )}
    </div>
  );
}
