import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Term } from '../../src/engine/provenance/provenance.ts';
import type { ScaleGroup } from '../viewer/stageStyles.ts';
import { type ErrorMeasure, errorMeasures } from '../../src/engine/compare/errors.ts';
import { compareOrders, type OrderComparison } from '../../src/engine/orders/compareOrders.ts';
import { type OrderId, orderIds } from '../../src/engine/orders/order.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { orderWords } from '../../src/scenario/text/orderWords.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import type { Scale } from '../colour/scale.ts';
import type { SavedPart } from '../store/featureParts.ts';
import type { Session } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createScales, type Scales } from '../viewer/scales.ts';
import { orderBeside } from './dotProduct/orders/orderBeside.ts';
import { createTrace, type TracedElement } from './dotProduct/tracedElement.ts';

/** What the tab Pipeline keeps of its own: which error its map shows, the colours of the stages, the dot product of the displayed element. */
export interface PipelineState extends SavedPart {
  readonly errorMeasure: Signal<ErrorMeasure>;
  /** Shows the next error measure, round and round. */
  readonly cycleErrorMeasure: () => void;
  readonly scales: Scales;
  /** Colours of the two factors of a term: those of the panes, clipped as they are there. */
  readonly factorScales: ReadonlySignal<{ readonly input: Scale; readonly weight: Scale }>;
  /** Shapes of the stages that the viewports belong to: those of another call have other places. */
  readonly viewportShapes: Signal<string>;
  readonly trace: ReadonlySignal<TracedElement | null>;
  /** Whether another order of summation is laid beside the formulation's, and which was chosen last. */
  readonly isOrdersOpen: Signal<boolean>;
  readonly orderChoice: Signal<OrderId | null>;
  /** The two orders of the displayed element; worked out when it is read, anew for another element. */
  readonly comparison: ReadonlySignal<OrderComparison | null>;
  /** Opens the orders of summation and moves the term cursor to where their sums first diverge; says what there is to say. */
  readonly goToDivergence: () => void;
  /** Moves the term cursor to the formulation's term at this position. */
  readonly goToPosition: (position: number) => void;
}

/** The element that the orders stand in. */
export const ordersId = 'orders-of-summation';

export function createPipelineState(session: Session): PipelineState {
  const { runner, viewer, navigation, messages, ports } = session;
  const { currentRun } = runner;
  const errorMeasure = signal<ErrorMeasure>('abs');
  const isOrdersOpen = signal(false);
  const orderChoice = signal<OrderId | null>(null);
  const viewportShapes = signal('');
  const scales = createScales(currentRun, viewer.clips);
  const trace = createTrace(currentRun, viewer.displayCursor);
  const comparison = computed((): OrderComparison | null => {
    const traced = trace.value;
    if (traced === null) return null;
    const { run, element } = traced;
    const orders = [run.formulation.id, orderBeside(run, orderChoice.value)] as const;
    return compareOrders(run.run.call, run.geometry, element, orders);
  });
  const goToPosition = (position: number): void => {
    const found = comparison.value;
    if (found?.kind !== 'sums') return;
    const term = found.own.places[position];
    if (term !== undefined) navigation.moveTo({ term });
  };
  return {
    errorMeasure,
    scales,
    viewportShapes,
    trace,
    isOrdersOpen,
    orderChoice,
    comparison,
    goToPosition,
    factorScales: computed(() => {
      const { input, weight } = factorGroups[currentRun.value?.formulation.termForm ?? 'tap'];
      return { input: scales.scaleOf(input).value, weight: scales.scaleOf(weight).value };
    }),
    cycleErrorMeasure: () => {
      const at = errorMeasures.indexOf(errorMeasure.value);
      errorMeasure.value = errorMeasures[(at + 1) % errorMeasures.length] ?? 'abs';
      messages.announce(`Error ${measureWords(errorMeasure.value, currentRun.peek()?.run.profile)}.`);
    },
    goToDivergence: () => {
      isOrdersOpen.value = true;
      const found = comparison.value;
      if (found === null) return;
      if (found.kind === 'sums' && found.sumsDivergeAt !== null) goToPosition(found.sumsDivergeAt);
      messages.announce(orderWords(found));
      // Once it is drawn.
      ports.clock.onFrame(() => {
        document.getElementById(ordersId)?.closest('section')?.scrollIntoView({ block: 'nearest' });
      });
    },
    save: () => ({
      errorMeasure: errorMeasure.value,
      ordersOpen: isOrdersOpen.value,
      orderChoice: orderChoice.value,
      viewportShapes: viewportShapes.value,
    }),
    restore: (saved) => {
      errorMeasure.value = errorMeasures.find((id) => id === saved.errorMeasure) ?? errorMeasure.value;
      isOrdersOpen.value = saved.ordersOpen === true;
      orderChoice.value = orderIds.find((id) => id === saved.orderChoice) ?? null;
      if (typeof saved.viewportShapes === 'string') viewportShapes.value = saved.viewportShapes;
    },
  };
}

/** The scales of the stages that hold the factors of a term of either form. */
const factorGroups: Readonly<Record<Term['form'], Readonly<Record<'input' | 'weight', ScaleGroup>>>> = {
  tap: { input: 'input', weight: 'weight' },
  point: { input: 'transformed-input', weight: 'transformed-weight' },
};

/** How an error is measured, in words; for an emulated precision with the format whose ULP is meant. */
function measureWords(measure: ErrorMeasure, profile: ProfileId | undefined): string {
  const format = profile !== undefined && isEmulated(profile) ? ` of ${precisionName[profile]}` : '';
  return { abs: 'absolute', rel: 'relative', ulp: `in ULP${format}`, bound: `over bound${format}` }[measure];
}

export const PipelineContext = createContext<PipelineState | null>(null);

/** @throws outside the tab Pipeline */
export function usePipeline(): PipelineState {
  return provided(useContext(PipelineContext), 'pipeline');
}
