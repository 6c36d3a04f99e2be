import { computed, signal } from '@preact/signals';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { Formulation } from '../../src/engine/provenance/formulation.ts';
import type { Refusal } from '../../src/engine/core/refusal.ts';
import type { Cursor, Stage } from '../../src/engine/provenance/stage.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** A finished run with all that is derived from it once. */
export interface Loaded {
  readonly scenario: Scenario;
  readonly run: Run;
  readonly geometry: Geometry;
  readonly formulation: Formulation;
  readonly stages: readonly Stage[];
  /** The rounding bound of the output element at a flat index. */
  readonly boundAt: (at: number) => number;
}

/** What the page is doing. `refused`: the last valid run stays on the page, the refusal stands at its field. */
export type Phase =
  | { readonly kind: 'empty' }
  | { readonly kind: 'computing'; readonly steps: readonly Step[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly error: string };

/** The scenario as edited, valid or not. */
export const scenario = signal<Scenario | null>(null);
export const phase = signal<Phase>({ kind: 'empty' });
/** The last run that finished; it stays while the next one computes. */
export const loaded = signal<Loaded | null>(null);
/** A finished run whose verdict is on the page already, while its pictures are still to be drawn: then it is `loaded`. */
export const judged = signal<Run | null>(null);

const origin: Cursor = { n: 0, c: 0, y: 0, x: 0, term: 0 };
/** Where the debugger stands. Always inside the loaded run's output; see cursor.ts for moving it. */
export const cursor = signal<Cursor>(origin);
/** A cell under the mouse previews in every pane without moving the cursor. */
export const hover = signal<Cursor | null>(null);
/** What the panes draw: the hovered place, else the cursor. */
export const shown = computed(() => hover.value ?? cursor.value);
