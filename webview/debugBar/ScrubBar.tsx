import { formatInteger } from '../../src/scenario/text/format.ts';
import { termsAt } from '../store/places.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession, useViewer } from '../store/useSession.ts';

/** A slider over the terms of the cursor's dot product: drag it, or use the arrow keys, to go through the sum. */
export function ScrubBar({ run }: { readonly run: RunModel }) {
  const { navigation, playback } = useSession();
  const { cursor } = useViewer();
  const terms = termsAt(run, cursor.value);
  if (terms < 2) return null;
  const term = Math.min(cursor.value.term, terms - 1);
  const place = `term ${formatInteger(term)} / ${formatInteger(terms)}`;
  return (
    <input
      class="scrub"
      type="range"
      aria-label="Terms of the dot product"
      aria-valuetext={`${place}, counted from 0`}
      title={place}
      min={0}
      max={terms - 1}
      value={term}
      style={{ '--done': term / (terms - 1) }}
      onInput={(event) => {
        playback.pause();
        navigation.moveTo({ term: Number(event.currentTarget.value) });
      }}
    />
  );
}
