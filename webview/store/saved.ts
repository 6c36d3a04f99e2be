import { effect } from '@preact/signals';
import { errorMeasures } from '../../src/engine/compare/errorMeasure.ts';
import { orderIds } from '../../src/engine/orders/order.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { savedState, saveState } from '../bridge/vscode.ts';
import { accepted } from './page.ts';
import { cursor } from './session.ts';
import {
  clips,
  collapsed,
  errorMeasure,
  orderChoice,
  ordersOpen,
  pixelChoices,
  pixelShows,
  tab,
  tabs,
  viewports,
  viewportShapes,
} from './view.ts';
import type { PixelShows, Viewport } from './view.ts';

/**
 * What survives hiding, moving and reloading the panel: parameters, never tensors. The scenario is
 * kept as its document's text, which is JSON-safe (a value may be NaN) and checked on the way in.
 */
interface Saved {
  readonly scenario: string | null;
  readonly cursor: Cursor;
  readonly tab: string;
  readonly errorMeasure: string;
  readonly collapsed: readonly string[];
  readonly ordersOpen: boolean;
  readonly orderChoice: string | null;
  readonly clips: Readonly<Record<string, number>>;
  readonly pixelChoices: Readonly<Record<string, PixelShows>>;
  readonly viewports: Readonly<Record<string, Viewport>>;
  /** The viewports count for a call with stages of these shapes only. */
  readonly viewportShapes: string;
}

const pauseMilliseconds = 200;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps the state saved from now on, at most five times a second and before the page goes. */
export function keepSaved(): void {
  effect(() => {
    present();
    tellSaved(false);
    timer ??= setTimeout(saveNow, pauseMilliseconds);
  });
  window.addEventListener('pagehide', saveNow);
}

/** Saves without waiting: for a caller who is told that something is done, and may hide the page next. */
export function saveNow(): void {
  clearTimeout(timer);
  timer = undefined;
  saveState(present());
  tellSaved(true);
}

/** Writes on the page's root whether everything is saved: for a test that is about to take the page away. */
function tellSaved(saved: boolean): void {
  document.documentElement.dataset.saved = String(saved);
}

function present(): Saved {
  return {
    scenario: accepted.value === null ? null : serializeScenario(accepted.value),
    cursor: cursor.value,
    tab: tab.value,
    errorMeasure: errorMeasure.value,
    collapsed: collapsed.value,
    ordersOpen: ordersOpen.value,
    orderChoice: orderChoice.value,
    clips: clips.value,
    pixelChoices: pixelChoices.value,
    viewports: viewports.value,
    viewportShapes: viewportShapes.value,
  };
}

/** What was saved when the page was last here, as far as it can be made out; the view is restored at once. */
export function restoreSaved(): { scenario: Scenario | null; cursor: Cursor | null } {
  const saved = savedState() as Partial<Saved> | null | undefined;
  if (typeof saved !== 'object' || saved === null) return { scenario: null, cursor: null };
  tab.value = tabs.find((id) => id === saved.tab) ?? tab.value;
  errorMeasure.value = errorMeasures.find((id) => id === saved.errorMeasure) ?? errorMeasure.value;
  if (Array.isArray(saved.collapsed)) collapsed.value = saved.collapsed;
  ordersOpen.value = saved.ordersOpen === true;
  orderChoice.value = orderIds.find((id) => id === saved.orderChoice) ?? null;
  clips.value = entriesOf(saved.clips, (limit) => Number.isFinite(limit) && limit > 0);
  pixelChoices.value = entriesOf(saved.pixelChoices, (shows) => pixelShows.includes(shows));
  viewports.value = entriesOf(saved.viewports, isViewport);
  if (typeof saved.viewportShapes === 'string') viewportShapes.value = saved.viewportShapes;
  const parsed = typeof saved.scenario === 'string' ? parseScenario(saved.scenario) : null;
  return {
    scenario: parsed?.ok === true ? parsed.value : null,
    cursor: isCursor(saved.cursor) ? saved.cursor : null,
  };
}

/** The entries that are what they should be; none of anything that is no record. */
function entriesOf<T>(
  record: Readonly<Record<string, T>> | undefined,
  isFit: (value: T) => boolean,
): Readonly<Record<string, T>> {
  if (typeof record !== 'object') return {};
  return Object.fromEntries(Object.entries(record).filter(([, value]) => isFit(value)));
}

function isViewport({ zoom, row, column }: Viewport): boolean {
  return [zoom, row, column].every(Number.isFinite) && zoom >= 1;
}

function isCursor(value: Cursor | undefined): value is Cursor {
  return value !== undefined && [value.n, value.c, value.y, value.x, value.term].every(Number.isInteger);
}
