import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { formatExponent, formatFixed } from '../../src/scenario/text/format.ts';
import type { RunModel } from './runModel.ts';
import { elementsOf, termsAt } from './places.ts';

/** Where the cursor is and which value is there, in a sentence for the live region; empty without a run. */
export function cursorText(run: RunModel | null, at: Cursor): string {
  if (run === null) return '';
  if (elementsOf(run) === 0) return 'The output has no elements.';
  const i = outputOffset(run.geometry, at);
  const y = run.run.output.data[i] ?? NaN;
  const error = y - (run.run.reference.data[i] ?? NaN);
  const place = `n ${at.n}, c ${at.c}, y ${at.y}, x ${at.x}`;
  return (
    `Output ${place}: ${formatFixed(y, 6)}, error ${formatExponent(error)}; ` +
    `term ${at.term} of ${termsAt(run, at)}.`
  );
}
