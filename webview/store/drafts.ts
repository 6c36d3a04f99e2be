import { type ReadonlySignal, signal } from '@preact/signals';
import { type Argument, type Axis, type Refusal, refusalOf } from '../../src/engine/core/refusal.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';

/** A field of the form that a text is typed into. */
export interface DraftField {
  /** Identifies the field on the page: "input.N", "values.weight". */
  readonly id: string;
  /** The message of a number stands below its row, that of values below their text area. */
  readonly kind: 'number' | 'values';
  /** The name of the field in a message: "N", "stride[0]". */
  readonly name: string;
  /** The argument of the call that the field is a part of. */
  readonly argument: Argument;
  readonly axis?: Axis;
}

/** A typed text that is no value of its field. The call does not have it, and it stays in the field. */
export interface Draft {
  readonly field: DraftField;
  readonly text: string;
  readonly refusal: Refusal;
  /** What the call has in place of the text: "N = 1". */
  readonly instead: string;
}

/**
 * The typed texts that are no values. A draft stays, also after its field has lost the focus, until the text is
 * corrected or the user presses Escape.
 */
export interface Drafts {
  readonly all: ReadonlySignal<readonly Draft[]>;
  /** Returns the draft of a field; null without one. */
  readonly of: (id: string) => Draft | null;
  /** Keeps a draft in place of the field's previous one. */
  readonly keep: (draft: Draft) => void;
  /** Drops the draft of a field; returns false if there is none. */
  readonly drop: (id: string) => boolean;
  /** Drops all drafts; returns false if there is none. */
  readonly clear: () => boolean;
}

/** Creates an empty list of drafts. */
export function createDrafts(): Drafts {
  const all = signal<readonly Draft[]>([]);
  const dropWhere = (isDropped: (draft: Draft) => boolean): boolean => {
    const kept = all.peek().filter((draft) => !isDropped(draft));
    if (kept.length === all.peek().length) return false;
    all.value = kept;
    return true;
  };
  return {
    all,
    of: (id) => all.value.find(({ field }) => field.id === id) ?? null,
    keep: (draft) => {
      all.value = [...all.peek().filter(({ field }) => field.id !== draft.field.id), draft];
    },
    drop: (id) => dropWhere(({ field }) => field.id === id),
    clear: () => dropWhere(() => true),
  };
}

/** Says why a text that is not a whole number, or is too long a number, is no value of its field. */
export function refuseNumberText({ name, argument, axis }: DraftField, text: string): Refusal {
  const typed = text.trim();
  const rule = /^[+]?\d+$/.test(typed)
    ? `must be at most ${formatInteger(Number.MAX_SAFE_INTEGER)}`
    : typed === ''
      ? 'must not be empty'
      : 'must be a whole number';
  return refusalOf(argument, `${name} ${rule}.`, axis === undefined ? {} : { axis });
}
