import { ordersBeside, orderTitle } from '../../../../src/engine/orders/order.ts';
import { profileOf } from '../../../../src/engine/precision/profiles.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { TracedElement } from '../tracedElement.ts';
import { orderBeside } from './orderBeside.ts';
import { ErrorPlots } from './ErrorPlots.tsx';
import { layoutOrders } from './layoutOrders.ts';
import { OrderResults } from './OrderResults.tsx';
import { orderWords } from '../../../../src/scenario/text/orderWords.ts';
import { SumsTable } from './SumsTable.tsx';
import { ordersId, usePipeline } from '../../../pipeline/pipelineState.ts';

interface Props {
  readonly of: TracedElement;
  readonly width: number;
}

/** A part of the strip that opens: the same dot product in another order of summation. */
export function Orders({ of, width }: Props) {
  const { isOrdersOpen } = usePipeline();
  const open = isOrdersOpen.value;
  return (
    <section class="orders" aria-label="Orders of summation">
      <header class="pane-header">
        <button
          type="button"
          class="text-button"
          aria-expanded={open}
          aria-controls={ordersId}
          onClick={() => (isOrdersOpen.value = !open)}
        >
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          <b>Orders of summation</b>
        </button>
        {open && <OrderSelect of={of} />}
      </header>
      <div id={ordersId} hidden={!open}>
        {open && <Body of={of} width={width} />}
      </div>
    </section>
  );
}

function OrderSelect({ of: { run } }: Pick<Props, 'of'>) {
  const { orderChoice } = usePipeline();
  const offered = ordersBeside(run.formulation.id, run.geometry, profileOf(run.run.profile));
  return (
    <label class="order-select">
      <span>
        {run.formulation.title} <span class="dim">against the order of</span>
      </span>
      <select
        value={orderBeside(run, orderChoice.value)}
        onChange={(event) => {
          const chosen = offered.find((id) => id === event.currentTarget.value);
          if (chosen !== undefined) orderChoice.value = chosen;
        }}
      >
        {offered.map((id) => (
          <option key={id} value={id}>
            {orderTitle(id)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Body({ of, width }: Props) {
  const { comparison, goToDivergence: goToParting } = usePipeline();
  const found = comparison.value;
  if (found === null) return null;
  const { dtype } = of.run.run.call;
  const layout = layoutOrders(width, dtype);
  const part = found.kind === 'sums' ? found.sumsDivergeAt : null;
  return (
    <div class={layout.beside ? 'dot-row beside' : 'dot-row'}>
      <div style={{ width: `${String(layout.table)}px` }}>
        <p class="order-words">
          {orderWords(found)}{' '}
          {part !== null && (
            <button type="button" class="link" title="Go to where the sums part (P)" onClick={goToParting}>
              Go to position {part}
            </button>
          )}
        </p>
        <OrderResults of={of} compared={found} />
        {found.kind === 'sums' && <SumsTable compared={found} of={of} columns={layout.columns} width={layout.column} />}
      </div>
      {found.kind === 'sums' && <ErrorPlots compared={found} width={layout.plots} />}
    </div>
  );
}
