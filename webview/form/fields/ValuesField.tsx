import { useState } from 'preact/hooks';
import type { Scenario, ValuesSource } from '../../../src/scenario/document/scenario.ts';
import { editScenario, refuseEdit } from '../../store/actions.ts';
import { parseValues, valuesText } from '../valuesText.ts';

/** A few written-out values to be edited in place. */
export function ValuesField(props: { readonly of: 'input' | 'weight' | 'bias'; readonly source: ValuesSource }) {
  const { of, source } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? valuesText(source.shape, source.values);
  const onInput = (typed: string): void => {
    setDraft(typed);
    const parsed = parseValues(typed, source.shape, of);
    if (!parsed.ok) {
      refuseEdit(parsed.refusal);
      return;
    }
    const edited = { shape: source.shape, values: parsed.value };
    editScenario((before): Scenario => ({ ...before, [of]: edited }), `${of} values`, 'typing');
  };
  return (
    <textarea
      class="values-field"
      aria-label={`Values of the ${of}, row by row`}
      spellcheck={false}
      wrap="off"
      rows={Math.min(8, text.split('\n').length)}
      value={text}
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={() => setDraft(null)}
    />
  );
}
