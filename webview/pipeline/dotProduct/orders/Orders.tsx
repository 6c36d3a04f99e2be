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
  readonly traced: TracedElement;
  readonly width: number;
}

/**
 * Compares the formulation's order of summation with another one; a section of the dot product that opens and closes.
 */
export function Orders({ traced, width }: Props) {
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
        {open && <OrderSelect traced={traced} />}
      </header>
      <div id={ordersId} hidden={!open}>
        {open && <Body traced={traced} width={width} />}
      </div>
    </section>
  );
}

function OrderSelect({ traced: { run } }: Pick<Props, 'traced'>) {
  const { orderChoice } = usePipeline();
  const available = ordersBeside(run.formulation.id, run.geometry, profileOf(run.run.profile));
  return (
    <label class="order-select">
      <span>
        {run.formulation.title} <span class="dim">compared with</span>
      </span>
      <select
        value={orderBeside(run, orderChoice.value)}
        onChange={(event) => {
          const chosen = available.find((id) => id === event.currentTarget.value);
          if (chosen !== undefined) orderChoice.value = chosen;
        }}
      >
        {available.map((id) => (
          <option key={id} value={id}>
            {orderTitle(id)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Body({ traced, width }: Props) {
  const { comparison, goToDivergence } = usePipeline();
  const found = comparison.value;
  if (found === null) return null;
  const { dtype } = traced.run.run.call;
  const layout = layoutOrders(width, dtype);
  const position = found.kind === 'sums' ? found.sumsDivergeAt : null;
  return (
    <div class={layout.beside ? 'dot-row beside' : 'dot-row'}>
      <div style={{ width: `${String(layout.table)}px` }}>
        <p class="order-words">
          {orderWords(found)}{' '}
          {position !== null && (
            <button
              type="button"
              class="link"
              title="Go to the first position where the sums diverge (P)"
              onClick={goToDivergence}
            >
              Go to position {position}
            </button>
          )}
        </p>
        <OrderResults traced={traced} comparison={found} />
        {found.kind === 'sums' && (
          <SumsTable sums={found} traced={traced} columns={layout.columns} width={layout.column} />
        )}
      </div>
      {found.kind === 'sums' && <ErrorPlots sums={found} width={layout.plots} />}
    </div>
  );
}
