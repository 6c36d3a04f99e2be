import { signal } from '@preact/signals';

export const errorMeasures = ['abs', 'rel', 'ulp', 'bound'] as const;
export type ErrorMeasure = (typeof errorMeasures)[number];

/** Which error the heatmap shows. */
export const errorMeasure = signal<ErrorMeasure>('abs');

export const tabs = ['pipeline', 'code'] as const;
export type Tab = (typeof tabs)[number];
export const tab = signal<Tab>('pipeline');

/** Colour limits the user has clipped, by pane; a pane that is not there takes its natural limits. */
export const clips = signal<Readonly<Record<string, number>>>({});

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
