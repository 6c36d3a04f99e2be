import { Icon } from '../ui/Icon.tsx';
import { CheckerboardMark } from './CheckerboardMark.tsx';
import { useSession } from '../store/useSession.ts';
import type { Pair } from '../../src/engine/core/call.ts';
import { isDrawnAsLine } from '../../src/scenario/document/withHeight.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { shortPrecision } from '../../src/scenario/text/precisionText.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';

/** Shows the call in one line if there is no room for the sidebar; a click opens the sidebar as a sheet. */
export function CallSummary() {
  const { drafts, form, layout, runner } = useSession();
  const geometry = form.callGeometry.value;
  const refusal = runner.refusal.value;
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
        {refusal === null ? (
          <span class="mono">{geometry !== null ? callSummaryText(geometry) : 'choose a call'}</span>
        ) : (
          <span class="summary-refusal">{refusal.message}</span>
        )}
      </button>
      {refusal !== null || drafts.all.value.length > 0 ? (
        <span class="failed">
          <Icon name="error" />
          invalid
        </span>
      ) : (
        geometry !== null && <CheckerboardMark geometry={geometry} long />
      )}
    </section>
  );
}

const both = ([h, w]: Pair): string => (h === w ? String(h) : `${h},${w}`);

/**
 * Returns the call in one line, with an emulated precision at its end: "x 1×50×28×28 · w 50→30 3×3 · s1 p0 op0 d1 g1 →
 * 30×30".
 */
function callSummaryText(geometry: Geometry & { readonly dtype: ProfileId }): string {
  const { batched, n, cin, cout, h, w, params } = geometry;
  const x = [...(batched ? [n] : []), cin, h.inputSize, w.inputSize].join('×');
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = params;
  const parameters = `s${both(stride)} p${both(padding)}${paddingEnd === undefined ? '' : ` pe${both(paddingEnd)}`} op${both(outputPadding)} d${both(dilation)} g${groups}`;
  return (
    `x ${x} · w ${cin}→${cout} ${h.kernelSize}×${w.kernelSize} · ` +
    `${parameters} → ${h.outputSize}×${w.outputSize}${isEmulated(geometry.dtype) ? ` · ${shortPrecision[geometry.dtype]}` : ''}${isDrawnAsLine(geometry) ? ' · 1-D, drawn as height 1' : ''}`
  );
}
