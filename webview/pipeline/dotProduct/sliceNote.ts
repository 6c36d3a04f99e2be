import type { Accumulation } from '../../../src/engine/provenance/formulation.ts';
import type { Term } from '../../../src/engine/provenance/provenance.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { runLength } from './termWindow.ts';
import type { Traced } from './tracedElement.ts';

/** What the terms in the table have in common: "input channel 25: terms 225–233 of 450". */
export function sliceNote({ run, element, count }: Traced, cursor: Cursor): string {
  const { geometry, formulation } = run;
  if (count === 0) return '';
  const accumulation = formulation.accumulation(geometry);
  const length = runLength(accumulation, count, geometry.cinPerGroup);
  if (length >= count) return count === 1 ? '1 term' : `${String(count)} terms`;
  const term = Math.min(cursor.term, count - 1);
  const first = Math.floor(term / length) * length;
  const name = runName(formulation.termAt(geometry, element, term), accumulation);
  return `${name}: terms ${String(first)}–${String(Math.min(first + length, count) - 1)} of ${String(count)}`;
}

function runName(term: Term, { order }: Accumulation): string {
  if (term.form === 'point') return `Mξ of ξ ${String(term.point.xi)}, ${String(term.point.nu)}`;
  const { cin, ky, kx } = term.weight;
  return order === 'columns-first' ? `column of tap ${String(ky)}, ${String(kx)}` : `input channel ${String(cin)}`;
}
