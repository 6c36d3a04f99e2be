import { signal } from '@preact/signals';
import type { ErrorMeasure } from '../../src/engine/compare/errors.ts';
import type { OrderId } from '../../src/engine/orders/order.ts';

/** Which error the heatmap shows. */
export const errorMeasure = signal<ErrorMeasure>('abs');

export const tabs = ['pipeline', 'code', 'diagnose', 'overlap'] as const;
export type Tab = (typeof tabs)[number];
export const tab = signal<Tab>('pipeline');

/** Colour limits the user has clipped, by pane; a pane that is not there takes its natural limits. */
export const clips = signal<Readonly<Record<string, number>>>({});

/** What a pixel shows of the cells it stands for. */
export const pixelShows = ['mean', 'min', 'max'] as const;
export type PixelShows = (typeof pixelShows)[number];
/** By pane; a pane that is not there shows the mean. */
export const pixelChoices = signal<Readonly<Record<string, PixelShows>>>({});

/** Per pane: zoom factor (1 = fits) and the first row and column in sight. */
export interface Viewport {
  readonly zoom: number;
  readonly row: number;
  readonly column: number;
}
export const viewports = signal<Readonly<Record<string, Viewport>>>({});

/** Shapes of the stages that the viewports belong to: those of another call have other places. */
export const viewportShapes = signal('');

/** Sections of the sidebar that are folded up. */
export const collapsed = signal<readonly string[]>([]);

/** Where there is no room for a sidebar: whether its sheet is open. */
export const sheetOpen = signal(false);

/** Whether the strip lays another order of summation beside the formulation's, and which was chosen last. */
export const ordersOpen = signal(false);
export const orderChoice = signal<OrderId | null>(null);
