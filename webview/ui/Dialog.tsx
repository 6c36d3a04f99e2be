import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './Icon.tsx';

/**
 * A modal dialog over the page. Tab stays inside it; Escape, the button and a click beside it close it, and the focus
 * returns to where it was.
 */
export function Dialog(props: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}) {
  const { title, close, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    // VS Code's own shortcuts still work. The keys of the page behind the dialog, and its commands' keys, do not.
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') moveFocus(dialog.current, event.shiftKey ? -1 : 1);
    else if (event.ctrlKey || event.metaKey || event.key === 'F1') return;
    else {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="dialog-title"
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={({ target }) => {
        // The dialog's own box is filled by its content, so that only a click on the backdrop has it as its target.
        if (target === dialog.current) close();
      }}
    >
      <div class="dialog-content">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon-button" title="Close (Esc)" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Moves the focus to the next or the previous element of the dialog that takes it, from the last to the first. */
function moveFocus(dialog: HTMLElement | null, by: 1 | -1): void {
  const stops = [...(dialog?.querySelectorAll<HTMLElement>('button, a[href], input, select, [tabindex="0"]') ?? [])];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % stops.length)?.focus();
}
