import type { Signal } from '@preact/signals';
import { Icon } from './Icon.tsx';
import { KeySheet } from './KeySheet.tsx';
import type { KeyGroup } from './keyTable.ts';

/** A button that shows the list of a page's keys, and the list while `isOpen` is true. */
export function KeyHelp(props: { readonly groups: readonly KeyGroup<unknown>[]; readonly isOpen: Signal<boolean> }) {
  const { groups, isOpen } = props;
  return (
    <>
      <button
        type="button"
        class="icon-button key-help"
        title="Keys (?)"
        aria-label="Keys"
        aria-haspopup="dialog"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <Icon name="question" />
      </button>
      {isOpen.value && (
        <KeySheet
          groups={groups}
          close={() => {
            isOpen.value = false;
          }}
        />
      )}
    </>
  );
}
