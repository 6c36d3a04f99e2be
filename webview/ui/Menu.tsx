import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** If the items are alternatives: true for the current one. */
  readonly checked?: boolean;
  /** If the item cannot be chosen: the reason, in a sentence. */
  readonly unavailable?: string;
  readonly choose: () => void;
}

/** A button that opens a short menu: the arrow keys move the focus, Enter chooses, Escape closes. */
export function Menu(props: {
  readonly label: string;
  /** Icon on the button. */
  readonly icon: IconName;
  /** Text before the icon. A button with a text is as wide as its content. */
  readonly face?: ComponentChildren;
  readonly items: readonly MenuItem[];
}) {
  const { label, icon, face, items } = props;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    root.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    const entries = [...(root.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) entries.at(to % entries.length)?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key !== 'Enter' && event.key !== ' ') return;
    event.stopPropagation();
    if (to !== undefined || event.key === 'Escape') event.preventDefault();
  };
  return (
    <span class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={face === undefined ? 'icon-button' : 'text-button'}
        ref={button}
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {face}
        <Icon name={icon} />
      </button>
      {open && (
        <ul role="menu" aria-label={label}>
          {items.map(({ id, label: words, checked, unavailable, choose }) => (
            <li key={id} role="none">
              <button
                type="button"
                role={checked === undefined ? 'menuitem' : 'menuitemradio'}
                {...(checked === undefined ? {} : { 'aria-checked': checked })}
                {...(unavailable === undefined ? {} : { 'aria-disabled': true, title: unavailable })}
                tabIndex={-1}
                onClick={() => {
                  if (unavailable !== undefined) return;
                  close();
                  choose();
                }}
              >
                {words}
                {unavailable !== undefined && <span class="menu-reason">{unavailable}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </span>
  );
}
