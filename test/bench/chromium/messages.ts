import type { Environment, Wanted } from '../environment.ts';
import type { Measured } from '../rounds.ts';

/** page → worker, once. */
export interface Job {
  /** Where binaries are fetched and results are checked: a blob has no address of its own. */
  readonly origin: string;
  readonly wanted: Wanted;
}

/** worker → page → Node. */
export type News =
  | { readonly kind: 'measured'; readonly measured: Measured }
  | { readonly kind: 'done'; readonly environment: Environment }
  | { readonly kind: 'failed'; readonly error: string };
