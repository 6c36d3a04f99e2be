import type { ComparedSums, ComparedValues, OrderComparison } from '../../engine/orders/compareOrders.ts';
import { addsOtherProducts, orderTitle } from '../../engine/orders/order.ts';
import { formatShort, formatUlp } from './format.ts';

/** Describes the results of two orders of summation of one element in sentences. */
export function orderWords(compared: OrderComparison): string {
  const { own, other } = compared;
  if (compared.kind === 'values') return `${withoutChain(compared)} ${ending(compared)}`;
  if (compared.isSameOrder) return ['Same order: no difference.', ...zeroWords(compared)].join(' ');
  if (compared.sumsDivergeAt === null)
    return `${orderTitle(own.order)} and ${orderTitle(other.order)} are different orders, but all their partial sums have the same bits. ${ending(compared)}`;
  const { sumsDivergeAt: at } = compared;
  const from = at === 0 ? 'the first term' : `position ${at}`;
  return `The two orders differ from ${from} on${reason(compared)}. ${ending(compared)}`;
}

/** One of the orders has no chain of these terms: nothing is made up in its place. */
function withoutChain({ own, other }: ComparedValues): string {
  const titled = orderTitle(addsOtherProducts(own.order) ? own.order : other.order);
  return (
    `${titled} add up other products, of sums of inputs and sums of weights: ` +
    `they have no partial sums of these terms, and only the results can be compared.`
  );
}

function zeroWords({ own, other }: ComparedSums): readonly string[] {
  return [own, other]
    .filter(({ zeros }) => zeros > 0)
    .map(
      ({ order, zeros }) =>
        `The ${String(zeros)} structural zero${zeros === 1 ? '' : 's'} that ${orderTitle(order)} adds between the terms change no sum.`,
    );
}

/** Explains why the first differing partial sums differ, as the end of a sentence; empty if the place says it all. */
function reason({ own, other, termsDivergeAt, sumsDivergeAt }: ComparedSums): string {
  const at = sumsDivergeAt ?? 0;
  const [titled, against] = [orderTitle(own.order), orderTitle(other.order)];
  const [a, b] = [own.partial[at] ?? NaN, other.partial[at] ?? NaN];
  if (Number.isNaN(a) !== Number.isNaN(b) && own.zeros !== other.zeros)
    return `: a structural zero of ${own.zeros > 0 ? titled : against} meets a factor that is not finite`;
  if (own.start !== other.start) return `: ${own.start === 0 ? against : titled} starts from the bias`;
  if (termsDivergeAt !== null && termsDivergeAt <= at)
    return termsDivergeAt < at
      ? `; they take different terms from position ${String(termsDivergeAt)} on`
      : at === 0
        ? ''
        : ', where they take different terms';
  return ': both have added the same terms, and round them differently';
}

/** States the difference between the two results. */
function ending({ own, other, ulp }: OrderComparison): string {
  const difference = own.value - other.value;
  if (difference === 0 || (Number.isNaN(own.value) && Number.isNaN(other.value)))
    return 'The results have the same bits.';
  if (!Number.isFinite(difference)) return 'The results differ.';
  return `The results are ${formatShort(Math.abs(difference))} apart: ${formatUlp(Math.abs(difference) / ulp)} ulp.`;
}
