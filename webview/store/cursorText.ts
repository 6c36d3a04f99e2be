import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { formatExponent, formatFixed } from '../../src/scenario/text/format.ts';
import { announce } from '../ui/announce.ts';
import { cursor, loaded } from './session.ts';
import { elementsOf, termsAt } from './steps.ts';

/** Where the cursor is and what is there, in a sentence for the live region. */
export function cursorText(): string {
  const run = loaded.value;
  if (run === null) return '';
  if (elementsOf(run) === 0) return 'The output has no elements.';
  const at = cursor.value;
  const i = outputOffset(run.geometry, at);
  const y = run.run.output.data[i] ?? NaN;
  const error = y - (run.run.reference.data[i] ?? NaN);
  const place = `n ${at.n}, c ${at.c}, y ${at.y}, x ${at.x}`;
  return (
    `Output ${place}: ${formatFixed(y, 6)}, error ${formatExponent(error)}; ` +
    `term ${at.term} of ${termsAt(run, at)}.`
  );
}

/** Says where the cursor has gone. */
export function announceCursor(): void {
  announce(cursorText());
}
