import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { indexRefusal } from './indexRefusal.ts';
import { parseIndex } from './parseIndex.ts';
import { useSession } from '../store/useSession.ts';

/** The id of the message below the field. */
const refusalElement = 'go-to-refusal';
const unreadable = 'Type an index of the output: y, x or c, y, x or n, c, y, x.';

/** Asks for an output index. G opens the field, Enter moves the cursor, Escape closes the field. */
export function GoToForm() {
  const input = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { layout, navigation, runner } = useSession();
  const open = layout.isGoToOpen.value;
  const close = (): void => {
    layout.isGoToOpen.value = false;
  };
  useLayoutEffect(() => {
    if (open) input.current?.focus();
    setRefusal(null);
  }, [open]);
  if (!open) return null;
  const submit = (event: Event): void => {
    event.preventDefault();
    const index = parseIndex(input.current?.value ?? '');
    const geometry = runner.currentRun.value?.geometry ?? null;
    const problem = index === null || geometry === null ? unreadable : indexRefusal(index, geometry);
    if (index === null || problem !== null) {
      setRefusal(problem);
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
        aria-invalid={refusal !== null}
        aria-describedby={refusal === null ? undefined : refusalElement}
        onInput={() => setRefusal(null)}
        placeholder="n, c, y, x"
        onBlur={close}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
      />
      {refusal !== null && (
        <div class="go-to-refusal field-refusal" id={refusalElement} role="alert">
          {refusal}
        </div>
      )}
    </form>
  );
}
