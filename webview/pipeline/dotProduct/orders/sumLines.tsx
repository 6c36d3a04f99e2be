import type { ComponentChildren } from 'preact';
import type { ComparedSums } from '../../../../src/engine/orders/compareOrders.ts';
import { orderTitle } from '../../../../src/engine/orders/order.ts';
import type { OrderedSums } from '../../../../src/engine/orders/orderedSums.ts';
import { gatheredTaps } from '../../../../src/engine/stages/realTaps.ts';
import { formatExponent, formatShort, formatSigned } from '../../../../src/scenario/text/format.ts';
import { sumFormat } from '../../../../src/scenario/text/sumFormat.ts';
import { commonStart, decimalsBySize, decimalsFor } from '../decimals.ts';
import type { TermWindow } from '../termWindow.ts';
import type { TracedElement } from '../tracedElement.ts';

/** One line of the table of partial sums. */
export interface SumLine {
  readonly name: string;
  readonly className?: string;
  readonly cell: (position: number) => ComponentChildren;
}

/** Lines that belong together: an order's, under its title, or (without one) what both make together. */
export interface LineGroup {
  readonly side: 'own' | 'other' | 'both';
  readonly title: string | null;
  readonly lines: readonly SumLine[];
}

/** The lines of both orders, one order under the other, then how far apart their sums are. */
export function sumLines(
  { run, element }: TracedElement,
  { own, other }: ComparedSums,
  { first, end }: TermWindow,
): readonly LineGroup[] {
  const inSight = (values: Float64Array): readonly number[] => [...values.subarray(first, end)];
  const sums = [own, other].flatMap(({ partial }) => inSight(partial));
  const format = sumFormat(sums, run.run.call.dtype);
  const products = [own, other].flatMap(({ product }) => inSight(product));
  const digits = decimalsFor(products, decimalsBySize(products));
  const at = (values: ArrayLike<number>, position: number): number => values[position] ?? NaN;
  const tap = (term: number): string => {
    const found = gatheredTaps.termAt(run.geometry, element, term);
    if (found.form !== 'tap') return '';
    const { cin, ky, kx } = found.weight;
    return `${cin}, ${ky}, ${kx}`;
  };
  const linesOf = (sum: OrderedSums, beside: OrderedSums): readonly SumLine[] => [
    {
      name: 'w at (c, ky, kx)',
      className: 'secondary',
      cell: (position) => tap(at(sum.terms, position)),
    },
    { name: '= product', cell: (position) => formatSigned(at(sum.product, position), digits) },
    {
      name: 'Σ',
      cell: (position) => (
        <Sum text={format(at(sum.partial, position))} beside={format(at(beside.partial, position))} />
      ),
    },
    {
      name: 'Σ − exact Σ',
      className: 'secondary',
      cell: (position) => formatExponent(at(sum.error, position), 1),
    },
  ];
  return [
    { side: 'own', title: orderTitle(own.order), lines: linesOf(own, other) },
    { side: 'other', title: orderTitle(other.order), lines: linesOf(other, own) },
    {
      side: 'both',
      title: null,
      lines: [
        {
          name: 'Σ − Σ',
          cell: (position) => formatShort(at(own.partial, position) - at(other.partial, position), 2),
        },
      ],
    },
  ];
}

/** A sum; where the other one begins with the same digits, those that it does not have in bold. */
function Sum({ text, beside }: { readonly text: string; readonly beside: string }) {
  const common = commonStart(text, beside);
  if (!/[1-9]/.test(text.slice(0, common)) || common === text.length) return <>{text}</>;
  return (
    <>
      {text.slice(0, common)}
      <b>{text.slice(common)}</b>
    </>
  );
}
