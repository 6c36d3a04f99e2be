import type { Messages } from './messages.ts';

/**
 * Shows a page's messages: the notice above the page's lower edge, and the page's only live region, which is polite.
 * Screen readers skip the notice, because its text has been announced.
 */
export function MessageRegions({ messages }: { readonly messages: Messages }) {
  const notice = messages.notice.value;
  return (
    <>
      {notice !== null && (
        <div class="notice" aria-hidden="true">
          {notice}
        </div>
      )}
      <div class="visually-hidden" role="status" aria-live="polite">
        {messages.announcement.value}
      </div>
    </>
  );
}
