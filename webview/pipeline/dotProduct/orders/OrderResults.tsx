import type { OrderComparison } from '../../../../src/engine/orders/compareOrders.ts';
import { orderTitle } from '../../../../src/engine/orders/order.ts';
import { outputOffset } from '../../../../src/engine/provenance/offsets.ts';
import { formatShort, formatUlp } from '../../../../src/scenario/text/format.ts';
import { sumFormat } from '../../../../src/scenario/text/sumFormat.ts';
import { TermLabel } from '../../../ui/TermLabel.tsx';
import type { TracedElement } from '../tracedElement.ts';

interface Props {
  readonly traced: TracedElement;
  readonly comparison: OrderComparison;
}

interface Row {
  readonly name: string;
  readonly className?: string;
  readonly value: number;
  readonly remark?: string;
}

/** Lists the result of each order beside the exact value. If there is an output to check, its value is listed too. */
export function OrderResults({ traced: { run, element }, comparison }: Props) {
  const { own, other, exact, ulp } = comparison;
  const { actualFile, output, call } = run.run;
  const rows: readonly Row[] = [
    { name: orderTitle(own.order), className: 'own', value: own.value },
    { name: orderTitle(other.order), className: 'other', value: other.value },
    ...(actualFile === null
      ? []
      : [
          {
            name: actualFile,
            value: output.data[outputOffset(run.geometry, element)] ?? NaN,
            remark: 'order of summation unknown',
          },
        ]),
    { name: 'exact', value: exact },
  ];
  const format = sumFormat(
    rows.map(({ value }) => value),
    call.dtype,
  );
  const inUlp = (difference: number): string => (Number.isFinite(difference) ? formatUlp(difference / ulp) : '–');
  return (
    <table class="order-results">
      <thead>
        <tr>
          <td />
          <th scope="col">result</th>
          <th scope="col">
            <TermLabel term="exact-sum">− exact</TermLabel>
          </th>
          <th scope="col">
            <TermLabel term="ulp">ulp</TermLabel>
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, className, value, remark }, i) => {
          const isExact = i === rows.length - 1;
          return (
            <tr key={i}>
              <th scope="row">
                <span class={`swatch ${className ?? ''}`} />
                {name}
              </th>
              <td>{format(value)}</td>
              <td>{isExact ? '' : formatShort(value - exact)}</td>
              <td>{isExact ? '' : inUlp(value - exact)}</td>
              <td class="aside">{remark}</td>
            </tr>
          );
        })}
        <tr class="rule">
          <th scope="row">difference between the orders</th>
          <td>{formatShort(own.value - other.value)}</td>
          <td />
          <td>{inUlp(own.value - other.value)}</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}
