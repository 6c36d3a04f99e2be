import { useState } from 'preact/hooks';
import type { Scenario, ValuesSource } from '../../../src/scenario/document/scenario.ts';
import { parseValues, valuesText } from '../valuesText.ts';
import { useSession } from '../../store/useSession.ts';

/** Edits the values of a small tensor. */
export function ValuesField(props: { readonly name: 'input' | 'weight' | 'bias'; readonly source: ValuesSource }) {
  const { name, source } = props;
  const { form } = useSession();
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? valuesText(source.shape, source.values);
  const onInput = (typed: string): void => {
    setDraft(typed);
    const parsed = parseValues(typed, source.shape, name);
    if (!parsed.ok) {
      form.refuseEdit(parsed.refusal);
      return;
    }
    const edited = { shape: source.shape, values: parsed.value };
    form.edit((before): Scenario => ({ ...before, [name]: edited }), 'typing');
  };
  return (
    <textarea
      class="values-field"
      aria-label={`Values of the ${name}, row by row`}
      spellcheck={false}
      wrap="off"
      rows={Math.min(8, text.split('\n').length)}
      value={text}
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={() => setDraft(null)}
    />
  );
}
