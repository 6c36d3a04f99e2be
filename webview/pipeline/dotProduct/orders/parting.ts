import { announce } from '../../../ui/announce.ts';
import { moveTo } from '../../../store/cursor.ts';
import { ordersOpen } from '../../../store/view.ts';
import { compared } from './compared.ts';
import { orderWords } from '../../../../src/scenario/text/orderWords.ts';

/** The element that the orders stand in. */
export const ordersId = 'orders-of-summation';

/** Opens the orders of summation and moves the term cursor to where their sums first part; says what there is to say. */
export function goToParting(): void {
  ordersOpen.value = true;
  const found = compared.value;
  if (found === null) return;
  if (found.kind === 'sums' && found.sumsPart !== null) goToPosition(found.sumsPart);
  announce(orderWords(found));
  // Once it is drawn.
  requestAnimationFrame(() =>
    document.getElementById(ordersId)?.closest('section')?.scrollIntoView({ block: 'nearest' }),
  );
}

/** Moves the term cursor to the formulation's term at this position. */
export function goToPosition(position: number): void {
  const found = compared.value;
  if (found?.kind !== 'sums') return;
  const term = found.own.places[position];
  if (term !== undefined) moveTo({ term });
}
