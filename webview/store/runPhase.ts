import type { Refusal } from '../../src/engine/core/refusal.ts';

/** What the page is doing. `refused`: the last valid run stays on the page, the refusal stands at its field. */
export type RunPhase =
  | { readonly kind: 'empty' }
  | { readonly kind: 'computing' }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly error: string };
