import { Icon } from '../ui/Icon.tsx';
import { refusal } from '../store/refusal.ts';
import { CheckerboardMark } from './CheckerboardMark.tsx';
import { callSummaryText } from './callSummaryText.ts';
import { callGeometry } from '../store/callGeometry.ts';
import { accepted } from '../store/page.ts';
import { sheetOpen } from '../store/view.ts';

/** Where there is no room for the sidebar: the call in one line, which opens it as a sheet. */
export function CallSummary() {
  const geometry = callGeometry.value;
  const open = sheetOpen.value;
  return (
    <section class="call-summary" aria-label="Call">
      <button type="button" aria-expanded={open} aria-controls="sidebar" onClick={() => (sheetOpen.value = !open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <b>conv_transpose2d</b>
        <span class="mono">
          {geometry !== null && accepted.value !== null ? callSummaryText(geometry) : 'choose a call'}
        </span>
      </button>
      {refusal.value !== null ? (
        <span class="failed">
          <Icon name="error" />
          not accepted
        </span>
      ) : (
        geometry !== null && <CheckerboardMark geometry={geometry} long />
      )}
    </section>
  );
}
