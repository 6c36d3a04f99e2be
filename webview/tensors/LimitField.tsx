import { useState } from 'preact/hooks';
import { formatShort } from '../../src/scenario/text/format.ts';

/** A field for a limit of the colours. The number is taken on Enter, or when the field is left. */
export function LimitField(props: {
  readonly label: string;
  readonly value: number;
  readonly set: (value: number) => void;
}) {
  const { label, value, set } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const take = (): void => {
    const typed = Number((draft ?? '').trim().replace('\u2212', '-'));
    if (draft !== null && draft.trim() !== '' && Number.isFinite(typed)) set(typed);
    setDraft(null);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label={label}
      value={draft ?? formatShort(value, 4)}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        else if (event.key === 'Escape' && draft !== null) setDraft(null);
        else return;
        event.stopPropagation();
      }}
    />
  );
}
