import { channelOf, cursorAt, keyUnder, moveCursor } from '../../../src/engine/provenance/moveCursor.ts';
import { coutInGroup, coutOf, groupOfInput } from '../../../src/engine/provenance/channels.ts';
import type { Signal } from '@preact/signals';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import type { RunModel } from '../../store/runModel.ts';

/** Returns the input channel of the cursor's term. */
export function inputChannel({ geometry, formulation }: RunModel, at: Cursor): number {
  return channelOf(formulation, geometry, at);
}

/**
 * Moves the cursor to the same tap, or ξ, of another input channel. If that channel is in another group, the cursor
 * moves to the output channel at the same position of that group.
 */
export function chooseInputChannel(cursor: Signal<Cursor>, { geometry, formulation }: RunModel, cin: number): void {
  const at = cursor.value;
  const c = coutOf(geometry, groupOfInput(geometry, cin), coutInGroup(geometry, at.c));
  const inGroup = moveCursor(formulation, geometry, at, { ...at, c });
  const key = keyUnder(formulation, geometry, inGroup);
  const moved = key === null ? null : cursorAt(formulation, geometry, inGroup, { ...key, cin });
  cursor.value = moved ?? inGroup;
}

/** Moves the cursor to another output channel or batch element, at the same tap. */
export function chooseOutput(
  cursor: Signal<Cursor>,
  { geometry, formulation }: RunModel,
  to: { readonly n?: number; readonly c?: number },
): void {
  const at = cursor.value;
  cursor.value = moveCursor(formulation, geometry, at, { ...at, ...to });
}
