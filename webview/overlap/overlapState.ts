import { type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Pair } from '../../src/engine/core/call.ts';
import { provided } from '../store/useSession.ts';

/** What the tab Overlap keeps while other tabs are open. */
export interface OverlapState {
  /** The output that is wanted; null: as the call has it. */
  readonly wantedOutput: Signal<Pair | null>;
  /** Only calls with the same values along both axes; null: if the call at hand is such a one. */
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
