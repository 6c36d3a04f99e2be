import type { PastedRole } from '../../../src/scenario/paste/withPastedTensor.ts';
import type { Pasting } from '../../store/pasting.ts';

/**
 * Listens to pastes that no field has handled: in the form, or where nothing has the focus. Returns a function that stops
 * listening.
 */
export function listenToPaste(pasting: Pasting): () => void {
  const onPaste = (event: ClipboardEvent): void => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const { target } = event;
    // Fields outside the form keep what is pasted into them.
    if (target.closest('.sidebar') === null && target.matches('input, textarea, select')) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (pasting.take(text, roleAt(target))) event.preventDefault();
  };
  document.addEventListener('paste', onPaste);
  return () => document.removeEventListener('paste', onPaste);
}

/** Returns the tensor whose fields have the focus, else the input. */
function roleAt(target: Element): PastedRole {
  const role = target.closest('[data-role]')?.getAttribute('data-role');
  return role === 'weight' || role === 'bias' ? role : 'input';
}
