import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { formulationIds } from '../../src/engine/provenance/formulation.ts';
import type { Term } from '../../src/engine/provenance/provenance.ts';
import type { ScaleGroup } from '../viewer/stageStyles.ts';
import { type ErrorMeasure, errorMeasures } from '../../src/engine/compare/errors.ts';
import { compareOrders, type OrderComparison } from '../../src/engine/orders/compareOrders.ts';
import { type OrderId, orderIds } from '../../src/engine/orders/order.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { wordList } from '../../src/engine/core/wordList.ts';
import { orderWords } from '../../src/scenario/text/orderWords.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import type { Scale } from '../../src/colour/scale.ts';
import type { SavedPart } from '../store/featureParts.ts';
import { savedEntries } from '../store/savedState.ts';
import type { Session } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createScales, type Scales } from '../viewer/scales.ts';
import { orderBeside } from './dotProduct/orders/orderBeside.ts';
import type { DotProductSizes } from './layoutPipeline.ts';
import { createTrace, type TracedElement } from './dotProduct/tracedElement.ts';

/**
 * The state of the tab Pipeline: the error measure, the colours of the stages, the dot product of the displayed
 * element.
 */
export interface PipelineState extends SavedPart {
  readonly errorMeasure: Signal<ErrorMeasure>;
  /** Centres the cursor on the input instead of the output, or back, if the formulation scatters; says which. */
  readonly toggleCentre: () => void;
  /** Selects the next error measure; after the last, the first. */
  readonly cycleErrorMeasure: () => void;
  readonly scales: Scales;
  /** Colour scales of the two factors of a term, the same as in the panes. */
  readonly factorScales: ReadonlySignal<{ readonly input: Scale; readonly weight: Scale }>;
  readonly trace: ReadonlySignal<TracedElement | null>;
  /** The sizes that the user has given to the dot product. */
  readonly dotProductSizes: Signal<DotProductSizes>;
  /** True if the section that compares orders of summation is open. */
  readonly isOrdersOpen: Signal<boolean>;
  /** The order that was last selected for the comparison; null before a selection. */
  readonly orderChoice: Signal<OrderId | null>;
  /** The comparison of two orders for the displayed element, computed when it is read; null without an element. */
  readonly comparison: ReadonlySignal<OrderComparison | null>;
  /** Opens the orders of summation, moves the term cursor to where the sums first diverge, and announces the result. */
  readonly goToDivergence: () => void;
  /** Moves the term cursor to the term at this position of the formulation's order. */
  readonly goToPosition: (position: number) => void;
}

/** The id of the element that contains the comparison of orders. */
export const ordersId = 'orders-of-summation';

/** Creates the state of the tab Pipeline for a session. */
export function createPipelineState(session: Session): PipelineState {
  const { runner, viewer, navigation, messages, ports } = session;
  const { currentRun } = runner;
  const errorMeasure = signal<ErrorMeasure>('abs');
  const isOrdersOpen = signal(false);
  const orderChoice = signal<OrderId | null>(null);
  /** The shapes of the stages that the viewports belong to. */
  const viewportShapes = signal('');
  const dotProductSizes = signal<DotProductSizes>({ below: null, right: null });
  const scales = createScales(currentRun, viewer.clips);
  const trace = createTrace(currentRun, viewer.displayCursor);
  const comparison = computed((): OrderComparison | null => {
    const traced = trace.value;
    if (traced === null) return null;
    const { run, element } = traced;
    const orders = [run.formulation.id, orderBeside(run, orderChoice.value)] as const;
    return compareOrders(run.run.call, run.geometry, element, orders);
  });
  // If a run has other sizes, its panes show everything, or the window around the cursor. Here and not in a component,
  // because panes place their windows as soon as they have been drawn.
  effect(() => {
    const run = currentRun.value;
    if (run === null) return;
    const shapes = run.stages.map(({ shape }) => shape.join('×')).join(' ');
    if (shapes === viewportShapes.peek()) return;
    viewer.viewports.all.value = {};
    viewportShapes.value = shapes;
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
    trace,
    dotProductSizes,
    isOrdersOpen,
    orderChoice,
    comparison,
    goToPosition,
    factorScales: computed(() => {
      const { input, weight } = factorGroups[currentRun.value?.formulation.termForm ?? 'tap'];
      return { input: scales.scaleOf(input).value, weight: scales.scaleOf(weight).value };
    }),
    toggleCentre: () => {
      if (currentRun.peek()?.formulation.scatters !== true) {
        const able = formulationIds.map(formulationOf).filter(({ scatters }) => scatters === true);
        messages.announce(`Only ${wordList(able.map(({ title }) => title))} have a cursor on the input.`);
        return;
      }
      navigation.centre.value = navigation.isOnInput.peek() ? 'output' : 'input';
      messages.announce(`Cursor on the ${navigation.centre.value}. ${navigation.text()}`);
    },
    cycleErrorMeasure: () => {
      const at = errorMeasures.indexOf(errorMeasure.value);
      errorMeasure.value = errorMeasures[(at + 1) % errorMeasures.length] ?? 'abs';
      messages.announce(`Error measure: ${measureText(errorMeasure.value, currentRun.peek()?.run.profile)}.`);
    },
    goToDivergence: () => {
      isOrdersOpen.value = true;
      const found = comparison.value;
      if (found === null) return;
      if (found.kind === 'sums' && found.sumsDivergeAt !== null) goToPosition(found.sumsDivergeAt);
      messages.announce(orderWords(found));
      // After the section has been drawn.
      ports.clock.onFrame(() => {
        document.getElementById(ordersId)?.closest('section')?.scrollIntoView({ block: 'nearest' });
      });
    },
    save: () => ({
      errorMeasure: errorMeasure.value,
      ordersOpen: isOrdersOpen.value,
      orderChoice: orderChoice.value,
      viewportShapes: viewportShapes.value,
      dotProductSizes: dotProductSizes.value,
    }),
    restore: (saved) => {
      errorMeasure.value = errorMeasures.find((id) => id === saved.errorMeasure) ?? errorMeasure.value;
      isOrdersOpen.value = saved.ordersOpen === true;
      orderChoice.value = orderIds.find((id) => id === saved.orderChoice) ?? null;
      if (typeof saved.viewportShapes === 'string') viewportShapes.value = saved.viewportShapes;
      const sizes = savedEntries(saved.dotProductSizes, isSize);
      dotProductSizes.value = { below: sizes.below ?? null, right: sizes.right ?? null };
    },
  };
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/** The scale groups of the two factors, by the form of a term. */
const factorGroups: Readonly<Record<Term['form'], Readonly<Record<'input' | 'weight', ScaleGroup>>>> = {
  tap: { input: 'input', weight: 'weight' },
  point: { input: 'transformed-input', weight: 'transformed-weight' },
};

/** Names an error measure for an announcement; for an emulated precision with its format. */
function measureText(measure: ErrorMeasure, profile: ProfileId | undefined): string {
  const format = profile !== undefined && isEmulated(profile) ? ` of ${precisionName[profile]}` : '';
  return { abs: 'absolute', rel: 'relative', ulp: `ULP${format}`, bound: `error divided by the bound${format}` }[
    measure
  ];
}

/** The state of the tab that a component is part of. */
export const PipelineContext = createContext<PipelineState | null>(null);

/** Returns the state of the tab. @throws outside the tab Pipeline */
export function usePipeline(): PipelineState {
  return provided(useContext(PipelineContext), 'pipeline');
}
