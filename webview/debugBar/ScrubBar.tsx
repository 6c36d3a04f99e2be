import { formatInteger } from '../../src/scenario/text/format.ts';
import { termsAt } from '../store/places.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession, useViewer } from '../store/useSession.ts';

/** A slider over the terms of the cursor's dot product: drag it, or use the arrow keys, to go through the sum. */
export function ScrubBar({ run }: { readonly run: RunModel }) {
  const { navigation, playback } = useSession();
  const { cursor } = useViewer();
  const terms = termsAt(run, cursor.value);
  const last = Math.max(0, terms - 1);
  const term = Math.min(cursor.value.term, last);
  const place = `term ${formatInteger(term)} / ${formatInteger(terms)}`;
  return (
    <input
      class="scrub"
      type="range"
      aria-label="Terms of the dot product"
      aria-valuetext={`${place}, counted from 0`}
      title={place}
      min={0}
      max={last}
      value={term}
      // The bar of a single term stays, so that nothing moves while one steps.
      disabled={last === 0}
      style={{ '--done': last === 0 ? 0 : term / last }}
      onInput={(event) => {
        playback.pause();
        navigation.moveTo({ term: Number(event.currentTarget.value) });
      }}
    />
  );
}
