import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Pair, Params } from '../../src/engine/core/call.ts';
import { type Refusal, refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { readPaste, withPaste } from '../../src/scenario/paste/readPaste.ts';
import { isUnfinishedShape, readSizes } from '../../src/scenario/paste/sizesText.ts';
import { readTensorText } from '../../src/scenario/paste/tensorText.ts';
import { type PastedRole, type PastedScenario, withPastedTensor } from '../../src/scenario/paste/withPastedTensor.ts';
import type { Messages } from '../ui/messages.ts';
import type { LongerText } from '../ui/NumberField.tsx';
import type { DocumentState } from './documentState.ts';
import type { Form } from './form.ts';

/** What became of a pasted text. */
export type PasteNews =
  | { readonly kind: 'read'; readonly summary: string; readonly undo: (() => void) | null }
  | { readonly kind: 'refused'; readonly message: string };

/** The parameters that have a height and a width. */
export type PairKey = Exclude<keyof Params, 'groups'>;

/** Reads tensors, shapes and layers from texts that are pasted or typed into the form. */
export interface Pasting {
  /** What became of the last text; null after another change, or once it was dismissed. */
  readonly news: ReadonlySignal<PasteNews | null>;
  /**
   * Takes a layer, sizes or a tensor, whose numbers become those of `role`. Returns false if the text is none of these,
   * so that it belongs to the field.
   */
  readonly take: (text: string, role: PastedRole) => boolean;
  /** The texts that a size field of this tensor takes: a whole shape, and whatever {@link take} takes. */
  readonly shapeOf: (role: PastedRole) => LongerText;
  /** The texts that a field of a parameter takes: height and width, and whatever {@link take} takes. */
  readonly pairOf: (key: PairKey) => LongerText;
  /** Takes a tensor with brackets, or a layer; false for a text that is inserted among the values of `role`. */
  readonly takeAmongValues: (text: string, role: PastedRole) => boolean;
  /**
   * Reads the whole text of the values of `role` while it is typed. The shape that rows leave open is that of `before`,
   * the scenario when the typing began, so that a half-typed text changes nothing for good. Returns why the text is no
   * tensor; null if the call has its values now.
   */
  readonly typeValues: (text: string, role: PastedRole, before: Scenario) => Refusal | null;
  readonly dismiss: () => void;
}

interface PastingParts {
  readonly form: Form;
  readonly document: DocumentState;
  readonly messages: Messages;
}

/** Creates the part of a page that reads pasted texts. */
export function createPasting({ form, document, messages }: PastingParts): Pasting {
  const news = signal<PasteNews | null>(null);
  /** The scenario that the last text has made. */
  let made: Scenario | null = null;
  effect(() => {
    // An undo after another change would undo that change as well.
    if (form.scenario.value !== made && news.peek()?.kind === 'read') news.value = null;
  });

  const refused = ({ message }: Refusal): void => {
    news.value = { kind: 'refused', message };
    messages.announce(message);
  };
  const accept = ({ scenario, summary }: PastedScenario): void => {
    const before = form.scenario.peek();
    made = scenario;
    if (before === null) form.choosePreset(scenario);
    else form.replace(scenario);
    news.value = { kind: 'read', summary, undo: before === null ? null : () => form.replace(before) };
    messages.announce(summary);
  };
  const settle = (result: Result<PastedScenario>): void => {
    if (document.isReadonly.value)
      refused(refuse('scenario', 'The document is read-only: nothing was pasted.').refusal);
    else if (result.ok) accept(result.value);
    else refused(result.refusal);
  };
  const shapes = (scenario: Scenario | null) => (scenario === null ? null : form.shapeOf(scenario));

  const take = (text: string, role: PastedRole): boolean => {
    const scenario = form.scenario.peek();
    const pasted = readPaste(text, role);
    if (pasted === null) return false;
    settle(pasted.ok ? withPaste(scenario, pasted.value, role, shapes(scenario)) : pasted);
    return true;
  };
  const takePair = (text: string, key: PairKey): boolean => {
    const sizes = readSizes(text);
    const [height, width] = sizes ?? [];
    if (sizes?.length !== 2 || typeof height !== 'number' || typeof width !== 'number') return take(text, 'input');
    const pair: Pair = [height, width];
    form.edit((before) => ({ ...before, params: { ...before.params, [key]: pair } }));
    return true;
  };
  const takeTensor = (text: string, role: PastedRole, scenario: Scenario | null): Result<PastedScenario> => {
    const tensor = readTensorText(text, role);
    if (!tensor.ok) return tensor;
    const known = shapes(scenario);
    return scenario === null || known === null
      ? refuse(role, `${role}: the files of this call have not been read yet.`)
      : withPastedTensor(scenario, role, tensor.value, known);
  };
  return {
    news,
    take,
    shapeOf: (role) => ({ take: (text) => take(text, role), isUnfinished: isUnfinishedShape }),
    pairOf: (key) => ({ take: (text) => takePair(text, key), isUnfinished: isUnfinishedShape }),
    takeAmongValues: (text, role) => {
      const pasted = readPaste(text, role);
      if (pasted === null) return false;
      if (pasted.ok && pasted.value.kind === 'layer') return take(text, role);
      // Rows without brackets are inserted where the caret is.
      if (!/[[(]/.test(text)) return false;
      // "[1, 2, 3]" would be sizes elsewhere, and is a list of values here.
      settle(pasted.ok ? takeTensor(text, role, form.scenario.peek()) : pasted);
      return true;
    },
    typeValues: (text, role, before) => {
      const read = takeTensor(text, role, before);
      if (!read.ok) return read.refusal;
      form.replace(read.value.scenario, 'typing');
      return null;
    },
    dismiss: () => {
      news.value = null;
    },
  };
}
