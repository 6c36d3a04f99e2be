import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { inputOffset, outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import { termKeyOf, type OutputIndex } from '../../src/engine/provenance/provenance.ts';
import { besideInput, besideLanding, cursorOver, inputUnder } from '../../src/engine/provenance/stamp.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Messages } from '../ui/messages.ts';
import type { RunModel } from './runModel.ts';
import { targetAfter, targetText } from './navigationTarget.ts';
import { carryOver, clampCursor, elementBeside, elementsOf, middleOf, termsAt } from './places.ts';
import { formatFixed, formatShort } from '../../src/scenario/text/format.ts';

/** The element that steps go through: the output element of a dot product, or the input element of a stamp. */
export type CursorCentre = 'output' | 'input';

/** Moves the debugger's cursor, which is always inside the output of the current run. */
export interface Navigation {
  /** Moves the cursor to the nearest element and term that exist; returns the new cursor. */
  readonly moveTo: (to: Partial<Cursor>) => Cursor;
  /** The centre that the user has chosen; formulations that do not scatter have the output in any case. */
  readonly centre: Signal<CursorCentre>;
  /** True if the cursor is centred on the input, because it was chosen and the formulation scatters. */
  readonly isOnInput: ReadonlySignal<boolean>;
  /**
   * Moves one term forward or back, across elements; on the input, one input element. Returns false at the end of the
   * output or of the group's input.
   */
  readonly stepTerm: (by: 1 | -1) => boolean;
  /**
   * Moves one element forward or back, at the same tap; on the input, one product of the stamp. Returns false at the end
   * of the output or of the stamp.
   */
  readonly stepElement: (by: 1 | -1) => boolean;
  /** Moves to the product that the stamp at the cursor adds to an output element; does nothing if there is none. */
  readonly goToProduct: (output: OutputIndex) => void;
  /** Returns true where playing ends: the sum, the row of the output, the row of the input or the stamp is complete. */
  readonly isComplete: (mode: 'terms' | 'elements') => boolean;
  /** Moves to the first term of the element; if the cursor is there already, to the first element. */
  readonly goFirst: () => void;
  /** Moves to the nearest output element that exists, at the same tap. */
  readonly goToElement: (to: Partial<OutputIndex>) => void;
  /** Moves to a neighbour along an axis of the output, at the same tap. */
  readonly stepAxis: (axis: keyof OutputIndex, by: 1 | -1) => void;
  /** Moves to the same tap, or ξ, of the next or previous input channel of the dot product, if there is one. */
  readonly stepInputChannel: (by: 1 | -1) => void;
  /** Moves to the next or previous navigation target, and announces which it is. */
  readonly nextMismatch: (by: 1 | -1) => void;
  /** Returns a sentence with the position of the cursor and its values. */
  readonly text: () => string;
  /** Announces the position of the cursor and its values. */
  readonly announce: () => void;
  /** Lets the next run place the cursor in the middle of its output. */
  readonly reset: () => void;
  /** Restores a saved cursor. */
  readonly restore: (place: Cursor) => void;
  /** Places the cursor in a new run: at the same element and tap if they exist, else at the nearest. */
  readonly enter: (run: RunModel, before: RunModel | null) => void;
}

interface NavigationParts {
  readonly currentRun: ReadonlySignal<RunModel | null>;
  readonly cursor: Signal<Cursor>;
  readonly hover: Signal<Cursor | null>;
  readonly messages: Messages;
}

/** Creates the navigation of a page without a run. */
export function createNavigation({ currentRun, cursor, hover, messages }: NavigationParts): Navigation {
  /** True if the cursor was placed by a run, by the user or by a saved state. */
  let isPlaced = false;

  const centre = signal<CursorCentre>('output');
  const isOnInput = computed(() => centre.value === 'input' && currentRun.value?.formulation.scatters === true);
  /** Moves the cursor there unless it is null; returns whether it moved. */
  const follow = (next: Cursor | null): boolean => {
    if (next !== null) moveTo(next);
    return next !== null;
  };
  const moveTo = (to: Partial<Cursor>): Cursor => {
    const run = currentRun.value;
    if (run !== null) cursor.value = clampCursor({ ...cursor.value, ...to }, run);
    return cursor.value;
  };
  const text = (): string => {
    const run = currentRun.value;
    const stamp = isOnInput.value && run !== null ? stampText(run, cursor.value) : '';
    return `${stamp}${cursorText(run, cursor.value)}`;
  };
  const goToElement = (to: Partial<OutputIndex>): void => {
    const run = currentRun.value;
    if (run === null || elementsOf(run) === 0) return;
    const element = clampCursor({ ...cursor.value, ...to }, run);
    moveTo(moveCursor(run.formulation, run.geometry, cursor.value, element));
  };
  return {
    moveTo,
    goToElement,
    text,
    announce: () => messages.announce(text()),
    centre,
    isOnInput,
    goToProduct: (output) => {
      const run = currentRun.value;
      const input = run === null ? null : inputUnder(run.formulation, run.geometry, cursor.value);
      if (run !== null && input !== null) follow(cursorOver(run.formulation, run.geometry, input, output));
    },
    isComplete: (mode) => {
      const run = currentRun.value;
      const at = cursor.value;
      if (run === null) return true;
      const { geometry, formulation } = run;
      if (isOnInput.value) {
        if (mode === 'elements') return besideLanding(formulation, geometry, at, 1) === null;
        const under = inputUnder(formulation, geometry, at);
        return under === null || under.x >= geometry.w.inputSize - 1;
      }
      return mode === 'elements' ? at.x >= geometry.w.outputSize - 1 : at.term >= termsAt(run, at) - 1;
    },
    stepElement: (by) => {
      const run = currentRun.value;
      if (run !== null && isOnInput.value) {
        return follow(besideLanding(run.formulation, run.geometry, cursor.value, by));
      }
      const next = run === null ? null : elementBeside(run, cursor.value, by);
      if (next !== null) moveTo(next);
      return next !== null;
    },
    stepTerm: (by) => {
      const run = currentRun.value;
      if (run === null) return false;
      if (isOnInput.value) return follow(besideInput(run.formulation, run.geometry, cursor.value, by));
      const term = cursor.value.term + by;
      if (term >= 0 && term < termsAt(run, cursor.value)) {
        moveTo({ term });
        return true;
      }
      const next = elementBeside(run, cursor.value, by);
      if (next === null) return false;
      moveTo({ ...next, term: by > 0 ? 0 : termsAt(run, next) - 1 });
      return true;
    },
    goFirst: () => {
      if (cursor.value.term > 0) moveTo({ term: 0 });
      else moveTo({ n: 0, c: 0, y: 0, x: 0, term: 0 });
    },
    stepAxis: (axis, by) => goToElement({ [axis]: cursor.value[axis] + by }),
    stepInputChannel: (by) => {
      const run = currentRun.value;
      if (run === null || termsAt(run, cursor.value) === 0) return;
      const { geometry, formulation } = run;
      const at = cursor.value;
      const key = termKeyOf(formulation.termAt(geometry, at, at.term));
      const term = formulation.termIndexOf(geometry, at, { ...key, cin: key.cin + by });
      if (term !== null) moveTo({ term });
    },
    nextMismatch: (by) => {
      const run = currentRun.value;
      if (run === null || elementsOf(run) === 0) return;
      const { geometry, formulation } = run;
      const found = targetAfter(run, outputOffset(geometry, cursor.value), by);
      if (found === null) {
        messages.tell('The output equals the reference everywhere.');
        return;
      }
      moveTo(moveCursor(formulation, geometry, cursor.value, outputAt(geometry, found)));
      messages.announce(`${targetText(run.run, found)} ${text()}`);
    },
    reset: () => {
      isPlaced = false;
    },
    restore: (place) => {
      cursor.value = place;
      isPlaced = true;
    },
    enter: (run, before) => {
      cursor.value = isPlaced ? carryOver(cursor.value, run, before) : middleOf(run);
      hover.value = null;
      isPlaced = true;
    },
  };
}

/** Returns a sentence with the input element of the cursor's term and its value; empty if the term has none. */
function stampText({ run, formulation, geometry }: RunModel, at: Cursor): string {
  const input = inputUnder(formulation, geometry, at);
  if (input === null) return '';
  const { n, c, y, x } = input;
  const value = run.call.input.data[inputOffset(geometry, input)] ?? NaN;
  return `Input n ${n}, c ${c}, y ${y}, x ${x}: ${formatFixed(value, 6)}. `;
}

/**
 * Returns a sentence with the position of the cursor, the output and its error for the live region; empty without a
 * run.
 */
function cursorText(run: RunModel | null, at: Cursor): string {
  if (run === null) return '';
  if (elementsOf(run) === 0) return 'The output has no elements.';
  const i = outputOffset(run.geometry, at);
  const y = run.run.output.data[i] ?? NaN;
  const error = y - (run.run.reference.data[i] ?? NaN);
  const place = `n ${at.n}, c ${at.c}, y ${at.y}, x ${at.x}`;
  return (
    `Output ${place}: ${formatFixed(y, 6)}, error ${formatShort(error)}; ` + `term ${at.term} of ${termsAt(run, at)}.`
  );
}
