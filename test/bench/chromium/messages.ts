import type { Environment, Wanted } from '../environment.ts';
import type { Measured } from '../rounds.ts';

/** The message from the page to the worker, sent once. */
export interface Job {
  /** The server of the binaries and of the check. A worker from a blob has no address of its own. */
  readonly origin: string;
  readonly wanted: Wanted;
}

/** A message from the worker to the page, which passes it on to Node. */
export type News =
  | { readonly kind: 'measured'; readonly measured: Measured }
  | { readonly kind: 'done'; readonly environment: Environment }
  | { readonly kind: 'failed'; readonly error: string };
