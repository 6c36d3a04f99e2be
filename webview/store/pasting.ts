import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Pair, Params } from '../../src/engine/core/call.ts';
import { ok, type Refusal, refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { isSameScenario } from '../../src/scenario/document/isSameScenario.ts';
import { mayBeCode } from '../../src/scenario/paste/mayBeCode.ts';
import { type Pasted, readPaste, withPaste } from '../../src/scenario/paste/readPaste.ts';
import { isUnfinishedShape, readSizes } from '../../src/scenario/paste/sizesText.ts';
import { readTensorText } from '../../src/scenario/paste/tensorText.ts';
import { type PastedRole, type PastedScenario, withPastedTensor } from '../../src/scenario/paste/withPastedTensor.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { LongerText } from '../ui/NumberField.tsx';
import { createCodeReader } from './codeReader.ts';
import type { DocumentState } from './documentState.ts';
import type { Form } from './form.ts';

/** What became of a pasted text. */
export type PasteNews =
  /** The extension reads a text, and has not answered at once. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly summary: string; readonly undo: (() => void) | null }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * What became of a text that was given to {@link Pasting.read}: it was read or refused, it is nothing that can be read, or
 * it was dropped because the call changed or the extension did not answer.
 */
export type PasteOutcome = 'taken' | 'unknown' | 'dropped';

/** Says that a text is nothing that can be read. */
export const unknownPaste =
  'This is not a call, shape or tensor that can be read. Try nn.ConvTranspose2d(64, 32, 4, 2, 1), 1x64x56x56 or ' +
  'tensor([[1., 2.], [3., 4.]]).';

/** The parameters that have a height and a width. */
export type PairKey = Exclude<keyof Params, 'groups'>;

/** Reads tensors, shapes and layers from texts that are pasted or typed into the form. */
export interface Pasting {
  /** What became of the last text; null after another change, or once it was dismissed. */
  readonly news: ReadonlySignal<PasteNews | null>;
  /**
   * Takes a layer, sizes or a tensor, whose numbers become those of `role`. Returns false if the text is none of these,
   * so that it belongs to the field. A text that may be code is taken and read by the extension; `news` say what it was.
   */
  readonly take: (text: string, role: PastedRole) => boolean;
  /** Reads a text as {@link take} does, and resolves when it has been read. An unknown text gives no message. */
  readonly read: (text: string, role: PastedRole) => Promise<PasteOutcome>;
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
  readonly host: Channel;
  readonly form: Form;
  readonly document: DocumentState;
  readonly messages: Messages;
  readonly clock: Clock;
}

/** A reading that takes longer is shown. */
const unseenMilliseconds = 150;

/** Creates the part of a page that reads pasted texts. */
export function createPasting({ host, form, document, messages, clock }: PastingParts): Pasting {
  const news = signal<PasteNews | null>(null);
  const code = createCodeReader(host, clock);
  /** The scenario that the last text has made. */
  let made: Scenario | null = null;
  /** The scenario into which the extension's answer goes; null if the extension is not asked. */
  let asked: { readonly before: Scenario | null } | null = null;

  const refused = ({ message }: Pick<Refusal, 'message'>): void => {
    news.value = { kind: 'refused', message };
    messages.announce(message);
  };
  /** Drops the text that the extension is reading. */
  const dropCode = (): void => {
    if (asked === null) return;
    asked = null;
    code.drop();
    if (news.peek()?.kind === 'reading') news.value = null;
  };
  effect(() => {
    const scenario = form.scenario.value;
    // An undo after another change would undo that change as well.
    if (scenario !== made && news.peek()?.kind === 'read') news.value = null;
    // The text was pasted into another call.
    if (asked === null || isSame(asked.before, scenario)) return;
    dropCode();
    refused({ message: 'The call was changed before the pasted text had been read. Paste the text again.' });
  });

  const accept = ({ scenario, summary }: PastedScenario): void => {
    const before = form.scenario.peek();
    made = scenario;
    if (before === null) form.choosePreset(scenario);
    else form.replace(scenario);
    news.value = { kind: 'read', summary, undo: before === null ? null : () => form.replace(before) };
    messages.announce(summary);
  };
  const settle = (result: Result<PastedScenario>): void => {
    dropCode();
    if (document.isReadonly.value)
      refused(refuse('scenario', 'The document is read-only: nothing was pasted.').refusal);
    else if (result.ok) accept(result.value);
    else refused(result.refusal);
  };
  const shapes = (scenario: Scenario | null) => (scenario === null ? null : form.shapeOf(scenario));
  const settlePasted = (pasted: Result<Pasted>, role: PastedRole): void => {
    const scenario = form.scenario.peek();
    settle(pasted.ok ? withPaste(scenario, pasted.value, role, shapes(scenario)) : pasted);
  };

  /** Takes a text that is no code; returns false if the text is none that can be read. */
  const takePlain = (text: string, role: PastedRole): boolean => {
    const pasted = readPaste(text, role);
    if (pasted !== null) settlePasted(pasted, role);
    return pasted !== null;
  };
  /** Has a text read by the extension. If the text has no call, `otherwise` takes it, or returns false. */
  const readCode = async (text: string, role: PastedRole, otherwise: () => boolean): Promise<PasteOutcome> => {
    dropCode();
    const question = (asked = { before: form.scenario.peek() });
    const stopShowing = clock.after(unseenMilliseconds, () => {
      if (asked === question) news.value = { kind: 'reading' };
    });
    const answer = await code.ask(text);
    stopShowing();
    if (asked !== question || answer.kind === 'dropped') return 'dropped';
    dropCode();
    if (answer.kind === 'failed') {
      refused({ message: `The pasted text was not read: ${answer.error} Paste it again.` });
      return 'dropped';
    }
    const { layer } = answer;
    if (layer === null) return otherwise() ? 'taken' : 'unknown';
    settlePasted(layer.ok ? ok({ kind: 'layer', layer: layer.value }) : layer, role);
    return 'taken';
  };
  const read = async (text: string, role: PastedRole): Promise<PasteOutcome> => {
    const plain = (): boolean => takePlain(text, role);
    if (mayBeCode(text)) return await readCode(text, role, plain);
    return plain() ? 'taken' : 'unknown';
  };
  /** Takes a text that may be code from its field, and says so if the text is nothing that can be read. */
  const takeCode = (text: string, role: PastedRole, otherwise: () => boolean): void => {
    void readCode(text, role, otherwise).then((outcome) => {
      if (outcome === 'unknown') refused({ message: unknownPaste });
    });
  };
  const take = (text: string, role: PastedRole): boolean => {
    if (!mayBeCode(text)) return takePlain(text, role);
    takeCode(text, role, () => takePlain(text, role));
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
  const takeValues = (text: string, role: PastedRole): boolean => {
    const pasted = readPaste(text, role);
    if (pasted === null) return false;
    if (pasted.ok && pasted.value.kind === 'layer') return takePlain(text, role);
    // Rows without brackets are inserted where the caret is.
    if (!/[[(]/.test(text)) return false;
    // "[1, 2, 3]" would be sizes elsewhere, and is a list of values here.
    settle(pasted.ok ? takeTensor(text, role, form.scenario.peek()) : pasted);
    return true;
  };
  return {
    news,
    take,
    read,
    shapeOf: (role) => ({ take: (text) => take(text, role), isUnfinished: isUnfinishedShape }),
    pairOf: (key) => ({ take: (text) => takePair(text, key), isUnfinished: isUnfinishedShape }),
    takeAmongValues: (text, role) => {
      if (!mayBeCode(text)) return takeValues(text, role);
      takeCode(text, role, () => takeValues(text, role));
      return true;
    },
    typeValues: (text, role, before) => {
      const read = takeTensor(text, role, before);
      if (!read.ok) return read.refusal;
      form.replace(read.value.scenario, 'typing');
      return null;
    },
    dismiss: () => {
      dropCode();
      news.value = null;
    },
  };
}

function isSame(a: Scenario | null, b: Scenario | null): boolean {
  return a === b || (a !== null && b !== null && isSameScenario(a, b));
}
