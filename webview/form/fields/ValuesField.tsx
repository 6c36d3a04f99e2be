import { useEffect, useState } from 'preact/hooks';
import type { Scenario, ValuesSource } from '../../../src/scenario/document/scenario.ts';
import { RefusalBox } from '../../fields/FieldRefusal.tsx';
import { useDraft } from '../../fields/useDraft.ts';
import type { DraftField } from '../../store/drafts.ts';
import { parseValues, valuesText } from '../valuesText.ts';
import { useSession } from '../../store/useSession.ts';

/**
 * Edits the values of a small tensor. A text that does not fill the tensor's shape stays as a draft, and becomes the
 * values once the shape fits the text.
 */
export function ValuesField(props: { readonly name: 'input' | 'weight' | 'bias'; readonly source: ValuesSource }) {
  const { name, source } = props;
  const { drafts, escape, form } = useSession();
  const field: DraftField = { id: `values.${name}`, kind: 'values', name, argument: name };
  const draft = useDraft(field);
  /** A text with the tensor's values in another layout, as long as the field has the focus. */
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? draft?.text ?? valuesText(source.shape, source.values);
  const read = (from: string): void => {
    const parsed = parseValues(from, source.shape, name);
    if (!parsed.ok) {
      drafts.keep({ field, text: from, refusal: parsed.refusal, instead: 'the previous values' });
      return;
    }
    drafts.drop(field.id);
    const edited = { shape: source.shape, values: parsed.value };
    form.edit((before): Scenario => ({ ...before, [name]: edited }), 'typing');
  };
  useEffect(() => {
    if (draft !== null) read(draft.text);
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
          setTyped(event.currentTarget.value);
          read(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setTyped(null);
          if (drafts.drop(field.id) || escape()) event.stopPropagation();
        }}
        onBlur={() => setTyped(null)}
      />
      {draft !== null && (
        <RefusalBox id={messageId} message={draft.refusal.message} still={`The figure still shows ${draft.instead}.`} />
      )}
    </>
  );
}
