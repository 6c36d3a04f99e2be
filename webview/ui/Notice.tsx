import { notice } from './notice.ts';

/** A line over the page's lower edge; the live region has said it already. */
export function Notice() {
  return notice.value === null ? null : (
    <div class="notice" aria-hidden="true">
      {notice.value}
    </div>
  );
}
