import type { Messages } from './messages.ts';

/** Where a page's messages appear: a line over its lower edge, and its one polite live region, which has said the line already. */
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
