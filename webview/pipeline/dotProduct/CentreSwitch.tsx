import { useRef } from 'preact/hooks';
import { useSession } from '../../store/useSession.ts';
import type { CursorCentre } from '../../store/navigation.ts';

const centres: readonly { readonly id: CursorCentre; readonly short: string; readonly long: string }[] = [
  { id: 'output', short: 'Dot product', long: 'Dot product of an output element (I)' },
  { id: 'input', short: 'Stamp', long: 'Stamp of an input element (I)' },
];

/** Centres the cursor on the output or on the input, for a formulation that scatters; the key I does as well. */
export function CentreSwitch() {
  const { navigation } = useSession();
  const group = useRef<HTMLSpanElement>(null);
  const now = navigation.isOnInput.value ? 'input' : 'output';
  const choose = (centre: CursorCentre): void => {
    navigation.centre.value = centre;
    navigation.announce();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.key.startsWith('Arrow') || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = now === 'input' ? 'output' : 'input';
    choose(next);
    const at = centres.findIndex(({ id }) => id === next);
    group.current?.querySelectorAll('button')[at]?.focus();
  };
  return (
    <span
      ref={group}
      class="measure-switch centre-switch"
      role="radiogroup"
      aria-label="Cursor on"
      onKeyDown={onKeyDown}
    >
      {centres.map(({ id, short, long }) => (
        <button
          key={id}
          type="button"
          role="radio"
          aria-checked={id === now}
          title={long}
          tabIndex={id === now ? 0 : -1}
          onClick={() => choose(id)}
        >
          {short}
        </button>
      ))}
    </span>
  );
}
