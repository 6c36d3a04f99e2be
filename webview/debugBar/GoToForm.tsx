import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { goToElement } from '../store/steps.ts';
import { announceCursor } from '../store/cursorText.ts';
import { goToField } from './goToField.ts';
import { parseIndex } from './parseIndex.ts';

/** A field for an index to go to: G opens it, Enter goes, Escape closes. */
export function GoToForm() {
  const input = useRef<HTMLInputElement>(null);
  const [bad, setBad] = useState(false);
  const open = goToField.isOpen.value;
  useLayoutEffect(() => {
    if (open) input.current?.focus();
    setBad(false);
  }, [open]);
  if (!open) return null;
  const submit = (event: Event): void => {
    event.preventDefault();
    const index = parseIndex(input.current?.value ?? '');
    if (index === null) {
      setBad(true);
      return;
    }
    goToElement(index);
    announceCursor();
    goToField.close();
  };
  return (
    <form class="go-to" onSubmit={submit}>
      <input
        ref={input}
        type="text"
        aria-label="Go to output index"
        aria-invalid={bad}
        placeholder="n, c, y, x"
        onBlur={goToField.close}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          goToField.close();
        }}
      />
    </form>
  );
}
