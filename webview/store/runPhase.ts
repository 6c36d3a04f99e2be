import type { Refusal } from '../../src/engine/core/refusal.ts';

/** The state of the page. When `refused`, the last valid run stays displayed, and the refusal is shown at its field. */
export type RunPhase =
  | { readonly kind: 'empty' }
  | { readonly kind: 'computing' }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly error: string };
