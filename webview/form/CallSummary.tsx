import { Icon } from '../ui/Icon.tsx';
import { CheckerboardMark } from './CheckerboardMark.tsx';
import { callSummaryText } from './callSummaryText.ts';
import { useSession } from '../store/useSession.ts';

/** Where there is no room for the sidebar: the call in one line, which opens it as a sheet. */
export function CallSummary() {
  const { form, layout, runner } = useSession();
  const geometry = form.callGeometry.value;
  const open = layout.isSheetOpen.value;
  return (
    <section class="call-summary" aria-label="Call">
      <button
        type="button"
        aria-expanded={open}
        aria-controls="sidebar"
        onClick={() => (layout.isSheetOpen.value = !open)}
      >
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <b>conv_transpose2d</b>
        <span class="mono">{geometry !== null ? callSummaryText(geometry) : 'choose a call'}</span>
      </button>
      {runner.refusal.value !== null ? (
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
