import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { parseIndex } from './parseIndex.ts';
import { useSession } from '../store/useSession.ts';

/** Asks for an output index. G opens the field, Enter moves the cursor, Escape closes the field. */
export function GoToForm() {
  const input = useRef<HTMLInputElement>(null);
  const [isInvalid, setIsInvalid] = useState(false);
  const { layout, navigation } = useSession();
  const open = layout.isGoToOpen.value;
  const close = (): void => {
    layout.isGoToOpen.value = false;
  };
  useLayoutEffect(() => {
    if (open) input.current?.focus();
    setIsInvalid(false);
  }, [open]);
  if (!open) return null;
  const submit = (event: Event): void => {
    event.preventDefault();
    const index = parseIndex(input.current?.value ?? '');
    if (index === null) {
      setIsInvalid(true);
      return;
    }
    navigation.goToElement(index);
    navigation.announce();
    close();
  };
  return (
    <form class="go-to" onSubmit={submit}>
      <input
        ref={input}
        type="text"
        aria-label="Go to output index"
        aria-invalid={isInvalid}
        placeholder="n, c, y, x"
        onBlur={close}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
      />
    </form>
  );
}
