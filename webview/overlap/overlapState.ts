import { type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Pair } from '../../src/engine/core/call.ts';
import { provided } from '../store/useSession.ts';

/** The state of the tab Overlap, which is kept while other tabs are open. */
export interface OverlapState {
  /** The wanted output height and width; null means the current call's. */
  readonly wantedOutput: Signal<Pair | null>;
  /** True to list only calls with the same values along both axes; null means as in the current call. */
  readonly sameAxes: Signal<boolean | null>;
}

export function createOverlapState(): OverlapState {
  return { wantedOutput: signal(null), sameAxes: signal(null) };
}

export const OverlapContext = createContext<OverlapState | null>(null);

/** @throws outside the tab Overlap */
export function useOverlap(): OverlapState {
  return provided(useContext(OverlapContext), 'overlap');
}
