import { useRef, useState } from 'preact/hooks';
import type { Scenario, ValuesSource } from '../../../src/scenario/document/scenario.ts';
import { valuesText } from '../valuesText.ts';
import { useSession } from '../../store/useSession.ts';

/** Edits the values of a small tensor. The shape follows the rows or brackets of the text. */
export function ValuesField(props: { readonly name: 'input' | 'weight' | 'bias'; readonly source: ValuesSource }) {
  const { name, source } = props;
  const { form, pasting } = useSession();
  const [draft, setDraft] = useState<string | null>(null);
  const before = useRef<Scenario | null>(null);
  const text = draft ?? valuesText(source.shape, source.values);
  const onInput = (typed: string): void => {
    setDraft(typed);
    before.current ??= form.scenario.value;
    if (before.current !== null) pasting.typeValues(typed, name, before.current);
  };
  const leave = (): void => {
    setDraft(null);
    before.current = null;
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
      onPaste={(event) => {
        if (!pasting.takeAmongValues(event.clipboardData?.getData('text/plain') ?? '', name)) return;
        event.preventDefault();
        leave();
      }}
      onBlur={leave}
    />
  );
}
