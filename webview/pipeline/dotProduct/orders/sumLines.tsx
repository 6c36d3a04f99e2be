import type { ComponentChildren } from 'preact';
import type { ComparedSums } from '../../../../src/engine/orders/compareOrders.ts';
import { orderTitle } from '../../../../src/engine/orders/order.ts';
import type { OrderedSums } from '../../../../src/engine/orders/orderedSums.ts';
import { gatheredTaps } from '../../../../src/engine/stages/realTaps.ts';
import type { TermId } from '../../../../src/scenario/text/explainedTerms.ts';
import { formatShort, formatSigned } from '../../../../src/scenario/text/format.ts';
import { sumFormat } from '../../../../src/scenario/text/sumFormat.ts';
import { commonStart, decimalsBySize, decimalsFor } from '../decimals.ts';
import type { TermWindow } from '../termWindow.ts';
import type { TracedElement } from '../tracedElement.ts';

/** One line of the table of partial sums. */
export interface SumLine {
  readonly name: string;
  readonly term?: TermId;
  readonly className?: string;
  readonly cell: (position: number) => ComponentChildren;
}

/** The lines of one order under its title; for `both`, which has no title, the lines about the two orders together. */
export interface LineGroup {
  readonly side: 'own' | 'other' | 'both';
  readonly title: string | null;
  readonly lines: readonly SumLine[];
}

/** Returns the lines of each order, then a line with the difference of their sums. */
export function sumLines(
  { run, element }: TracedElement,
  { own, other }: ComparedSums,
  { first, end }: TermWindow,
): readonly LineGroup[] {
  const visible = (values: Float64Array): readonly number[] => [...values.subarray(first, end)];
  const sums = [own, other].flatMap(({ partial }) => visible(partial));
  const format = sumFormat(sums, run.run.call.dtype);
  const products = [own, other].flatMap(({ product }) => visible(product));
  const digits = decimalsFor(products, decimalsBySize(products));
  const at = (values: ArrayLike<number>, position: number): number => values[position] ?? NaN;
  const tap = (term: number): string => {
    const found = gatheredTaps.termAt(run.geometry, element, term);
    if (found.form !== 'tap') return '';
    const { cin, ky, kx } = found.weight;
    return `${cin}, ${ky}, ${kx}`;
  };
  const linesOf = (sum: OrderedSums, other: OrderedSums): readonly SumLine[] => [
    {
      name: 'w at (c, ky, kx)',
      className: 'secondary',
      cell: (position) => tap(at(sum.terms, position)),
    },
    { name: '= product', cell: (position) => formatSigned(at(sum.product, position), digits) },
    {
      name: 'Σ',
      term: 'partial-sum',
      cell: (position) => <Sum text={format(at(sum.partial, position))} other={format(at(other.partial, position))} />,
    },
    {
      name: 'Σ − exact Σ',
      term: 'exact-sum',
      className: 'secondary',
      cell: (position) => formatShort(at(sum.error, position), 2),
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

/** Shows a sum. If both sums begin with the same digits, the digits that differ are bold. */
function Sum({ text, other }: { readonly text: string; readonly other: string }) {
  const common = commonStart(text, other);
  if (!/[1-9]/.test(text.slice(0, common)) || common === text.length) return <>{text}</>;
  return (
    <>
      {text.slice(0, common)}
      <b>{text.slice(common)}</b>
    </>
  );
}
