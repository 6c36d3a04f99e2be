import { signal } from '@preact/signals';

/** Whether the "go to index" field is open. */
const isOpen = signal(false);

export const goToField = {
  isOpen,
  open: (): void => {
    isOpen.value = true;
  },
  close: (): void => {
    isOpen.value = false;
  },
};
