import { useEffect, useRef, useState } from 'preact/hooks';
import type { Scenario, ValuesSource } from '../../../src/scenario/document/scenario.ts';
import { RefusalBox } from '../../fields/FieldRefusal.tsx';
import { useDraft } from '../../fields/useDraft.ts';
import type { DraftField } from '../../store/drafts.ts';
import { valuesText } from '../valuesText.ts';
import { useSession } from '../../store/useSession.ts';

/**
 * Edits the values of a small tensor. The shape follows the rows or brackets of the text. A text that is no tensor stays
 * as a draft, and becomes the values once it or the shape is corrected.
 */
export function ValuesField(props: { readonly name: 'input' | 'weight' | 'bias'; readonly source: ValuesSource }) {
  const { name, source } = props;
  const { drafts, escape, form, pasting } = useSession();
  const field: DraftField = { id: `values.${name}`, kind: 'values', name, argument: name };
  const draft = useDraft(field);
  /** A text with the tensor's values in another layout, as long as the field has the focus. */
  const [typed, setTyped] = useState<string | null>(null);
  /** The scenario when the typing began. */
  const before = useRef<Scenario | null>(null);
  const text = typed ?? draft?.text ?? valuesText(source.shape, source.values);
  const read = (from: string): void => {
    const scenario = before.current ?? form.scenario.peek();
    if (scenario === null) return;
    const refusal = pasting.typeValues(from, name, scenario);
    if (refusal === null) drafts.drop(field.id);
    else drafts.keep({ field, text: from, refusal, instead: 'the previous values' });
  };
  const leave = (): void => {
    setTyped(null);
    before.current = null;
  };
  useEffect(() => {
    if (draft !== null && typed === null) read(draft.text);
  }, [source.shape.join()]);
  const messageId = `refusal-${field.id}`;
  return (
    <>
      <textarea
        class="values-field"
        aria-label={`Values of the ${name}, row by row`}
        aria-invalid={draft !== null}
        aria-describedby={draft === null ? undefined : messageId}
        spellcheck={false}
        wrap="off"
        rows={Math.min(8, text.split('\n').length)}
        value={text}
        onInput={(event) => {
          before.current ??= form.scenario.peek();
          setTyped(event.currentTarget.value);
          read(event.currentTarget.value);
        }}
        onPaste={(event) => {
          if (!pasting.takeAmongValues(event.clipboardData?.getData('text/plain') ?? '', name)) return;
          event.preventDefault();
          drafts.drop(field.id);
          leave();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          leave();
          if (drafts.drop(field.id) || escape()) event.stopPropagation();
        }}
        onBlur={leave}
      />
      {draft !== null && (
        <RefusalBox id={messageId} message={draft.refusal.message} still={`The figure still shows ${draft.instead}.`} />
      )}
    </>
  );
}
